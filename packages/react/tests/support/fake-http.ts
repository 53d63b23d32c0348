import type { ListParams, NotificationCategory, NotificationPriority } from '../../src/index.ts';
import { createMemoryApi, type MemoryNotification } from '../../src/memory.ts';
import { NotificationsApiError } from '../../src/store/api.ts';

const BASE = '/api/notifications';

/** The HTTP API of an application, over notifications in memory: the routes that docs/openapi.json describes. */
export function createFakeHttp(rows: MemoryNotification[]): typeof fetch {
  const memory = createMemoryApi(rows);

  async function serve(method: string, url: URL, body: Record<string, unknown>): Promise<Response> {
    const [first = '', second] = url.pathname.slice(BASE.length).split('/').filter(Boolean);
    const route = `${method} /${[first, second].filter(Boolean).join('/')}`;
    switch (route) {
      case 'GET /':
        return Response.json({ ...(await memory.list(paramsOf(url.searchParams))), unread: 0 });
      case 'GET /unread': {
        if (url.searchParams.get('limit') !== '0') throw new Error('the badge asks for rows');
        const { total, counts } = await memory.unread(scopeOf(url.searchParams));
        return Response.json({ count: total, counts, notifications: [] });
      }
      case 'PATCH /': {
        const { ids, ...change } = body as { ids: string[] };
        if (ids.length > 100) return refusal(400, 'invalid_input', 'ids');
        await Promise.all(ids.map((id) => memory.update([id], change).catch(() => {})));
        return Response.json({ updated: ids.length });
      }
      case 'POST /read-all':
        return Response.json(await memory.markAllRead(body));
      case 'POST /seen':
        await memory.markSeen(body.ids as string[]);
        return new Response(null, { status: 204 });
      case 'GET /mutes':
        return Response.json({ mutes: await memory.mutes() });
      case 'POST /mutes':
        return Response.json({ mute: await memory.mute(body as never) }, { status: 201 });
      case 'GET /preferences':
        return Response.json(await memory.load(url.searchParams.get('organisation_id') ?? ''));
      case 'PATCH /preferences': {
        const { organisationId, ...change } = body as { organisationId: string };
        return Response.json(await memory.save(organisationId, change));
      }
      case `DELETE /mutes/${second}`:
        await memory.unmute(second ?? '');
        return new Response(null, { status: 204 });
      case `POST /${first}/click`:
        await memory.click(first);
        return Response.json({});
      case `PATCH /${first}`:
        await memory.update([first], body);
        return Response.json({});
      default:
        throw new Error(`the application has no route for ${route}`);
    }
  }

  return async (input, init) => {
    const url = new URL(String(input), 'http://app.test');
    try {
      return await serve(init?.method ?? 'GET', url, init?.body ? JSON.parse(String(init.body)) : {});
    } catch (error) {
      if (error instanceof NotificationsApiError) return refusal(error.status, error.code, error.field);
      throw error;
    }
  };
}

const refusal = (status: number, code: string, field?: string) =>
  Response.json({ error: { code, message: `refused: ${field ?? code}`, field } }, { status });

const scopeOf = (query: URLSearchParams) => {
  const organisationId = query.get('organisation_id');
  return organisationId ? { organisationId } : {};
};

/** The routes know no other parameters than these. */
function paramsOf(query: URLSearchParams): ListParams {
  const params: ListParams = { ...scopeOf(query) };
  for (const [name, value] of query) {
    if (name === 'organisation_id') continue;
    else if (name === 'sort' && value === 'recent') continue;
    else if (name === 'limit') params.limit = Number(value);
    else if (name === 'is_read') params.isRead = value === 'true';
    else if (name === 'priority') params.priority = value as NotificationPriority;
    else if (name === 'category') params.category = value as NotificationCategory;
    else if (name === 'view') params.view = value as 'archived';
    else if (['cursor', 'until', 'type', 'q'].includes(name)) params[name as 'q'] = value;
    else throw new Error(`the list knows no ${name}`);
  }
  if (query.get('sort') !== 'recent') throw new Error('the list is asked for in another order');
  return params;
}
