import { type APIRequestContext, expect } from '@playwright/test';
import { alertFor, announced, bearer, fault, NOBODYS, told } from './support/api.ts';
import { freshStart } from './support/clinic.ts';
import { test } from './support/documented.ts';
import { announcements } from './support/lists.ts';
import { LUMIERE, must, PARC, person, service } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';
const STRANGER = 'praticien@parc.test';
const BOTH = 'multi@cassius.test';
const HOUR = 3_600_000;

const inAnHour = () => new Date(Date.now() + HOUR).toISOString();
/** Calls the API as somebody. */
async function caller(request: APIRequestContext, email: string) {
  const auth = await bearer(email);
  const call = (method: 'post' | 'patch' | 'delete') => (path: string, data?: object) =>
    request[method](`/api/notifications${path}`, { ...auth, ...(data && { data }) });
  const count = async () =>
    (await (await request.get('/api/notifications/unread?limit=0', auth)).json()).count as number;
  return { post: call('post'), patch: call('patch'), remove: call('delete'), count };
}

const rowOf = async (id: string) =>
  must(
    await service
      .from('notifications')
      .select('is_read, read_at, seen_at, clicked_at, archived_at, snoozed_until')
      .eq('id', id)
      .single(),
  );

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN, BOTH);
});

test('one is marked read, by either name, and unread again, as often as one likes', async ({ request }) => {
  const { post, count } = await caller(request, PRACTITIONER);
  const { id } = await alertFor(PRACTITIONER);
  for (const verb of ['read', 'ack']) {
    for (let times = 0; times < 2; times += 1) {
      const answer = await post(`/${id}/${verb}`);
      expect(answer.status()).toBe(200);
      const { notification } = await answer.json();
      expect(notification).toMatchObject({
        id,
        is_read: true,
        read_at: expect.any(String),
        clicked_at: null,
      });
      expect(notification.lexemes).toBeUndefined();
      expect(await count()).toBe(0);
    }
    for (let times = 0; times < 2; times += 1) {
      const { notification } = await (await post(`/${id}/unread`)).json();
      expect(notification).toMatchObject({ id, is_read: false, read_at: null });
      expect(await count()).toBe(1);
    }
  }
});

test('a click reads it and keeps the first moment that it was followed', async ({ request }) => {
  const { post, count } = await caller(request, PRACTITIONER);
  const { id } = await alertFor(PRACTITIONER);
  const { notification: first } = await (await post(`/${id}/click`)).json();
  expect(first).toMatchObject({ id, is_read: true, clicked_at: expect.any(String) });
  await post(`/${id}/unread`);
  const { notification: again } = await (await post(`/${id}/click`)).json();
  expect(again).toMatchObject({ is_read: true, clicked_at: first.clicked_at });
  expect(await count()).toBe(0);
});

test('one is archived and restored, snoozed and woken', async ({ request }) => {
  const { patch, remove, count } = await caller(request, PRACTITIONER);
  const { id } = await alertFor(PRACTITIONER);
  const change = async (data: object) => (await (await patch(`/${id}`, data)).json()).notification;

  expect(await change({ archived: true })).toMatchObject({ archived_at: expect.any(String) });
  expect(await count()).toBe(0);
  expect(await change({ archived: false })).toMatchObject({ archived_at: null });
  for (let times = 0; times < 2; times += 1) expect((await remove(`/${id}`)).status()).toBe(204);
  expect(await count()).toBe(0);
  expect(await change({ archived: false, isRead: true })).toMatchObject({ archived_at: null, is_read: true });

  const snoozedUntil = inAnHour();
  const snoozed = await change({ snoozedUntil });
  expect(Date.parse(snoozed.snoozed_until)).toBe(Date.parse(snoozedUntil));
  expect(snoozed.is_read).toBe(false);
  expect(await count()).toBe(0);
  expect(await change({ snoozedUntil: null })).toMatchObject({ snoozed_until: null });
  expect(await count()).toBe(1);
});

