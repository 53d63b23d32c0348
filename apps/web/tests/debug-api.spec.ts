import { expect } from '@playwright/test';
import { freshSettings } from './support/admin.ts';
import { alertFor, bearer, NOBODYS } from './support/api.ts';
import { freshStart, prefer } from './support/clinic.ts';
import { test } from './support/documented.ts';
import { LUMIERE, must, PARC, person, service } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';

test.afterAll(freshSettings);

test.beforeEach(async () => {
  await freshStart(PRACTITIONER, ADMIN);
  await freshSettings();
});

test('the debug route tells an admin who is told, how, and why not', async ({ request }) => {
  const { implantId } = await alertFor(PRACTITIONER);
  const answer = await request.get('/api/notifications/debug?event=ISQ_CRITICAL', await bearer(ADMIN));
  expect(answer.status()).toBe(200);
  const body = await answer.json();
  expect(body).toMatchObject({ event: 'ISQ_CRITICAL', organisationId: LUMIERE });
  const named = (name: string) =>
    body.recipients.find((recipient: { name: string }) => recipient.name === name);
  expect(named('Basile Exemple')).toMatchObject({
    role: 'practitioner',
    preferences: { category: 'alerts', inApp: true, email: true, frequency: 'IMMEDIATE', source: 'default' },
    inApp: { decision: 'send', reason: 'default' },
    email: { decision: 'send', reason: 'default', dueAt: null },
  });
  expect(named('Capucine Fictive')).toMatchObject({
    inApp: { decision: 'skip', reason: 'role_not_concerned' },
    email: { decision: 'skip', reason: 'role_not_concerned' },
  });
  const event = must(
    await service.from('notification_events').select('id').eq('entity_id', implantId).single(),
  );
  expect(body.lastEvent.id).toBe(event.id);
  expect(body.lastEvent.deliveries).toContainEqual({
    userId: (await person(PRACTITIONER)).id,
    channel: 'in_app',
    decision: 'send',
    reason: 'default',
    rule: 'default',
    source: 'types',
    sourceId: null,
  });
  expect(JSON.stringify(body)).not.toContain('Parc');
});

test('the debug route names the rule that decided and the row that it came from', async ({ request }) => {
  await prefer(await person(PRACTITIONER), { email: false });
  const operator = await person('operateur@cassius.test');
  const override = must(
    await operator.supabase
      .from('notification_overrides')
      .insert({
        organisation_id: LUMIERE,
        user_id: (await person(ADMIN)).id,
        category: 'alerts',
        frequency: 'WEEKLY',
        reason: 'Essai',
      })
      .select('id')
      .single(),
  );
  const answer = await request.get('/api/notifications/debug?event=ISQ_CRITICAL', await bearer(ADMIN));
  const { recipients } = await answer.json();
  const emailOf = (name: string) =>
    recipients.find((recipient: { name: string }) => recipient.name === name).email;
  expect(emailOf('Basile Exemple')).toEqual({
    decision: 'skip',
    reason: 'email_off',
    rule: 'preference',
    source: 'notification_preferences',
    sourceId: null,
    dueAt: null,
  });
  expect(emailOf('Aurore Démonstration')).toEqual({
    decision: 'digest',
    reason: 'frequency_weekly',
    rule: 'frequency',
    source: 'notification_overrides',
    sourceId: override.id,
    dueAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
  });
  expect(emailOf('Capucine Fictive')).toMatchObject({ rule: 'membership', source: 'organisation_members' });
});

test('the debug route tells what was decided for an event of the past', async ({ request }) => {
  const practitioner = await person(PRACTITIONER);
  await prefer(practitioner, { email: false });
  const { implantId } = await alertFor(PRACTITIONER);
  const { id } = must(
    await service.from('notification_events').select('id').eq('entity_id', implantId).single(),
  );
  await prefer(practitioner, { email: true });
  const ask = async (email: string, query: string) =>
    request.get(`/api/notifications/debug?${query}`, await bearer(email));

  const answer = await ask(ADMIN, `event=ISQ_CRITICAL&eventId=${id}`);
  expect(answer.status()).toBe(200);
  const body = await answer.json();
  expect(body).toMatchObject({ event: 'ISQ_CRITICAL', organisationId: LUMIERE, eventId: id });
  expect(body.recipients).toContainEqual({
    userId: practitioner.id,
    name: 'Basile Exemple',
    role: 'practitioner',
    preferences: { category: 'alerts', inApp: null, email: null, frequency: null, source: null },
    inApp: { decision: 'send', reason: 'default', rule: 'default', source: 'types', sourceId: null },
    email: {
      decision: 'skip',
      reason: 'email_off',
      rule: 'preference',
      source: 'notification_preferences',
      sourceId: null,
      dueAt: null,
    },
  });

  expect((await ask(ADMIN, `event=ISQ_WARNING&eventId=${id}`)).status()).toBe(404);
  expect((await ask(ADMIN, `event=ISQ_CRITICAL&eventId=${NOBODYS}`)).status()).toBe(404);
  expect((await ask('admin@parc.test', `event=ISQ_CRITICAL&eventId=${id}`)).status()).toBe(404);
  expect((await ask(PRACTITIONER, `event=ISQ_CRITICAL&eventId=${id}`)).status()).toBe(403);
  const malformed = await ask(ADMIN, 'event=ISQ_CRITICAL&eventId=42');
  expect(malformed.status()).toBe(400);
  expect((await malformed.json()).error.field).toBe('eventId');
});

test('the debug route takes the alias of a type, and no type that only the engine makes', async ({
  request,
}) => {
  const ask = async (type: string) =>
    request.get(`/api/notifications/debug?event=${type}`, await bearer(ADMIN));
  const aliased = await ask('mandat.created');
  expect(aliased.status()).toBe(200);
  expect((await aliased.json()).event).toBe('MANDAT_CREATED');
  const internal = await ask('NOTIFICATION_SUMMARY');
  expect(internal.status()).toBe(400);
  expect((await internal.json()).error.field).toBe('event');
});

test('the debug route is for admins, of their own organisation', async ({ request }) => {
  const debug = async (email: string, query: string) =>
    (await request.get(`/api/notifications/debug?${query}`, await bearer(email))).status();
  expect(await debug(PRACTITIONER, 'event=ISQ_CRITICAL')).toBe(403);
  expect(await debug(PRACTITIONER, `event=ISQ_CRITICAL&organisationId=${LUMIERE}`)).toBe(403);
  expect(await debug(ADMIN, `event=ISQ_CRITICAL&organisationId=${PARC}`)).toBe(403);
  expect(await debug(ADMIN, `event=ISQ_CRITICAL&organisationId=${NOBODYS}`)).toBe(403);
  expect(await debug(ADMIN, 'event=NOPE')).toBe(400);
  expect(await debug(ADMIN, '')).toBe(400);
  expect(await debug(ADMIN, 'event=ISQ_CRITICAL&organisationId=1')).toBe(400);
});
