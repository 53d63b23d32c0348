import { type APIRequestContext, expect } from '@playwright/test';
import { freshSettings } from './support/admin.ts';
import { bearer, fault, NOBODYS } from './support/api.ts';
import { freshStart } from './support/clinic.ts';
import { test } from './support/documented.ts';
import { LUMIERE, must, PARC, person, service } from './support/people.ts';

const PRACTITIONER = 'praticien@lumiere.test';
const ADMIN = 'admin@lumiere.test';
const PATH = '/api/notifications/preferences';
const USUAL = { digest_at: '08:00', digest_weekday: 1, quiet_from: null, quiet_until: null };

interface Answer {
  preferences: { category: string; [wish: string]: unknown }[];
  types: { type: string; category: string; [wish: string]: unknown }[];
  settings: object;
  profile: object;
}

/** Reads and changes preferences as somebody. */
async function caller(request: APIRequestContext, email: string) {
  const auth = await bearer(email);
  const load = (organisation = LUMIERE) => request.get(`${PATH}?organisation_id=${organisation}`, auth);
  const save = (data: object) => request.patch(PATH, { ...auth, data: { organisationId: LUMIERE, ...data } });
  return {
    load,
    save,
    loaded: async (): Promise<Answer> => (await load()).json(),
    saved: async (data: object): Promise<Answer> => {
      const answer = await save(data);
      expect(answer.status(), await answer.text()).toBe(200);
      return answer.json();
    },
  };
}

const preferenceOf = ({ preferences }: Answer, category: string) =>
  preferences.find((each) => each.category === category);
const typeOf = ({ types }: Answer, type: string) => types.find((each) => each.type === type);

async function usual() {
  const people = await freshStart(PRACTITIONER, ADMIN);
  for (const { id } of people) {
    must(await service.from('notification_settings').delete().eq('user_id', id).select('user_id'));
    const { error } = await service
      .from('profiles')
      .update({ locale: null, timezone: null })
      .eq('user_id', id);
    expect(error).toBeNull();
  }
  await freshSettings();
}
test.beforeEach(usual);
test.afterAll(usual);

test('preferences come with what applies, the times, the profile and the organisation', async ({
  request,
}) => {
  const { loaded } = await caller(request, PRACTITIONER);
  const answer = await loaded();
  expect(preferenceOf(answer, 'alerts')).toEqual({
    category: 'alerts',
    in_app: true,
    email: true,
    push: false,
    sms: false,
    frequency: 'IMMEDIATE',
    is_default: true,
  });
  expect(answer.preferences.map(({ category }) => category).sort()).toEqual([
    'activity',
    'alerts',
    'imports',
    'messages',
    'reminders',
    'system',
  ]);
  expect(typeOf(answer, 'SYSTEM_ANNOUNCEMENT')).toMatchObject({
    mandatory: true,
    in_app_source: 'mandatory',
  });
  expect(answer).toMatchObject({
    settings: USUAL,
    profile: { locale: null, timezone: null },
    organisation: { locale: 'fr', timezone: 'Europe/Paris' },
  });
});

test('a change says what it changes, and the rest stays as it applies', async ({ request }) => {
  const { loaded, saved } = await caller(request, PRACTITIONER);
  const before = await loaded();
  const after = await saved({ preference: { category: 'activity', push: true } });
  expect(preferenceOf(after, 'activity')).toEqual({
    ...preferenceOf(before, 'activity'),
    push: true,
    is_default: false,
  });
  // What most types of the category say would be wrong for this one, whose emails go out daily.
  expect(typeOf(after, 'IMAGING_ADDED')).toEqual({
    ...typeOf(before, 'IMAGING_ADDED'),
    push: true,
    push_source: 'preference',
  });
  const others = ({ types }: Answer) => types.filter(({ category }) => category !== 'activity');
  expect(others(after)).toEqual(others(before));

  const again = await saved({ preference: { category: 'activity', email: true, frequency: 'WEEKLY' } });
  expect(preferenceOf(again, 'activity')).toMatchObject({ push: true, email: true, frequency: 'WEEKLY' });
  const back = await saved({
    preference: { category: 'activity', email: null, frequency: null, push: null },
  });
  expect(typeOf(back, 'IMAGING_ADDED')).toEqual(typeOf(before, 'IMAGING_ADDED'));
  expect(await loaded()).toEqual(back);
});

