import { type APIRequestContext, expect, test } from '@playwright/test';
import { alertFor, bearer, NOBODYS } from './support/api.ts';
import { freshStart } from './support/clinic.ts';
import { LUMIERE, must, person, service } from './support/people.ts';
import { signIn } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

const unread = async (request: APIRequestContext, email: string) =>
  (await request.get('/api/notifications/unread', await bearer(email))).json();

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
});

const routes = [
  ['get', '/api/notifications'],
  ['get', '/api/notifications/unread'],
  ['get', '/api/notifications/debug?event=ISQ_CRITICAL'],
  ['post', `/api/notifications/${NOBODYS}/read`],
  ['post', '/api/notifications/read-all'],
  ['post', '/api/notifications/seen'],
  ['post', '/api/notifications/test'],
  ['delete', `/api/notifications/${NOBODYS}`],
] as const;

for (const [method, path] of routes) {
  test(`${method.toUpperCase()} ${path} answers 401 without a session`, async ({ request }) => {
    for (const headers of [
      { accept: '*/*' },
      { authorization: 'Bearer nonsense' },
      { authorization: 'Basic abc' },
    ] as Record<string, string>[]) {
      const answer = await request[method](path, { headers });
      expect(answer.status()).toBe(401);
      expect(answer.headers()['cache-control']).toBe('no-store');
      expect(await answer.json()).toEqual({
        error: { code: 'unauthenticated', message: expect.any(String) },
      });
    }
  });
}

test('the list pages with a cursor and with an offset, and filters', async ({ request }) => {
  const auth = await bearer(PRACTITIONER);
  const ids: string[] = [];
  for (let alerts = 0; alerts < 3; alerts += 1) ids.unshift((await alertFor(PRACTITIONER)).id);
  const list = async (query: string) => (await request.get(`/api/notifications?${query}`, auth)).json();
  const idsOf = (page: { notifications: { id: string }[] }) => page.notifications.map(({ id }) => id);

  const first = await list('limit=2&is_read=false');
  expect(idsOf(first)).toEqual(ids.slice(0, 2));
  expect(first.unread).toBe(3);
  const second = await list(`limit=2&is_read=false&cursor=${first.nextCursor}`);
  expect(idsOf(second)).toEqual(ids.slice(2));
  expect(second.nextCursor).toBeNull();
  expect(idsOf(await list('limit=2&is_read=false&offset=1'))).toEqual(ids.slice(1));
  expect(idsOf(await list('is_read=false&type=ISQ_CRITICAL&priority=critical'))).toEqual(ids);
  expect(idsOf(await list('is_read=false&type=TEAM_ACTIVITY'))).toEqual([]);
  expect(idsOf(await list('is_read=false&q=isq%20CRIT'))).toEqual(ids);
  for (const odd of ['%25', '_______________', '"),id.gt.0', '\\', 'a,b.c(d)']) {
    const answer = await request.get(`/api/notifications?is_read=false&q=${encodeURIComponent(odd)}`, auth);
    expect(answer.status(), odd).toBe(200);
    expect(idsOf(await answer.json()), odd).toEqual([]);
  }
});

test('the unread count comes with its rows, or alone when none are asked for', async ({ request }) => {
  const auth = await bearer(PRACTITIONER);
  const { id } = await alertFor(PRACTITIONER);
  const ask = async (query: string) => (await request.get(`/api/notifications/unread${query}`, auth)).json();
  expect(await ask('')).toEqual({ count: 1, notifications: [expect.objectContaining({ id })] });
  expect(await ask('?limit=0')).toEqual({ count: 1, notifications: [] });
});

for (const [field, query] of [
  ['limit', 'limit=0'],
  ['limit', 'limit=101'],
  ['limit', 'limit=abc'],
  ['offset', 'offset=-1'],
  ['cursor', 'cursor=nope'],
  ['type', 'type=NOPE'],
  ['priority', 'priority=urgent'],
  ['is_read', 'is_read=maybe'],
]) {
  test(`the list answers 400 naming ${field} for ${query}`, async ({ request }) => {
    const answer = await request.get(`/api/notifications?${query}`, await bearer(PRACTITIONER));
    expect(answer.status()).toBe(400);
    expect((await answer.json()).error).toEqual({
      code: 'invalid_input',
      message: expect.any(String),
      field,
    });
  });
}

