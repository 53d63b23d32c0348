import { route } from '../../../../../features/http/handler.ts';
import { reply } from '../../../../../features/http/operation.ts';
import { clickNotification } from '../../../../../features/notifications/one.ts';
import { clickOne } from '../../../../../features/notifications/operations/one.ts';

export const POST = route(clickOne, async ({ supabase, params }) =>
  reply(200, { notification: await clickNotification(supabase, params.id) }),
);
