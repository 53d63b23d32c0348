import { createClient } from '@supabase/supabase-js';
import type { MuteTarget } from '../../src/index.ts';
import type { MemoryNotification } from '../../src/memory.ts';
import type { NotificationsApi } from '../../src/store/api.ts';
import { createMemoryApi } from '../../src/store/memory-api.ts';
import { MemoryTable, newestFirst } from '../../src/store/memory-table.ts';
import { createSupabaseApi } from '../../src/supabase.ts';
import { matches } from './postgrest-filter.ts';

/** Whatever a request carries: what it is for depends on the route. */
// biome-ignore lint/suspicious/noExplicitAny: see above
type Body = Record<string, any>;

/** The adapter for the Data API, over the real client, which talks to `answer`. */
export function overDataApi(answer: typeof fetch): NotificationsApi {
  const client = createClient('http://data.test', 'sb_publishable_test', {
    auth: { persistSession: false, autoRefreshToken: false },
    global: { fetch: answer },
    // Node 20 has no WebSocket of its own, and none is opened here.
    realtime: { transport: class {} as never },
  });
  return createSupabaseApi(client);
}

/** The Data API over notifications in memory: enough of PostgREST to run the requests of the real client. */
export function createFakeDataApi(given: MemoryNotification[]): typeof fetch {
  const table = new MemoryTable();
  table.insert(given);

  /** As PostgREST does it: filter, then order and limit, in the columns that were asked for. */
  function select(rows: readonly object[], query: URLSearchParams): Response {
    const found = rows.filter((row) => matches(row as never, query)) as MemoryTable['rows'];
    if (query.has('order') && query.get('order') !== 'created_at.desc,id.desc')
      throw new Error('another order');
    const ordered = query.has('order') ? found.sort(newestFirst) : found;
    const columns = query.get('select')?.split(',');
    const wanted = ordered.slice(0, Number(query.get('limit') ?? ordered.length));
    return Response.json(wanted.map((row) => pick(row, columns)));
  }

  function patch(query: URLSearchParams, change: Record<string, unknown>): Response {
    const found = table.rows.filter((row) => matches(row, query));
    for (const { id } of found) {
      if (change.seen_at) table.see(id);
      table.update(id, {
        ...('is_read' in change && { isRead: change.is_read === true }),
        ...('archived_at' in change && { archived: change.archived_at !== null }),
        ...('snoozed_until' in change && { snoozedUntil: change.snoozed_until as string | null }),
      });
    }
    return Response.json(found.map(({ id }) => ({ id })));
  }

  function mutes(method: string, query: URLSearchParams, body: Body): Response {
    const target = ({ entityType, entityId }: MuteTarget) => `${entityType} ${entityId}`;
    const wanted = {
      organisationId: body.organisation_id,
      entityType: body.entity_type,
      entityId: body.entity_id,
    };
    const rows = table.mutes.map((mute) => ({
      ...mute,
      organisation_id: mute.organisationId,
      entity_type: mute.entityType,
      entity_id: mute.entityId,
    })) as never[];
    if (method === 'PATCH') return one(rows.filter((row) => matches(row, query)));
    if (method === 'DELETE') {
      table.mutes = table.mutes.filter((_, index) => !matches(rows[index] as never, query));
      return new Response(null, { status: 204 });
    }
    const isThere = table.mutes.some((mute) => target(mute) === target(wanted as never));
    if (isThere) return Response.json({ code: '23505', message: 'duplicate key' }, { status: 409 });
    return one([table.mute(wanted as never)]);
  }

  return async (input, init) => {
    const url = new URL(String(input));
    const method = init?.method ?? 'GET';
    const body: Body = init?.body ? JSON.parse(String(init.body)) : {};
    const path = url.pathname.replace('/rest/v1', '');
    const query = url.searchParams;
    const everything = createMemoryApi(table.rows);
    switch (path) {
      case '/notifications':
        return method === 'PATCH' ? patch(query, body) : select(table.rows, query);
      case '/notification_mutes':
        return mutes(method, query, body);
      case '/rpc/find_notifications': {
        const views = ['inbox', 'snoozed', 'archived'] as const;
        return select(
          views.flatMap((view) => table.select({ q: body.query, view })),
          query,
        );
      }
      case '/rpc/unread_notification_counts': {
        const { counts } = await everything.unread({ organisationId: body.organisation_id });
        return Response.json(
          counts.map(({ organisationId, ...rest }) => ({ organisation_id: organisationId, ...rest })),
        );
      }
      case '/rpc/mark_notification_clicked':
        return Response.json(table.click(body.id));
      case '/rpc/read_all_notifications': {
        const { organisation_id: organisationId, category } = body;
        const ids = table.select({ organisationId, category, isRead: false }).map(({ id }) => id);
        for (const id of ids) table.update(id, { isRead: true });
        return Response.json([{ updated: ids.length, ids: ids.slice(0, 1_000) }]);
      }
      default:
        throw new Error(`the Data API has no ${path}`);
    }
  };
}

function pick(row: object, columns: string[] | undefined): object {
  return columns ? Object.fromEntries(Object.entries(row).filter(([name]) => columns.includes(name))) : row;
}

/** PostgREST's answer to `single()`. */
function one(rows: { id: string }[]): Response {
  return Response.json(rows[0] && { id: rows[0].id });
}
