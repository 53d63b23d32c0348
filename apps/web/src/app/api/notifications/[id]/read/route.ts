import { route } from '../../../../../features/http/handler.ts';
import { reply } from '../../../../../features/http/operation.ts';
import { changeNotification } from '../../../../../features/notifications/one.ts';
import { readOne } from '../../../../../features/notifications/operations/one.ts';

export const POST = route(readOne, async ({ supabase, params }) =>
  reply(200, { notification: await changeNotification(supabase, params.id, { isRead: true }) }),
);
