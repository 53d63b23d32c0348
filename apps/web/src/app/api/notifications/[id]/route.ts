import { noContent, route } from '../../../../features/http/handler.ts';
import { changeNotification } from '../../../../features/notifications/one.ts';

/** Takes a notification out of the lists; the row stays, archived. */
export const DELETE = route<{ id: string }>(async ({ supabase, params }) => {
  await changeNotification(supabase, params.id, { archived_at: new Date().toISOString() });
  return noContent();
});
