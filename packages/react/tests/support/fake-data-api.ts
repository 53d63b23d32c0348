import type { NotificationRow } from '../../src/index.ts';
import type { NotificationTable } from './notification-table.ts';
import { matches } from './postgrest-filter.ts';

/** The Data API over a table in memory: enough of PostgREST to run the requests of the real client. */
export function createFakeDataApi(table: NotificationTable): typeof fetch {
  return async (input, init) => {
    const url = new URL(String(input));
    const path = url.pathname.replace('/rest/v1', '');
    const body = init?.body ? JSON.parse(String(init.body)) : {};
    if (path === '/notifications') {
      const found = table.rows.filter((row) => matches(row, url.searchParams));
      return init?.method === 'PATCH' ? patch(table, found, body) : select(found, url.searchParams);
    }
    if (path === '/rpc/unread_notification_count') return Response.json(table.unread(body.organisation_id));
    if (path === '/rpc/mark_notifications_read') {
      const { ids } = body as { ids: string[] };
      return Response.json(table.update((row) => ids.includes(row.id) && !row.is_read, { is_read: true }));
    }
    if (path === '/rpc/mark_all_notifications_read') {
      const organisation: string | undefined = body.organisation_id;
      const inScope = (row: NotificationRow) => !organisation || row.organisation_id === organisation;
      return Response.json(table.update((row) => !row.is_read && inScope(row), { is_read: true }));
    }
    throw new Error(`the Data API has no ${path}`);
  };
}

function select(found: NotificationRow[], query: URLSearchParams): Response {
  if (query.get('order') !== 'created_at.desc,id.desc') throw new Error(`order: ${query.get('order')}`);
  const ordered = found.sort((a, b) => b.created_at.localeCompare(a.created_at) || b.id.localeCompare(a.id));
  return Response.json(ordered.slice(0, Number(query.get('limit'))));
}

function patch(
  table: NotificationTable,
  found: NotificationRow[],
  change: Partial<NotificationRow>,
): Response {
  table.update((row) => found.includes(row), change);
  return Response.json(found.map(({ id }) => ({ id })));
}
