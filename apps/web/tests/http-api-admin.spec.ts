import { type APIRequestContext, expect } from '@playwright/test';
import { alertFor, bearer, fault, NOBODYS } from './support/api.ts';
import { freshStart } from './support/clinic.ts';
import { test } from './support/documented.ts';
import { LUMIERE, must, PARC, person, service } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

const unread = async (request: APIRequestContext, email: string) =>
  (await request.get('/api/notifications/unread', await bearer(email))).json();

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
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
    ['entity', { entity: 'implant' }],
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

test('analytics are for admins, of their own organisation', async ({ request }) => {
  const ask = async (email: string, query = '') =>
    request.get(`/api/notifications/analytics${query}`, await bearer(email));
  await alertFor(ADMIN);
  const own = await ask(ADMIN);
  expect(own.status()).toBe(200);
  const { rows } = await own.json();
  expect(rows[0]).toMatchObject({ week: null, type: null });
  expect(rows[0].sent).toBeGreaterThan(0);
  expect(rows).toContainEqual(expect.objectContaining({ week: expect.any(String), type: 'ISQ_CRITICAL' }));
  expect(await (await ask(ADMIN, `?organisation_id=${LUMIERE}&weeks=12`)).json()).toEqual({ rows });

  for (const [email, query] of [
    [PRACTITIONER, ''],
    [PRACTITIONER, `?organisation_id=${LUMIERE}`],
    ['multi@cassius.test', `?organisation_id=${PARC}`],
    ['operateur@cassius.test', `?organisation_id=${LUMIERE}`],
    ['admin@parc.test', `?organisation_id=${LUMIERE}`],
    [ADMIN, `?organisation_id=${PARC}`],
    [ADMIN, `?organisation_id=${NOBODYS}`],
  ] as const) {
    expect((await ask(email, query)).status(), `${email} ${query}`).toBe(403);
  }
  for (const [field, query] of [
    ['weeks', '?weeks=0'],
    ['weeks', '?weeks=53'],
    ['weeks', '?weeks=many'],
    ['organisation_id', '?organisation_id=x'],
  ] as const) {
    expect(await fault(await ask(ADMIN, query)), query).toEqual({ status: 400, field });
  }
});
