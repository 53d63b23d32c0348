import type { NotificationTable } from './notification-table.ts';

/** The HTTP API of an application, over a table in memory. */
export function createFakeHttp(table: NotificationTable): typeof fetch {
  return async (input, init) => {
    const url = new URL(String(input), 'http://app.test');
    const path = url.pathname.replace('/api/notifications', '');
    const route = `${init?.method ?? 'GET'} ${path}`;
    const body = init?.body ? JSON.parse(String(init.body)) : {};
    const id = /^\/([^/]+)/.exec(path)?.[1] ?? '';

    if (route === 'GET ') return list(table, url.searchParams);
    if (route === 'GET /unread') {
      return Response.json({ count: table.unread(url.searchParams.get('organisation_id')) });
    }
    if (route === 'POST /read-all') {
      const inScope = (organisation: string) => !body.organisationId || body.organisationId === organisation;
      const updated = table.update((row) => !row.is_read && inScope(row.organisation_id), { is_read: true });
      return Response.json({ updated });
    }
    if (route === 'POST /seen') {
      const isListed = (rowId: string) => (body.ids as string[]).includes(rowId);
      table.update((row) => isListed(row.id), { seen_at: new Date().toISOString() });
      return Response.json({});
    }
    if (route === `POST /${id}/read`) {
      return table.update((row) => row.id === id, { is_read: true }) ? Response.json({}) : notFound();
    }
    if (route === `DELETE /${id}`) {
      const archived = table.update((row) => row.id === id, { archived_at: new Date().toISOString() });
      return archived ? new Response(null, { status: 204 }) : notFound();
    }
    throw new Error(`the application has no route for ${route}`);
  };
}

function list(table: NotificationTable, query: URLSearchParams): Response {
  const limit = Number(query.get('limit') ?? 20);
  const cursor = query.get('cursor');
  const isRead = query.get('is_read');
  const rows = table.select({
    organisationId: query.get('organisation_id'),
    type: query.get('type'),
    priority: query.get('priority'),
    isRead: isRead === null ? null : isRead === 'true',
    q: query.get('q'),
  });
  const before = rows.findIndex((row) => row.id === cursor);
  if (cursor && before === -1) {
    const error = { code: 'invalid_cursor', message: 'cursor: unknown', field: 'cursor' };
    return Response.json({ error }, { status: 400 });
  }
  const notifications = rows.slice(before + 1, before + 1 + limit);
  const hasMore = rows.length > before + 1 + limit;
  return Response.json({ notifications, nextCursor: hasMore ? notifications.at(-1)?.id : null, unread: 0 });
}

function notFound(): Response {
  const error = { code: 'not_found', message: 'No such notification' };
  return Response.json({ error }, { status: 404 });
}
