import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import { anonymous, createPractice, database, lumiere, parc, service, signIn } from './support.ts';

const foreignImplant = '00000000-0000-4000-8000-000000012001';

test.each([
  ['an unknown type', { type: 'ISQ_TERRIBLE', organisationId: lumiere }, 'CN001', 'type'],
  ['a missing organisation', { type: 'ISQ_CRITICAL' }, 'CN002', 'organisationId'],
  [
    'a malformed organisation',
    { type: 'ISQ_CRITICAL', organisationId: 'lumiere' },
    'CN003',
    'organisationId',
  ],
  [
    'a field that is not of an event',
    { type: 'ISQ_CRITICAL', organisationId: lumiere, mail: true },
    'CN004',
    'mail',
  ],
  [
    'an organisation that does not exist',
    { type: 'ISQ_CRITICAL', organisationId: randomUUID() },
    'CN005',
    'organisationId',
  ],
  [
    'an implant of another organisation',
    { type: 'ISQ_CRITICAL', organisationId: lumiere, entityId: foreignImplant },
    'CN007',
    'entityId',
  ],
])('notify refuses %s with a code and the name of the field', async (_, event, code, field) => {
  const { data, error, status } = await service().rpc('notify', { event });
  expect(data).toBeNull();
  expect(status).toBe(400);
  expect(error).toMatchObject({ code, message: expect.stringMatching(`^${field}: `) });
});

test('an ordinary user cannot call notify', async () => {
  const { client } = await signIn('admin@lumiere.test');
  const { error, status } = await client.rpc('notify', {
    event: { type: 'SYSTEM_UPDATE', organisationId: lumiere },
  });
  expect(status).toBe(403);
  expect(error?.code).toBe('42501');
});

test.each([
  ['0', 0, '23514'],
  ['101', 101, '23514'],
  ['"abc"', 'abc', '22P02'],
])('an ISQ of %s is refused, and tells nobody', async (_, value, code) => {
  const practice = await createPractice();
  const { error } = await service()
    .from('isq_measurements')
    .insert({ organisation_id: practice.id, implant_id: practice.implantId, value: value as number });
  expect(error?.code).toBe(code);
  const { rows } = await database.query('select 1 from notification_events where organisation_id = $1', [
    practice.id,
  ]);
  expect(rows).toEqual([]);
});

test('a practitioner cannot measure an implant of another organisation', async () => {
  const { client } = await signIn('praticien@lumiere.test');
  const inTheirName = await client
    .from('isq_measurements')
    .insert({ organisation_id: lumiere, implant_id: foreignImplant, value: 25 });
  expect(inTheirName.error?.code).toBe('42501');
  const inOthers = await client
    .from('isq_measurements')
    .insert({ organisation_id: parc, implant_id: foreignImplant, value: 25 });
  expect(inOthers.error?.code).toBe('42501');
});

test('a preference for another user is refused', async () => {
  const { client } = await signIn('praticien@lumiere.test');
  const admin = await signIn('admin@lumiere.test');
  const { error } = await client
    .from('notification_preferences')
    .insert({ user_id: admin.userId, organisation_id: lumiere, category: 'alerts', email: false });
  expect(error?.code).toBe('42501');
});

test('without a session nothing is readable and nothing callable', async () => {
  const nobody = anonymous();
  for (const table of ['notifications', 'patients', 'email_outbox', 'organisations'] as const) {
    const { data, error } = await nobody.from(table).select();
    expect({ table, data, code: error?.code }).toEqual({ table, data: null, code: '42501' });
  }
  const { error } = await nobody.rpc('unread_notification_count');
  expect(error?.code).toBe('42501');
});

test('the engine’s internals are not reachable through the Data API', async () => {
  const { error } = await service()
    .schema('notify' as never)
    .from('types')
    .select();
  expect(error?.code).toBe('PGRST106');
});

test('a person reads, counts and marks their own notifications', async () => {
  const practice = await createPractice();
  await service().rpc('notify', { event: { type: 'SYSTEM_UPDATE', organisationId: practice.id } });
  const { client } = await signIn(practice.practitioner.email);
  expect((await client.rpc('unread_notification_count')).data).toBe(1);
  const { data: items } = await client.from('notifications').select();
  expect(items).toHaveLength(1);
  const marked = await client.rpc('mark_notifications_read', { ids: items?.map(({ id }) => id) ?? [] });
  expect(marked.data).toBe(1);
  expect((await client.rpc('unread_notification_count', { organisation_id: practice.id })).data).toBe(0);
});