test('reading one, archiving one and reading all change the count, and can be repeated', async ({
  request,
}) => {
  const auth = await bearer(PRACTITIONER);
  const [one, other] = [await alertFor(PRACTITIONER), await alertFor(PRACTITIONER)];
  await alertFor(PRACTITIONER);
  expect(await unread(request, PRACTITIONER)).toMatchObject({ count: 3 });

  for (let times = 0; times < 2; times += 1) {
    const read = await request.post(`/api/notifications/${one.id}/read`, auth);
    expect(read.status()).toBe(200);
    expect((await read.json()).notification).toMatchObject({
      id: one.id,
      is_read: true,
      read_at: expect.any(String),
    });
    expect((await request.delete(`/api/notifications/${other.id}`, auth)).status()).toBe(204);
  }
  const left = await unread(request, PRACTITIONER);
  expect(left.count).toBe(1);
  expect(left.notifications).toHaveLength(1);
  expect(await (await request.post('/api/notifications/read-all', auth)).json()).toEqual({ updated: 1 });
  expect(await (await request.post('/api/notifications/read-all', auth)).json()).toEqual({ updated: 0 });
});

test('a notification of someone else does not exist, whoever asks', async ({ request }) => {
  const { id } = await alertFor(PRACTITIONER);
  for (const email of [ADMIN, 'praticien@parc.test']) {
    const auth = await bearer(email);
    expect((await request.post(`/api/notifications/${id}/read`, auth)).status()).toBe(404);
    expect((await request.delete(`/api/notifications/${id}`, auth)).status()).toBe(404);
    const seen = await request.post('/api/notifications/seen', { ...auth, data: { ids: [id] } });
    expect(seen.status()).toBe(204);
  }
  const row = must(
    await service.from('notifications').select('is_read, seen_at, archived_at').eq('id', id).single(),
  );
  expect(row).toEqual({ is_read: false, seen_at: null, archived_at: null });
  const auth = await bearer(PRACTITIONER);
  expect((await request.post(`/api/notifications/${NOBODYS}/read`, auth)).status()).toBe(404);
  const malformed = await request.post('/api/notifications/42/read', auth);
  expect(malformed.status()).toBe(400);
  expect((await malformed.json()).error.field).toBe('id');
});

test('a manual notification is for admins, is checked like any event, and leaves an audit line', async ({
  request,
}) => {
  const recipient = await person(PRACTITIONER);
  const send = async (email: string, data: object) =>
    request.post('/api/notifications/test', { ...(await bearer(email)), data });
  const event = { type: 'SYSTEM_UPDATE', organisationId: LUMIERE, recipientIds: [recipient.id] };
  expect((await send(PRACTITIONER, event)).status()).toBe(403);
  expect((await send('admin@parc.test', event)).status()).toBe(403);

  for (const [field, change] of [
    ['type', { type: 'NOPE' }],
    ['organisationId', { organisationId: 'x' }],
    ['recipientIds', { recipientIds: [(await person('praticien@parc.test')).id] }],
    ['severity', { severity: 'DRAMATIC' }],
  ] as const) {
    const refused = await send(ADMIN, { ...event, ...change });
    expect(refused.status(), field).toBe(400);
    expect((await refused.json()).error.field).toBe(field);
  }
  expect(await unread(request, PRACTITIONER)).toMatchObject({ count: 0 });

  const sent = await send(ADMIN, event);
  expect(sent.status()).toBe(201);
  const outcome = await sent.json();
  expect(outcome).toMatchObject({ duplicate: false, recipients: 1, inApp: 1 });
  expect(await unread(request, PRACTITIONER)).toMatchObject({ count: 1 });
  const [line] = must(
    await service
      .from('audit_logs')
      .select('actor_id, action, details')
      .order('id', { ascending: false })
      .limit(1),
  );
  expect(line).toMatchObject({
    actor_id: (await person(ADMIN)).id,
    action: 'notification.send_manual',
    details: { outcome: { eventId: outcome.eventId } },
  });
});

test('a session cookie changes nothing on behalf of another site', async ({ page, baseURL }) => {
  const { id } = await alertFor(PRACTITIONER);
  await signIn(page, PRACTITIONER);
  const post = (headers: Record<string, string>) =>
    page.request.post(`/api/notifications/${id}/read`, { headers });
  expect((await post({ origin: 'https://evil.example' })).status()).toBe(403);
  expect((await post({ 'sec-fetch-site': 'cross-site' })).status()).toBe(403);
  expect((await post({ origin: baseURL ?? '' })).status()).toBe(200);
});

test('every answer carries the security headers', async ({ request }) => {
  const answer = await request.get('/connexion');
  expect(answer.headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
  });
  expect(answer.headers()['content-security-policy']).toMatch(
    /script-src 'self' 'nonce-\w+' 'strict-dynamic'/,
  );
  expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers()['x-powered-by']).toBeUndefined();
  const health = await request.get('/healthz');
  expect(health.status()).toBe(200);
  expect(health.headers()['x-content-type-options']).toBe('nosniff');
});
