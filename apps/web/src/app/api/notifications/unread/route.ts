import { json, readRoute } from '../../../../features/http/handler.ts';
import { parseQuery } from '../../../../features/http/input.ts';
import { countUnread, listNotifications } from '../../../../features/notifications/list.ts';
import { unreadQuery } from '../../../../features/notifications/list-query.ts';

/** What a badge asks for with `limit=0`, after every hint: the count alone. */
export const GET = readRoute(async ({ supabase, query }) => {
  const filters = parseQuery(unreadQuery, query);
  const [count, notifications] = await Promise.all([
    countUnread(supabase, filters.organisation_id),
    filters.limit === 0
      ? []
      : listNotifications(supabase, { ...filters, is_read: false }).then((page) => page.notifications),
  ]);
  return json({ count, notifications });
});
