import { json, route } from '../../../../features/http/handler.ts';
import { parseQuery } from '../../../../features/http/input.ts';
import { countUnread, listNotifications } from '../../../../features/notifications/list.ts';
import { unreadQuery } from '../../../../features/notifications/list-query.ts';

export const GET = route(async ({ supabase, query }) => {
  const filters = parseQuery(unreadQuery, query);
  const [count, { notifications }] = await Promise.all([
    countUnread(supabase, filters.organisation_id),
    listNotifications(supabase, { ...filters, is_read: false }),
  ]);
  return json({ count, notifications });
});
