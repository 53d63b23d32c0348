import { fromDatabase } from '../../../features/http/database-error.ts';
import { readRoute, route } from '../../../features/http/handler.ts';
import { reply } from '../../../features/http/operation.ts';
import { countUnread, listNotifications } from '../../../features/notifications/list.ts';
import { toColumns } from '../../../features/notifications/one.ts';
import * as inbox from '../../../features/notifications/operations/inbox.ts';
import { changeMany } from '../../../features/notifications/operations/many.ts';

export const GET = readRoute(inbox.listNotifications, async ({ supabase, query }) => {
  const [page, unread] = await Promise.all([
    listNotifications(supabase, query),
    countUnread(supabase, query.organisation_id),
  ]);
  return reply(200, { ...page, unread });
});

/** Those of others are left alone without a word. */
export const PATCH = route(changeMany, async ({ supabase, body: { ids, ...change } }) => {
  const { data, error } = await supabase
    .from('notifications')
    .update(toColumns(change))
    .in('id', ids)
    .select('id');
  if (error) throw fromDatabase(error);
  return reply(200, { updated: data.length });
});
