import { describe, expect, it, vi } from 'vitest';
import { createHttpApi } from '../src/http.ts';
import { createMemoryApi, type MemoryNotification } from '../src/memory.ts';
import { type ListParams, type NotificationsApi, NotificationsApiError } from '../src/store/api.ts';
import { createFakeDataApi, overDataApi } from './support/fake-data-api.ts';
import { createFakeHttp } from './support/fake-http.ts';
import { notification, notifications, ORGANISATION_ID, uuid } from './support/rows.ts';

/** Every way to the notifications, over the same rows. */
const adapters: { name: string; given(rows: MemoryNotification[]): NotificationsApi }[] = [
  { name: 'the HTTP API', given: (rows) => createHttpApi({ fetch: createFakeHttp(rows) }) },
  { name: 'the Data API', given: (rows) => overDataApi(createFakeDataApi(rows)) },
  { name: 'memory', given: (rows) => createMemoryApi(rows) },
];

const ELSEWHERE = uuid(99);

async function listed(api: NotificationsApi, params: ListParams = {}): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await api.list({ ...params, ...(cursor ? { cursor } : {}) });
    ids.push(...page.notifications.map((row) => row.id));
    cursor = page.nextCursor;
  }
  return ids;
}

const refusalOf = (answer: Promise<unknown>) => answer.catch((error: unknown) => error);

describe.each(adapters)('notifications through $name', ({ given: connect }) => {
  const given = (rows: MemoryNotification[] = notifications(3)) => connect(rows);

  it('come newest first, with every column', async () => {
    const { notifications: rows } = await given().list();
    expect(rows.map((row) => row.id)).toEqual([uuid(3), uuid(2), uuid(1)]);
    expect(rows[0]).toEqual({ ...notification(3), clicked_at: null });
  });

  it('come page after page, each once, and the last page says so', async () => {
    const api = given(notifications(7));
    expect(await listed(api, { limit: 3 })).toEqual([7, 6, 5, 4, 3, 2, 1].map(uuid));
    expect((await api.list({ limit: 7 })).nextCursor).toBeNull();
  });

  it('come once each even when many share one moment, to the microsecond', async () => {
    const { created_at } = notification(1);
    const api = given(notifications(6, { created_at }));
    expect(await listed(api, { limit: 2 })).toEqual([6, 5, 4, 3, 2, 1].map(uuid));
  });

  it('come down to a position, which the last page of the range says', async () => {
    const api = given(notifications(6));
    const second = (await api.list({ limit: 2 })).nextCursor ?? '';
    const fourth = (await api.list({ limit: 4 })).nextCursor ?? '';
    expect(await listed(api, { until: fourth, limit: 3 })).toEqual([6, 5, 4, 3].map(uuid));
    const range = await api.list({ cursor: second, until: fourth, limit: 2 });
    expect(range.notifications.map((row) => row.id)).toEqual([4, 3].map(uuid));
    expect(range.nextCursor).toBeNull();
    await api.update([uuid(3)], { archived: true });
    expect(await listed(api, { until: fourth })).toEqual([6, 5, 4].map(uuid));
  });

  it.each([
    ['type', { type: 'IMPORT_FAILED' }],
    ['category', { category: 'imports' as const }],
    ['priority', { priority: 'high' as const }],
    ['read state', { isRead: true }],
    ['words, whatever their accents and case', { q: 'echec IMPORT' }],
    ['the beginning of a word', { q: 'fich' }],
    ['words between signs', { q: '"x", (y) & 50%' }],
    ['organisation', { organisationId: ELSEWHERE }],
  ])('are narrowed by %s', async (_what, params) => {
    const match = notification(4, {
      type: 'IMPORT_FAILED',
      category: 'imports',
      priority: 'high',
      is_read: true,
      read_at: notification(4).created_at,
      title: 'Import en échec',
      message: 'Le fichier a_b à 50 % dans c:\\ dit "x", (y).',
      organisation_id: ELSEWHERE,
    });
    const near = notification(5, { title: 'Rien', message: 'x z' });
    expect(await listed(given([...notifications(3), match, near]), params)).toEqual([match.id]);
  });

  it('are counted exactly while unread, by organisation and category', async () => {
    const elsewhere = notification(200, { organisation_id: ELSEWHERE, category: 'system' });
    const read = notification(201, { is_read: true, read_at: notification(201).created_at });
    const api = given([...notifications(128), elsewhere, read]);
    const here = { organisationId: ORGANISATION_ID, category: 'alerts', count: 128 };
    const { total, counts } = await api.unread();
    expect(total).toBe(129);
    expect(counts).toHaveLength(2);
    expect(counts).toEqual(
      expect.arrayContaining([here, { organisationId: ELSEWHERE, category: 'system', count: 1 }]),
    );
    expect(await api.unread({ organisationId: ORGANISATION_ID })).toEqual({ total: 128, counts: [here] });
  });

  it('are marked read and unread, one or many, as often as one likes', async () => {
    const api = given(notifications(250));
    const all = notifications(250).map(({ id }) => id);
    for (let times = 0; times < 2; times += 1) await api.update([uuid(2)], { isRead: true });
    expect((await api.unread()).total).toBe(249);
    await api.update(all, { isRead: true });
    expect((await api.unread()).total).toBe(0);
    await api.update(all, { isRead: false });
    expect((await api.unread()).total).toBe(250);
    await api.update([], { isRead: true });
    expect((await api.unread()).total).toBe(250);
  });

  it('are archived and snoozed into views of their own, and come back', async () => {
    const api = given();
    await api.update([uuid(1)], { archived: true });
    await api.update([uuid(2)], { snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() });
    expect(await listed(api)).toEqual([uuid(3)]);
    expect(await listed(api, { view: 'archived' })).toEqual([uuid(1)]);
    expect(await listed(api, { view: 'snoozed' })).toEqual([uuid(2)]);
    expect((await api.unread()).total).toBe(1);
    await api.update([uuid(1), uuid(2)], { archived: false, snoozedUntil: null });
    expect(await listed(api)).toEqual([3, 2, 1].map(uuid));
  });

  it('are refused when one is alone and not there, and passed over among others', async () => {
    const api = given();
    const unknown = { code: 'not_found', status: 404 };
    expect(await refusalOf(api.update([uuid(404)], { isRead: true }))).toBeInstanceOf(NotificationsApiError);
    await expect(api.update([uuid(404)], { isRead: true })).rejects.toMatchObject(unknown);
    await expect(api.click(uuid(404))).rejects.toMatchObject(unknown);
    await api.update([uuid(404), uuid(1)], { isRead: true });
    expect((await api.unread()).total).toBe(2);
  });

  it('are read by a click, which is kept', async () => {
    const api = given();
    await api.click(uuid(2));
    const [, row] = (await api.list()).notifications;
    expect(row).toMatchObject({ is_read: true, clicked_at: expect.any(String) });
  });

  it('are all marked read in a scope, which says how many and which', async () => {
    const other = notification(4, { organisation_id: ELSEWHERE, category: 'system' });
    const api = given([...notifications(3), other]);
    expect(await api.markAllRead({ category: 'reminders' })).toEqual({ updated: 0, ids: [] });
    expect(await api.markAllRead({ organisationId: ORGANISATION_ID })).toEqual({
      updated: 3,
      ids: [3, 2, 1].map(uuid),
    });
    expect(await api.markAllRead()).toEqual({ updated: 1, ids: [other.id] });
  });

  it('are marked seen without being read', async () => {
    const api = given();
    await api.markSeen([uuid(1), uuid(3)]);
    await api.markSeen([]);
    const { notifications: rows } = await api.list();
    expect(rows.filter((row) => row.seen_at).map((row) => row.id)).toEqual([uuid(3), uuid(1)]);
    expect((await api.unread()).total).toBe(3);
  });

  it('have subjects to mute, and to hear of again', async () => {
    const api = given();
    const target = { organisationId: ORGANISATION_ID, entityType: 'implant', entityId: uuid(7) };
    const { id } = await api.mute(target);
    expect(id).toEqual(expect.any(String));
    expect(await api.mute(target)).toEqual({ id });
    await api.unmute(id);
  });

  it('name the field of a bad cursor', async () => {
    for (const field of ['cursor', 'until'] as const) {
      const refusal = await refusalOf(given().list({ [field]: 'bm9uc2Vuc2U' }));
      expect(refusal).toBeInstanceOf(NotificationsApiError);
      expect(refusal).toMatchObject({ status: 400, field });
    }
  });
});

