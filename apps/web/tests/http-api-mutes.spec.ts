import { type APIRequestContext, expect } from '@playwright/test';
import { bearer, fault, NOBODYS } from './support/api.ts';
import { freshStart, measure, newImplant } from './support/clinic.ts';
import { test } from './support/documented.ts';
import { LUMIERE, must, PARC, person, service } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const COLLEAGUE = 'assistante@lumiere.test';
const STRANGER = 'praticien@parc.test';
const BOTH = 'multi@cassius.test';
const PATH = '/api/notifications/mutes';
const HOUR = 3_600_000;

/** Calls the routes of mutes as somebody. */
async function caller(request: APIRequestContext, email: string) {
  const auth = await bearer(email);
  return {
    add: (data: object) => request.post(PATH, { ...auth, data }),
    list: async (query = '') => (await (await request.get(`${PATH}${query}`, auth)).json()).mutes,
    lift: (id: string) => request.delete(`${PATH}/${id}`, auth),
  };
}

const subjectOf = (entityType: string, entityId: string, organisationId = LUMIERE) => ({
  organisationId,
  entityType,
  entityId,
});

test.beforeEach(async () => {
  const people = await freshStart(PRACTITIONER, COLLEAGUE, STRANGER, BOTH);
  const { error } = await service
    .from('notification_mutes')
    .delete()
    .in(
      'user_id',
      people.map(({ id }) => id),
    );
  expect(error).toBeNull();
});

test('a muted subject is heard of no more, until the mute is lifted', async ({ request }) => {
  const who = await person(PRACTITIONER);
  const implant = await newImplant(who);
  const { add, list, lift } = await caller(request, PRACTITIONER);
  const received = async () =>
    must(await who.supabase.from('notifications').select('id').eq('entity_id', implant.id)).length;

  const added = await add(subjectOf('implant', implant.id));
  expect(added.status()).toBe(201);
  const { mute } = await added.json();
  expect(mute).toEqual({
    id: expect.any(String),
    ...subjectOf('implant', implant.id),
    mutedUntil: null,
    label: `${implant.patientName}, ${implant.tooth}`,
  });
  expect(await list()).toEqual([mute]);
  await measure(who, implant, 25);
  expect(await received()).toBe(0);

  expect((await lift(mute.id)).status()).toBe(204);
  expect((await lift(mute.id)).status()).toBe(404);
  expect(await list()).toEqual([]);
  await measure(who, implant, 70);
  await measure(who, implant, 26);
  expect(await received()).toBe(1);
});

test('muting again is no mistake: the last end holds', async ({ request }) => {
  const { add, list } = await caller(request, PRACTITIONER);
  const subject = subjectOf('patient', (await newImplant(await person(PRACTITIONER))).patientId);
  const until = new Date(Date.now() + HOUR).toISOString();
  expect((await add(subject)).status()).toBe(201);
  const again = await add({ ...subject, until });
  expect(again.status()).toBe(200);
  const { mute } = await again.json();
  expect(Date.parse(mute.mutedUntil)).toBe(Date.parse(until));
  expect(await list()).toEqual([mute]);
  expect((await (await add(subject)).json()).mute).toMatchObject({ id: mute.id, mutedUntil: null });
});

test('the list has what still holds, newest first, of one organisation or all', async ({ request }) => {
  const { add, list } = await caller(request, BOTH);
  const who = await person(BOTH);
  const here = await newImplant(who);
  const there = await newImplant(who, PARC);
  const first = (await (await add(subjectOf('patient', here.patientId))).json()).mute;
  const second = (await (await add(subjectOf('patient', there.patientId, PARC))).json()).mute;
  const third = (await (await add(subjectOf('task', NOBODYS))).json()).mute;
  expect(first.label).toBe(here.patientName);
  expect(third.label).toBeNull();
  expect(await list()).toEqual([third, second, first]);
  expect(await list(`?organisation_id=${PARC}`)).toEqual([second]);

  const ended = { muted_until: new Date(Date.now() - HOUR).toISOString() };
  must(await service.from('notification_mutes').update(ended).eq('id', third.id).select('id'));
  expect(await list()).toEqual([second, first]);
});

test('the name of a subject is for those who may read it', async ({ request }) => {
  const theirs = await newImplant(await person(STRANGER), PARC);
  const { add, list } = await caller(request, PRACTITIONER);
  for (const subject of [subjectOf('patient', theirs.patientId), subjectOf('implant', theirs.id)]) {
    const { mute } = await (await add(subject)).json();
    expect(mute.label).toBeNull();
  }
  expect(JSON.stringify(await list())).not.toContain(theirs.patientName);
});

test('mutes are one’s own, in one’s own organisations', async ({ request }) => {
  const owner = await caller(request, PRACTITIONER);
  const { mute } = await (await owner.add(subjectOf('task', NOBODYS))).json();
  for (const email of [COLLEAGUE, STRANGER]) {
    const { list, lift } = await caller(request, email);
    expect(await list()).toEqual([]);
    expect((await lift(mute.id)).status()).toBe(404);
  }
  expect(await owner.list()).toHaveLength(1);
  for (const organisationId of [PARC, NOBODYS]) {
    expect((await owner.add(subjectOf('task', NOBODYS, organisationId))).status()).toBe(404);
  }
});

test('a malformed mute is refused by name', async ({ request }) => {
  const auth = await bearer(PRACTITIONER);
  const { add, lift, list } = await caller(request, PRACTITIONER);
  const subject = subjectOf('task', NOBODYS);
  for (const [field, change] of [
    ['organisationId', { organisationId: undefined }],
    ['entityType', { entityType: 'dragon' }],
    ['entityId', { entityId: '36' }],
    ['until', { until: new Date(Date.now() - 1000).toISOString() }],
    ['user_id', { user_id: NOBODYS }],
  ] as const) {
    expect(await fault(await add({ ...subject, ...change }))).toEqual({ status: 400, field });
  }
  expect(await list()).toEqual([]);
  expect(await fault(await lift('x'))).toEqual({ status: 400, field: 'id' });
  const listed = await request.get(`${PATH}?organisation_id=x`, auth);
  expect(await fault(listed)).toEqual({ status: 400, field: 'organisation_id' });
});