test('a change that says nothing, too much or the impossible is refused by name', async ({ request }) => {
  const { patch } = await caller(request, PRACTITIONER);
  const { id } = await alertFor(PRACTITIONER);
  const before = await rowOf(id);
  for (const [field, data] of [
    ['body', {}],
    ['is_read', { is_read: true }],
    ['isRead', { isRead: 'yes' }],
    ['snoozedUntil', { snoozedUntil: new Date(Date.now() - 1000).toISOString() }],
    ['snoozedUntil', { snoozedUntil: new Date(Date.now() + 400 * 24 * HOUR).toISOString() }],
    ['snoozedUntil', { snoozedUntil: 'demain' }],
    ['snoozedUntil', { snoozedUntil: inAnHour(), isRead: true }],
  ] as const) {
    expect(await fault(await patch(`/${id}`, data)), JSON.stringify(data)).toEqual({ status: 400, field });
    const several = await patch('', { ids: [id], ...data });
    expect(await fault(several), JSON.stringify(data)).toEqual({ status: 400, field });
  }
  expect(await rowOf(id)).toEqual(before);
});

test('several are changed at once: the caller’s own, a hundred at most', async ({ request }) => {
  const { patch, post, count } = await caller(request, PRACTITIONER);
  const ids = await announcements(PRACTITIONER, 3);
  const theirs = (await announced(ADMIN, 'À quelqu’un d’autre')).id;
  const update = async (data: object) => (await (await patch('', data)).json()).updated;

  expect(await update({ ids: [...ids, theirs, NOBODYS], isRead: true })).toBe(3);
  expect(await count()).toBe(0);
  expect(await rowOf(theirs)).toMatchObject({ is_read: false });
  expect(await update({ ids, isRead: false })).toBe(3);
  expect(await count()).toBe(3);
  expect(await update({ ids: ids.slice(1), archived: true })).toBe(2);
  expect(await update({ ids: ids.slice(0, 1), snoozedUntil: inAnHour() })).toBe(1);
  expect(await count()).toBe(0);
  expect(await update({ ids, archived: false, snoozedUntil: null })).toBe(3);
  expect(await count()).toBe(3);
  expect(await update({ ids: [], isRead: true })).toBe(0);

  expect(await (await post('/read', { ids: [...ids, theirs] })).json()).toEqual({ updated: 3 });
  expect(await (await post('/read', { ids })).json()).toEqual({ updated: 0 });
  expect(await rowOf(theirs)).toMatchObject({ is_read: false });

  const many = (length: number) => Array.from({ length }, () => NOBODYS);
  for (const [path, data] of [
    ['/read', {}],
    ['/seen', {}],
  ] as const) {
    expect((await post(path, { ids: many(100), ...data })).ok()).toBe(true);
    expect(await fault(await post(path, { ids: many(101), ...data }))).toEqual({ status: 400, field: 'ids' });
    expect(await fault(await post(path, { ids: ['x'] }))).toEqual({ status: 400, field: 'ids.0' });
    expect(await fault(await post(path))).toEqual({ status: 400, field: 'ids' });
    expect(await fault(await post(path, { ids: [], all: true }))).toEqual({ status: 400, field: 'all' });
  }
  expect(await update({ ids: many(100), isRead: true })).toBe(0);
  expect(await fault(await patch('', { ids: many(101), isRead: true }))).toEqual({
    status: 400,
    field: 'ids',
  });
});

