import { fromDatabase } from '../../../../features/http/database-error.ts';
import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { readMany } from '../../../../features/notifications/operations/many.ts';

export const POST = route(readMany, async ({ supabase, body: { ids } }) => {
  const { data, error } = await supabase.rpc('mark_notifications_read', { ids });
  if (error) throw fromDatabase(error);
  return reply(200, { updated: data });
});
