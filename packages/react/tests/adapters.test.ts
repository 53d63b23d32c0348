import { createClient } from '@supabase/supabase-js';
import { describe, expect, it, vi } from 'vitest';
import {
  createHttpApi,
  createSupabaseApi,
  type ListParams,
  type NotificationsApi,
  NotificationsApiError,
} from '../src/index.ts';
import { createFakeDataApi } from './support/fake-data-api.ts';
import { createFakeHttp } from './support/fake-http.ts';
import { NotificationTable } from './support/notification-table.ts';
import { notification, notifications, ORGANISATION_ID, uuid } from './support/rows.ts';

const overHttp = (serve: typeof fetch) => createHttpApi({ fetch: serve });
/** Node 20 has no WebSocket, and nothing here opens one. */
class NoWebSocket {}
const overDataApi = (serve: typeof fetch) =>
  createSupabaseApi(
    createClient('http://api.test', 'sb_publishable_test', {
      global: { fetch: serve },
      auth: { persistSession: false },
      realtime: { transport: NoWebSocket as never },
    }),
  );

const adapters = [
  { name: 'the HTTP API', connect: overHttp, serve: createFakeHttp },
  { name: 'the Data API', connect: overDataApi, serve: createFakeDataApi },
];

async function listAll(api: NotificationsApi, params: ListParams): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await api.list({ ...params, ...(cursor ? { cursor } : {}) });
    ids.push(...page.notifications.map((row) => row.id));
    cursor = page.nextCursor;
  }
  return ids;
}

describe.each(adapters)('notifications through $name', ({ connect, serve }) => {
  function given(rows = notifications(3)) {
    const table = new NotificationTable(rows);
    return { table, api: connect(serve(table)) };
  }

  it('come newest first, with every column', async () => {
    const { api } = given();
    const { notifications: rows } = await api.list();
    expect(rows.map((row) => row.id)).toEqual([uuid(3), uuid(2), uuid(1)]);
    expect(rows[0]).toEqual(notification(3));
  });

  it('come page after page, each once, and the last page says so', async () => {
    const { api } = given(notifications(7));
    expect(await listAll(api, { limit: 3 })).toEqual([7, 6, 5, 4, 3, 2, 1].map(uuid));
    expect((await api.list({ limit: 7 })).nextCursor).toBeNull();
  });

  it('come once each even when many share one moment, to the microsecond', async () => {
    const { created_at } = notification(1);
    const { api } = given(notifications(6, { created_at }));
    expect(await listAll(api, { limit: 2 })).toEqual([6, 5, 4, 3, 2, 1].map(uuid));
  });

  it('keep their place when new ones arrive between two pages', async () => {
    const { api, table } = given(notifications(4));
    const first = await api.list({ limit: 2 });
    table.insert(notification(5));
    const second = await api.list({ limit: 2, cursor: first.nextCursor ?? '' });
    expect(second.notifications.map((row) => row.id)).toEqual([uuid(2), uuid(1)]);
  });

  it.each([
    ['type', { type: 'IMPORT_FAILED' }],
    ['priority', { priority: 'high' as const }],
    ['read state', { isRead: true }],
    ['words of the title', { q: 'échec' }],
    ['words of the message', { q: 'FICHIER' }],
    ['words with a percent sign', { q: '50%' }],
    ['words with an underscore', { q: 'a_b' }],
    ['words with quotes, commas and brackets', { q: '"x", (y)' }],
    ['words with a backslash', { q: 'c:\\' }],
    ['organisation', { organisationId: uuid(99) }],
  ])('are narrowed by %s', async (_what, params) => {
    const match = notification(4, {
      type: 'IMPORT_FAILED',
      priority: 'high',
      is_read: true,
      title: 'Import en échec',
      message: 'Le fichier a_b à 50% dans c:\\ dit "x", (y).',
      organisation_id: uuid(99),
    });
    const near = notification(5, { title: 'a-b 50 pour cent', message: 'x y' });
    const { api } = given([...notifications(3), match, near]);
    expect(await listAll(api, params)).toEqual([match.id]);
  });

  it('are counted exactly while unread, for one organisation or all', async () => {
    const elsewhere = notification(200, { organisation_id: uuid(99) });
    const { api } = given([...notifications(128), elsewhere, notification(201, { is_read: true })]);
    expect(await api.unreadCount()).toBe(129);
    expect(await api.unreadCount({ organisationId: ORGANISATION_ID })).toBe(128);
  });

  it('are marked read, and a second time changes nothing', async () => {
    const { api, table } = given();
    await api.markRead(uuid(2));
    await api.markRead(uuid(2));
    expect(table.unread()).toBe(2);
  });

  it('are all marked read, in one organisation or all, and it says how many', async () => {
    const { api, table } = given([...notifications(3), notification(4, { organisation_id: uuid(99) })]);
    expect(await api.markAllRead({ organisationId: ORGANISATION_ID })).toBe(3);
    expect(table.unread()).toBe(1);
    expect(await api.markAllRead()).toBe(1);
    expect(await api.markAllRead()).toBe(0);
  });

  it('are marked seen without being read', async () => {
    const { api, table } = given();
    await api.markSeen([uuid(1), uuid(3)]);
    expect(table.rows.filter((row) => row.seen_at).map((row) => row.id)).toEqual([uuid(1), uuid(3)]);
    expect(table.unread()).toBe(3);
  });

  it('ask for nothing when no ids are seen', async () => {
    const request = vi.fn<typeof fetch>();
    await connect(request).markSeen([]);
    expect(request).not.toHaveBeenCalled();
  });

  it('leave every list when archived', async () => {
    const { api } = given();
    await api.archive(uuid(2));
    expect(await listAll(api, {})).toEqual([uuid(3), uuid(1)]);
    expect(await api.unreadCount()).toBe(2);
  });

  it('cannot be archived by someone who does not see them', async () => {
    const { api } = given();
    await expect(api.archive(uuid(404))).rejects.toMatchObject({ code: 'not_found', status: 404 });
  });

  it('name the field of a bad cursor', async () => {
    const { api } = given();
    const refusal = await api.list({ cursor: 'bm9uc2Vuc2U' }).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(NotificationsApiError);
    expect(refusal).toMatchObject({ status: 400, field: 'cursor' });
  });

  it('stop being fetched when the caller gives up', async () => {
    const signals: Array<AbortSignal | null | undefined> = [];
    const { table } = given();
    const answer = serve(table);
    const api = connect((input, init) => {
      signals.push(init?.signal);
      return answer(input, init);
    });
    const { signal } = new AbortController();
    await api.list({}, { signal });
    await api.unreadCount({}, { signal });
    expect(signals).toEqual([signal, signal]);
  });
});