test('reading all tells what it read, so that it can be undone', async ({ request }) => {
  const { patch, post, count } = await caller(request, BOTH);
  const readBefore = (await announced(BOTH, 'Déjà lue')).id;
  await post(`/${readBefore}/read`);
  const here = (await announced(BOTH, 'Ici')).id;
  const there = (await announced(BOTH, 'Là-bas', PARC)).id;
  const activity = (await told(BOTH, { type: 'TEAM_ACTIVITY' })).id;
  const readAll = async (data?: object) => (await post('/read-all', data)).json();

  expect(await readAll({ organisationId: LUMIERE, category: 'system' })).toEqual({ updated: 1, ids: [here] });
  expect(await readAll({ organisationId: PARC })).toEqual({ updated: 1, ids: [there] });
  expect(await readAll({ category: 'reminders' })).toEqual({ updated: 0, ids: [] });
  expect(await readAll()).toEqual({ updated: 1, ids: [activity] });
  expect(await readAll()).toEqual({ updated: 0, ids: [] });

  await patch('', { ids: [here, there, activity], isRead: false });
  const { updated, ids } = await readAll();
  expect({ updated, ids }).toEqual({ updated: 3, ids: [activity, there, here] });
  expect(await count()).toBe(0);
  await patch('', { ids, isRead: false });
  expect(await count()).toBe(3);
  expect(await rowOf(readBefore)).toMatchObject({ is_read: true });

  for (const [field, data] of [
    ['organisationId', { organisationId: 'x' }],
    ['category', { category: 'x' }],
    ['organisation_id', { organisation_id: LUMIERE }],
  ] as const) {
    expect(await fault(await post('/read-all', data))).toEqual({ status: 400, field });
  }
  expect(await count()).toBe(3);
});

test('what was shown is seen once, and not read', async ({ request }) => {
  const { post, count } = await caller(request, PRACTITIONER);
  const ids = await announcements(PRACTITIONER, 2);
  expect((await post('/seen', { ids })).status()).toBe(204);
  const [first] = await Promise.all(ids.map(rowOf));
  expect(first).toMatchObject({ seen_at: expect.any(String), is_read: false });
  await post('/seen', { ids });
  expect((await Promise.all(ids.map(rowOf)))[0]).toEqual(first);
  expect(await count()).toBe(2);
});

test('a notification of someone else does not exist, whoever asks', async ({ request }) => {
  const { id } = await alertFor(PRACTITIONER);
  const before = await rowOf(id);
  for (const email of [ADMIN, STRANGER, BOTH]) {
    const { patch, post, remove } = await caller(request, email);
    for (const answer of [
      await post(`/${id}/read`),
      await post(`/${id}/ack`),
      await post(`/${id}/unread`),
      await post(`/${id}/click`),
      await patch(`/${id}`, { archived: true }),
      await remove(`/${id}`),
    ]) {
      expect(answer.status()).toBe(404);
      expect((await answer.json()).error).toEqual({ code: 'not_found', message: expect.any(String) });
    }
    expect((await post('/seen', { ids: [id] })).status()).toBe(204);
    expect(await (await post('/read', { ids: [id] })).json()).toEqual({ updated: 0 });
    expect(await (await patch('', { ids: [id], archived: true })).json()).toEqual({ updated: 0 });
    expect((await (await post('/read-all')).json()).ids).not.toContain(id);
  }
  expect(await rowOf(id)).toEqual(before);

  const { patch, post, remove } = await caller(request, PRACTITIONER);
  for (const ask of [
    (which: string) => post(`/${which}/read`),
    (which: string) => post(`/${which}/ack`),
    (which: string) => post(`/${which}/unread`),
    (which: string) => post(`/${which}/click`),
    (which: string) => patch(`/${which}`, { isRead: true }),
    (which: string) => remove(`/${which}`),
  ]) {
    expect((await ask(NOBODYS)).status()).toBe(404);
    expect(await fault(await ask('42'))).toEqual({ status: 400, field: 'id' });
  }
});

test('who has left an organisation finds nothing of it any more', async ({ request }) => {
  const { id } = await announced(BOTH, 'Avant le départ', PARC);
  const who = await person(BOTH);
  const membership = must(
    await service
      .from('organisation_members')
      .delete()
      .match({ organisation_id: PARC, user_id: who.id })
      .select()
      .single(),
  );
  try {
    const { post, patch } = await caller(request, BOTH);
    expect((await post(`/${id}/read`)).status()).toBe(404);
    expect((await post(`/${id}/click`)).status()).toBe(404);
    expect(await (await patch('', { ids: [id], isRead: true })).json()).toEqual({ updated: 0 });
  } finally {
    must(await service.from('organisation_members').insert(membership).select('role'));
  }
});
