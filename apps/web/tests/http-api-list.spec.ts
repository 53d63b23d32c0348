import { expect } from '@playwright/test';
import { announced, bearer, fault, NOBODYS, told } from './support/api.ts';
import { test } from './support/documented.ts';
import { announcements, emptyInbox, idsOf, lister, read } from './support/lists.ts';
import { LUMIERE, PARC } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const BOTH = 'multi@cassius.test';

test.beforeEach(() => emptyInbox(PRACTITIONER, BOTH));

test('the list pages with a cursor and with an offset, in both sorts', async ({ request }) => {
  const list = await lister(request, PRACTITIONER);
  const ids = await announcements(PRACTITIONER, 5);
  for (const sort of ['recent', 'unread_first']) {
    const first = await list(`sort=${sort}&limit=2`);
    expect(idsOf(first)).toEqual(ids.slice(0, 2));
    expect(first.unread).toBe(5);
    const second = await list(`sort=${sort}&limit=2&cursor=${first.nextCursor}`);
    expect(idsOf(second)).toEqual(ids.slice(2, 4));
    const third = await list(`sort=${sort}&limit=2&cursor=${second.nextCursor}`);
    expect(idsOf(third)).toEqual(ids.slice(4));
    expect(third.nextCursor).toBeNull();
    expect(idsOf(await list(`sort=${sort}&limit=2&offset=3`))).toEqual(ids.slice(3));
    expect(idsOf(await list(`sort=${sort}&offset=5`))).toEqual([]);
  }
});

test('the unread come first unless the newest are asked for, page after page', async ({ request }) => {
  const list = await lister(request, PRACTITIONER);
  const [e = '', d = '', c = '', b = '', a = ''] = await announcements(PRACTITIONER, 5);
  await read(PRACTITIONER, [e, c]);
  const order = [d, b, a, e, c];
  expect(idsOf(await list(''))).toEqual(order);
  expect(idsOf(await list('sort=recent'))).toEqual([e, d, c, b, a]);
  for (const limit of [1, 2, 3, 4]) {
    const found: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await list(`limit=${limit}${cursor && `&cursor=${cursor}`}`);
      found.push(...idsOf(page));
      cursor = page.nextCursor;
    }
    expect(found, `pages of ${limit}`).toEqual(order);
    for (let offset = 0; offset <= 5; offset += 1) {
      const page = await list(`limit=${limit}&offset=${offset}`);
      expect(idsOf(page), `${limit} from ${offset}`).toEqual(order.slice(offset, offset + limit));
    }
  }
});

test('a page is where the one before ended, whatever arrives and is read meanwhile', async ({ request }) => {
  const list = await lister(request, PRACTITIONER);
  const [e = '', d = '', c = '', b = '', a = ''] = await announcements(PRACTITIONER, 5);
  await read(PRACTITIONER, [a]);
  const recent = await list('sort=recent&limit=2');
  const unreadFirst = await list('limit=2');
  await announcements(PRACTITIONER, 2);
  await read(PRACTITIONER, [e, c]);

  expect(idsOf(await list(`sort=recent&limit=2&cursor=${recent.nextCursor}`))).toEqual([c, b]);
  // What was unread when the list began keeps its place: nothing comes twice, nothing is left out.
  const second = await list(`limit=2&cursor=${unreadFirst.nextCursor}`);
  expect(idsOf(second)).toEqual([c, b]);
  expect(second.notifications[0]?.is_read).toBe(true);
  expect(idsOf(await list(`limit=2&cursor=${second.nextCursor}`))).toEqual([a]);
  expect(idsOf(unreadFirst)).toEqual([e, d]);
});

