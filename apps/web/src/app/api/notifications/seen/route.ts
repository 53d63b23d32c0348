import { fromDatabase } from '../../../../features/http/database-error.ts';
import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { markSeen } from '../../../../features/notifications/operations/many.ts';

/** Records that notifications were shown; those of others are left alone without a word. */
export const POST = route(markSeen, async ({ supabase, body: { ids } }) => {
  const { error } = await supabase
    .from('notifications')
    .update({ seen_at: new Date().toISOString() })
    .in('id', ids)
    .is('seen_at', null);
  if (error) throw fromDatabase(error);
  return reply(204);
});
