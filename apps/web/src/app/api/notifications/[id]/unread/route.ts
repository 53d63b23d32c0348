import { route } from '../../../../../features/http/handler.ts';
import { reply } from '../../../../../features/http/operation.ts';
import { changeNotification } from '../../../../../features/notifications/one.ts';
import { unreadOne } from '../../../../../features/notifications/operations/one.ts';

export const POST = route(unreadOne, async ({ supabase, params }) =>
  reply(200, { notification: await changeNotification(supabase, params.id, { isRead: false }) }),
);