test('times, language and time zone are saved by themselves or together', async ({ request }) => {
  const { saved } = await caller(request, PRACTITIONER);
  expect((await saved({ settings: { digest_at: '18:30', digest_weekday: 5 } })).settings).toEqual({
    ...USUAL,
    digest_at: '18:30',
    digest_weekday: 5,
  });
  expect((await saved({ settings: { quiet_from: '22:00', quiet_until: '07:00' } })).settings).toEqual({
    digest_at: '18:30',
    digest_weekday: 5,
    quiet_from: '22:00',
    quiet_until: '07:00',
  });
  const all = await saved({
    preference: { category: 'alerts', email: false },
    settings: { quiet_until: '06:00' },
    profile: { locale: 'en', timezone: 'America/Guadeloupe' },
  });
  expect(preferenceOf(all, 'alerts')).toMatchObject({ email: false });
  expect(all.settings).toMatchObject({ quiet_from: '22:00', quiet_until: '06:00' });
  expect(all.profile).toEqual({ locale: 'en', timezone: 'America/Guadeloupe' });
  const back = await saved({
    settings: { quiet_from: null, quiet_until: null },
    profile: { locale: null, timezone: null },
  });
  expect(back.settings).toMatchObject({ quiet_from: null, quiet_until: null });
  expect(back.profile).toEqual({ locale: null, timezone: null });
});

test('what an admin imposes is told with its reason, and a wish against it is kept', async ({ request }) => {
  const who = await person(PRACTITIONER);
  const admin = await person(ADMIN);
  const override = { organisation_id: LUMIERE, user_id: who.id, category: 'alerts', email: true };
  must(
    await admin.supabase
      .from('notification_overrides')
      .insert({ ...override, reason: 'Astreinte du mois' })
      .select('id'),
  );
  const { saved } = await caller(request, PRACTITIONER);
  const answer = await saved({ preference: { category: 'alerts', email: false } });
  expect(preferenceOf(answer, 'alerts')).toMatchObject({ email: false });
  expect(typeOf(answer, 'ISQ_CRITICAL')).toMatchObject({
    email: true,
    email_source: 'override',
    override_reason: 'Astreinte du mois',
  });
});

test('a malformed change is refused by name, and nothing of it is saved', async ({ request }) => {
  const { load, loaded, save } = await caller(request, PRACTITIONER);
  const before = await loaded();
  const wish = { preference: { category: 'alerts', email: false } };
  for (const [field, change] of [
    ['body', { preference: undefined }],
    ['organisationId', { organisationId: 'x' }],
    ['preference.category', { preference: { category: 'spam', email: true } }],
    ['preference.frequency', { preference: { category: 'alerts', frequency: 'HOURLY' } }],
    ['settings.digest_at', { settings: { digest_at: '25:00' } }],
    ['settings.digest_weekday', { settings: { digest_weekday: 8 } }],
    ['settings.quiet_until', { settings: { quiet_from: '22:00' } }],
    ['settings.quiet_from', { settings: { quiet_until: '07:00' } }],
    ['settings.quiet_until', { settings: { quiet_from: '22:00', quiet_until: '22:00' } }],
    ['profile.locale', { profile: { locale: 'de' } }],
    ['profile.timezone', { profile: { locale: 'en', timezone: 'Europe/Atlantis' } }],
    ['user_id', { user_id: NOBODYS }],
  ] as const) {
    expect(await fault(await save({ ...wish, ...change })), field).toEqual({ status: 400, field });
  }
  expect(await loaded()).toEqual(before);
  expect(await fault(await load('x'))).toEqual({ status: 400, field: 'organisation_id' });
  const auth = await bearer(PRACTITIONER);
  expect(await fault(await request.get(PATH, auth))).toEqual({ status: 400, field: 'organisation_id' });
});

test('preferences of an organisation that is not one’s own do not exist', async ({ request }) => {
  const { load, save } = await caller(request, PRACTITIONER);
  for (const organisationId of [PARC, NOBODYS]) {
    expect(await fault(await load(organisationId))).toEqual({ status: 404, field: 'organisation_id' });
    const saved = await save({ organisationId, profile: { locale: 'en' } });
    expect(await fault(saved)).toEqual({ status: 404, field: 'organisationId' });
  }
  const { id } = await person(PRACTITIONER);
  const profile = must(await service.from('profiles').select('locale').eq('user_id', id).single());
  expect(profile.locale).toBeNull();
});