describe('failures of the Data API', () => {
  const answering = (error: object, status: number) =>
    overDataApi(async () => Response.json(error, { status }));

  it('carry the engine’s SQLSTATE and the field that its message starts with', async () => {
    const api = answering({ code: 'CN003', message: 'ids: not a list of uuids' }, 400);
    await expect(api.update([uuid(1)], { isRead: true })).rejects.toMatchObject({
      code: 'CN003',
      field: 'ids',
      status: 400,
    });
  });

  it('are also that no answer comes, so that later reads do not wait for it', async () => {
    const clock = new AbortController();
    const timeout = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(clock.signal);
    const asked: string[] = [];
    const api = overDataApi(
      (input, init) =>
        new Promise((_resolve, reject) => {
          asked.push(`${init?.method} ${new URL(String(input)).pathname.replace('/rest/v1/', '')}`);
          const giveUp = () => reject(init?.signal?.reason);
          if (init?.signal?.aborted) return giveUp();
          init?.signal?.addEventListener('abort', giveUp);
          clock.abort(new DOMException('late', 'TimeoutError'));
        }),
    );
    const target = { organisationId: ORGANISATION_ID, entityType: 'implant', entityId: uuid(7) };
    const requests = {
      'GET notifications': () => api.list(),
      'POST rpc/unread_notification_counts': () => api.unread(),
      'PATCH notifications': () => api.update([uuid(1)], { isRead: true }),
      'POST rpc/mark_notification_clicked': () => api.click(uuid(1)),
      'POST rpc/read_all_notifications': () => api.markAllRead(),
      'POST notification_mutes': () => api.mute(target),
      'DELETE notification_mutes': () => api.unmute(uuid(1)),
    };
    for (const request of Object.values(requests)) {
      await expect(request()).rejects.toMatchObject({ code: 'network', status: 0 });
    }
    await expect(api.markSeen([uuid(1)])).rejects.toBeInstanceOf(NotificationsApiError);
    expect(new Set(asked)).toEqual(new Set(Object.keys(requests)));
    expect(timeout).toHaveBeenCalledWith(20_000);
    timeout.mockRestore();
  });

  it('do not take other messages for field names', async () => {
    const api = answering({ code: '42501', message: 'permission: denied' }, 403);
    await expect(api.unread()).rejects.toMatchObject({ code: '42501', field: undefined, status: 403 });
  });
});