it('the badge of the HTTP API asks for the count without rows', async () => {
  const request = vi.fn<typeof fetch>(async () => Response.json({ count: 7, notifications: [] }));
  const api = createHttpApi({ fetch: request });
  expect(await api.unreadCount({ organisationId: ORGANISATION_ID })).toBe(7);
  expect(request.mock.lastCall?.[0]).toBe(
    `/api/notifications/unread?limit=0&organisation_id=${ORGANISATION_ID}`,
  );
});

describe('failures of the HTTP API', () => {
  const answering = (response: Response) => createHttpApi({ fetch: async () => response });

  it('carry the server’s code, status, field and words', async () => {
    const error = { code: 'CN003', message: 'limit: must be 1 to 100', field: 'limit' };
    await expect(answering(Response.json({ error }, { status: 400 })).list()).rejects.toMatchObject({
      ...error,
      status: 400,
    });
  });

  it('are understood without a JSON body', async () => {
    const page = new Response('<h1>Bad gateway</h1>', { status: 502 });
    await expect(answering(page).list()).rejects.toMatchObject({ code: 'http_502', status: 502 });
  });

  it('are told from an answer when there was none', async () => {
    const api = createHttpApi({ fetch: () => Promise.reject(new TypeError('fetch failed')) });
    await expect(api.list()).rejects.toMatchObject({ code: 'network', status: 0 });
  });
});

describe('failures of the Data API', () => {
  const answering = (error: object, status: number) =>
    overDataApi(async () => Response.json(error, { status }));

  it('carry the engine’s SQLSTATE and the field that its message starts with', async () => {
    const api = answering({ code: 'CN003', message: 'ids: not a list of uuids' }, 400);
    await expect(api.markRead(uuid(1))).rejects.toMatchObject({ code: 'CN003', field: 'ids', status: 400 });
  });

  it('do not take other messages for field names', async () => {
    const api = answering({ code: '42501', message: 'permission: denied' }, 403);
    await expect(api.unreadCount()).rejects.toMatchObject({ code: '42501', field: undefined, status: 403 });
  });
});
