import { json, readRoute } from '../../../features/http/handler.ts';
import { parseQuery } from '../../../features/http/input.ts';
import { countUnread, listNotifications } from '../../../features/notifications/list.ts';
import { listQuery } from '../../../features/notifications/list-query.ts';

export const GET = readRoute(async ({ supabase, query }) => {
  const filters = parseQuery(listQuery, query);
  const [page, unread] = await Promise.all([
    listNotifications(supabase, filters),
    countUnread(supabase, filters.organisation_id),
  ]);
  return json({ ...page, unread });
});
