import { readRoute } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { countUnreadEach, listNotifications } from '../../../../features/notifications/list.ts';
import { listUnread } from '../../../../features/notifications/operations/inbox.ts';

/** What a badge asks for with `limit=0`, after every hint: the counts alone, in one round trip. */
export const GET = readRoute(listUnread, async ({ supabase, query: { limit, organisation_id } }) => {
  const [counts, notifications] = await Promise.all([
    countUnreadEach(supabase, organisation_id),
    limit === 0
      ? []
      : listNotifications(supabase, {
          limit,
          organisation_id,
          is_read: false,
          view: 'inbox',
          sort: 'recent',
        }).then((page) => page.notifications),
  ]);
  return reply(200, { count: counts.reduce((sum, each) => sum + each.count, 0), counts, notifications });
});
