import { json, route } from '../../../../../features/http/handler.ts';
import { changeNotification } from '../../../../../features/notifications/one.ts';

export const POST = route<{ id: string }>(async ({ supabase, params }) =>
  json({ notification: await changeNotification(supabase, params.id, { is_read: true }) }),
);