test('a range ends at a position, also when its row has gone', async ({ request }) => {
  const list = await lister(request, PRACTITIONER);
  const ids = await announcements(PRACTITIONER, 6);
  const at = async (limit: number) => (await list(`sort=recent&limit=${limit}`)).nextCursor;
  const [second, fourth] = [await at(2), await at(4)];
  expect(await list(`sort=recent&cursor=${second}&until=${fourth}`)).toMatchObject({
    notifications: ids.slice(2, 4).map((id) => ({ id })),
    nextCursor: null,
  });
  expect(idsOf(await list(`sort=recent&until=${fourth}`))).toEqual(ids.slice(0, 4));
  const cut = await list(`sort=recent&limit=3&until=${fourth}`);
  expect(idsOf(cut)).toEqual(ids.slice(0, 3));
  expect(idsOf(await list(`sort=recent&until=${fourth}&cursor=${cut.nextCursor}`))).toEqual([ids[3]]);

  const auth = await bearer(PRACTITIONER);
  await request.delete(`/api/notifications/${ids[3]}`, auth);
  const shorter = await list(`sort=recent&cursor=${second}&until=${fourth}`);
  expect(idsOf(shorter)).toEqual([ids[2]]);
  expect(shorter.nextCursor).toBeNull();
});

test('what is snoozed and what is archived have views of their own', async ({ request }) => {
  const list = await lister(request, PRACTITIONER);
  const auth = await bearer(PRACTITIONER);
  const [here = '', later = '', away = ''] = await announcements(PRACTITIONER, 3);
  const snoozedUntil = new Date(Date.now() + 3_600_000).toISOString();
  await request.patch(`/api/notifications/${later}`, { ...auth, data: { snoozedUntil } });
  await request.patch(`/api/notifications/${away}`, { ...auth, data: { archived: true } });
  for (const sort of ['recent', 'unread_first']) {
    expect(idsOf(await list(`sort=${sort}`))).toEqual([here]);
    expect(idsOf(await list(`sort=${sort}&view=snoozed`))).toEqual([later]);
    expect(idsOf(await list(`sort=${sort}&view=archived`))).toEqual([away]);
  }
  expect(idsOf(await list('view=archived&q=essai'))).toEqual([away]);
  expect((await list('view=archived')).unread).toBe(1);
});

test('the unread count comes by organisation and category, with its rows or alone', async ({ request }) => {
  const auth = await bearer(BOTH);
  const ask = async (query: string) => (await request.get(`/api/notifications/unread${query}`, auth)).json();
  expect(await ask('?limit=0')).toEqual({ count: 0, counts: [], notifications: [] });
  const one = (await announced(BOTH, 'Un')).id;
  const two = (await announced(BOTH, 'Deux', PARC)).id;
  const three = (await told(BOTH, { type: 'TEAM_ACTIVITY' })).id;
  const counts = [
    { organisationId: LUMIERE, category: 'activity', count: 1 },
    { organisationId: LUMIERE, category: 'system', count: 1 },
    { organisationId: PARC, category: 'system', count: 1 },
  ];
  const sorted = (given: typeof counts) =>
    [...given].sort((a, b) =>
      `${a.organisationId}${a.category}`.localeCompare(`${b.organisationId}${b.category}`),
    );
  const all = await ask('');
  expect(all.count).toBe(3);
  expect(sorted(all.counts)).toEqual(counts);
  expect(idsOf(all)).toEqual([three, two, one]);
  expect(await ask('?limit=0')).toMatchObject({ count: 3, notifications: [] });
  expect(idsOf(await ask('?limit=1'))).toEqual([three]);
  expect(await ask(`?organisation_id=${PARC}`)).toMatchObject({
    count: 1,
    counts: [counts[2]],
    notifications: [{ id: two }],
  });
  expect(await ask(`?organisation_id=${NOBODYS}`)).toMatchObject({ count: 0, notifications: [] });
});

test('the unread list answers 400 naming what is malformed', async ({ request }) => {
  const auth = await bearer(PRACTITIONER);
  for (const [field, query] of [
    ['limit', 'limit=-1'],
    ['limit', 'limit=1&limit=2'],
    ['organisation_id', 'organisation_id=nope'],
  ] as const) {
    const answer = await request.get(`/api/notifications/unread?${query}`, auth);
    expect(await fault(answer), query).toEqual({ status: 400, field });
  }
});
