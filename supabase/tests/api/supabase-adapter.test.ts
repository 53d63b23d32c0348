import { randomUUID } from 'node:crypto';
import { expect, test } from 'vitest';
import type { ListParams, NotificationsApi } from '../../../packages/react/src/store/api.ts';
import { createSupabaseApi, createSupabasePreferences } from '../../../packages/react/src/supabase.ts';
import { createPractice, database, type Person, type Practice, parc, signIn } from './support.ts';

const HOUR = 3_600_000;

/** What an application makes of a person's session. */
async function adapters({ email }: Person) {
  const { client, userId } = await signIn(email);
  return { api: createSupabaseApi(client), preferences: createSupabasePreferences(client, userId) };
}

/** One practice, its two people, each with a profile and a session of their own. */
async function practiceOfTwo() {
  const practice = await createPractice();
  await database.query(
    `insert into profiles (user_id, full_name) select unnest($1::uuid[]), 'Personne inventée'`,
    [[practice.admin.id, practice.practitioner.id]],
  );
  const [admin, practitioner] = await Promise.all([
    adapters(practice.admin),
    adapters(practice.practitioner),
  ]);
  return { practice, admin, practitioner };
}

const tell = (practice: Practice, event: object, times = 1) =>
  database.query('select public.notify($1) from generate_series(1, $2::integer)', [
    { organisationId: practice.id, ...event },
    times,
  ]);

/** One of each: the import is of the admin alone. */
async function tellVarious(practice: Practice) {
  await tell(practice, { type: 'SYSTEM_UPDATE' });
  await tell(practice, { type: 'ISQ_CRITICAL', entityId: practice.implantId });
  await tell(practice, { type: 'IMPORT_FAILED' });
}

async function pages(api: NotificationsApi, params: ListParams = {}): Promise<string[][]> {
  const found: string[][] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const page = await api.list({ ...params, ...(cursor ? { cursor } : {}) });
    found.push(page.notifications.map(({ id }) => id));
    cursor = page.nextCursor;
  }
  return found;
}

const rowsOf = async (api: NotificationsApi, params: ListParams = {}) =>
  (await api.list({ limit: 100, ...params })).notifications;
const typesOf = async (api: NotificationsApi, params: ListParams = {}) =>
  (await rowsOf(api, params)).map(({ type }) => type);
const idsOf = async (api: NotificationsApi, params: ListParams = {}) =>
  (await rowsOf(api, params)).map(({ id }) => id);

test('each person lists their own, newest first, with what the inbox shows', async () => {
  const { practice, admin, practitioner } = await practiceOfTwo();
  await tellVarious(practice);
  expect(await typesOf(admin.api)).toEqual(['IMPORT_FAILED', 'ISQ_CRITICAL', 'SYSTEM_UPDATE']);
  expect(await typesOf(practitioner.api)).toEqual(['ISQ_CRITICAL', 'SYSTEM_UPDATE']);
  const [row] = await rowsOf(practitioner.api);
  expect(row).toMatchObject({
    organisation_id: practice.id,
    user_id: practice.practitioner.id,
    category: 'alerts',
    severity: 'CRITICAL',
    priority: 'critical',
    title: 'ISQ critique',
    entity_type: 'implant',
    entity_id: practice.implantId,
    patient_id: practice.patientId,
    link: `/implants/${practice.implantId}`,
    is_read: false,
    read_at: null,
    clicked_at: null,
    seen_at: null,
    archived_at: null,
    snoozed_until: null,
  });
});

test('pages follow each other without a gap or a double, though all were told at one moment', async () => {
  const { practice, admin } = await practiceOfTwo();
  await tell(practice, { type: 'IMPORT_FAILED' }, 7);
  await database.query('update notifications set created_at = now() where organisation_id = $1', [
    practice.id,
  ]);
  const all = await idsOf(admin.api);
  expect(all).toHaveLength(7);
  const three = await pages(admin.api, { limit: 3 });
  expect(three.map(({ length }) => length)).toEqual([3, 3, 1]);
  expect(three.flat()).toEqual(all);
  expect((await admin.api.list({ limit: 7 })).nextCursor).toBeNull();
});

test('a stretch of the list ends at a position, also when its row has left', async () => {
  const { practice, admin } = await practiceOfTwo();
  await tell(practice, { type: 'IMPORT_FAILED' }, 6);
  const all = await idsOf(admin.api);
  const second = (await admin.api.list({ limit: 2 })).nextCursor ?? '';
  const fourth = (await admin.api.list({ limit: 4 })).nextCursor ?? '';
  expect((await pages(admin.api, { until: fourth, limit: 3 })).flat()).toEqual(all.slice(0, 4));
  expect(await idsOf(admin.api, { cursor: second, until: fourth })).toEqual(all.slice(2, 4));
  await admin.api.update([all[3] as string], { archived: true });
  expect(await idsOf(admin.api, { until: fourth })).toEqual(all.slice(0, 3));
});

test.each<[string, ListParams, string[]]>([
  ['type', { type: 'IMPORT_FAILED' }, ['IMPORT_FAILED']],
  ['category', { category: 'alerts' }, ['ISQ_CRITICAL']],
  ['priority', { priority: 'normal' }, ['SYSTEM_UPDATE']],
  ['read state', { isRead: true }, ['SYSTEM_UPDATE']],
  ['another organisation', { organisationId: parc }, []],
  ['words, whatever their accents and case', { q: 'ECHEC import' }, ['IMPORT_FAILED']],
  ['the beginning of a word', { q: 'criti' }, ['ISQ_CRITICAL']],
  ['words that are filters elsewhere', { q: '"x", (and) & or(id.eq.1) 50% *' }, []],
  ['words and a filter', { q: 'cassius', isRead: false }, []],
  ['several at once', { category: 'imports', priority: 'high', isRead: false }, ['IMPORT_FAILED']],
])('the list is narrowed by %s', async (_what, params, expected) => {
  const { practice, admin } = await practiceOfTwo();
  await tellVarious(practice);
  const [system] = await idsOf(admin.api, { type: 'SYSTEM_UPDATE' });
  await admin.api.update([system as string], { isRead: true });
  expect(await typesOf(admin.api, params)).toEqual(expected);
});

test('a search has pages, and finds in the archive what is there', async () => {
  const { practice, admin } = await practiceOfTwo();
  await tell(practice, { type: 'IMPORT_FAILED' }, 5);
  await tell(practice, { type: 'SYSTEM_UPDATE' });
  const found = await idsOf(admin.api, { q: 'import' });
  expect(found).toHaveLength(5);
  expect((await pages(admin.api, { q: 'import', limit: 2 })).flat()).toEqual(found);
  await admin.api.update(found.slice(0, 2), { archived: true });
  expect(await idsOf(admin.api, { q: 'import', view: 'archived' })).toEqual(found.slice(0, 2));
});

test('each person’s unread ones are counted, by organisation and category', async () => {
  const { practice, admin, practitioner } = await practiceOfTwo();
  await tellVarious(practice);
  const count = (category: string) => ({ organisationId: practice.id, category, count: 1 });
  const of = async ({ api }: typeof admin, scope = {}) => {
    const { total, counts } = await api.unread(scope);
    return { total, counts: counts.sort((a, b) => a.category.localeCompare(b.category)) };
  };
  expect(await of(admin)).toEqual({
    total: 3,
    counts: [count('alerts'), count('imports'), count('system')],
  });
  expect(await of(practitioner, { organisationId: practice.id })).toEqual({
    total: 2,
    counts: [count('alerts'), count('system')],
  });
  expect(await of(admin, { organisationId: parc })).toEqual({ total: 0, counts: [] });
});

test('one or more than a request can name are marked read and unread, of one person alone', async () => {
  const { practice, admin, practitioner } = await practiceOfTwo();
  // Of critical priority, which no rate limit holds back.
  await tell(practice, { type: 'ISQ_CRITICAL', entityId: practice.implantId }, 120);
  const all = (await pages(admin.api, { limit: 50 })).flat();
  expect(all).toHaveLength(120);
  await admin.api.update(all, { isRead: true });
  expect((await admin.api.unread()).total).toBe(0);
  expect((await practitioner.api.unread()).total).toBe(120);
  await admin.api.update([all[0] as string], { isRead: false });
  expect((await rowsOf(admin.api, { isRead: false })).map(({ id, read_at }) => ({ id, read_at }))).toEqual([
    { id: all[0], read_at: null },
  ]);
});

test('another person’s notification is not there: not to read, to click or to hide', async () => {
  const { practice, admin, practitioner } = await practiceOfTwo();
  await tell(practice, { type: 'SYSTEM_UPDATE' });
  const [theirs] = await rowsOf(admin.api);
  const id = theirs?.id as string;
  const notFound = { name: 'NotificationsApiError', code: 'not_found', status: 404 };
  await expect(practitioner.api.update([id], { isRead: true })).rejects.toMatchObject(notFound);
  await expect(practitioner.api.update([id], { archived: true })).rejects.toMatchObject(notFound);
  await expect(practitioner.api.click(id)).rejects.toMatchObject(notFound);
  await expect(admin.api.click(randomUUID())).rejects.toMatchObject(notFound);
  const [own] = await idsOf(practitioner.api);
  await practitioner.api.update([id, own as string], { isRead: true });
  await practitioner.api.markSeen([id]);
  expect(await rowsOf(admin.api)).toEqual([theirs]);
  expect((await practitioner.api.unread()).total).toBe(0);
});

test('what is archived or put off has a view of its own, and comes back', async () => {
  const { practice, admin } = await practiceOfTwo();
  await tellVarious(practice);
  const all = await idsOf(admin.api);
  const [archived, snoozed, kept] = all as [string, string, string];
  const until = new Date(Date.now() + HOUR).toISOString();
  await admin.api.update([archived], { archived: true });
  await admin.api.update([snoozed], { isRead: true });
  await admin.api.update([snoozed], { snoozedUntil: until });
  expect(await idsOf(admin.api)).toEqual([kept]);
  expect(await idsOf(admin.api, { view: 'archived' })).toEqual([archived]);
  const [later] = await rowsOf(admin.api, { view: 'snoozed' });
  expect(later).toMatchObject({ id: snoozed, is_read: false });
  expect(Date.parse(later?.snoozed_until ?? '')).toBe(Date.parse(until));
  expect((await admin.api.unread()).total).toBe(1);
  await admin.api.update([archived, snoozed], { archived: false, snoozedUntil: null });
  expect(await idsOf(admin.api)).toEqual(all);
});

test('a click reads and is kept; having been shown does not read', async () => {
  const { practice, admin } = await practiceOfTwo();
  await tellVarious(practice);
  const [first, second] = (await idsOf(admin.api)) as [string, string];
  await admin.api.click(first);
  await admin.api.markSeen([first, second]);
  await admin.api.markSeen([]);
  const rows = await rowsOf(admin.api);
  expect(rows.map(({ is_read }) => is_read)).toEqual([true, false, false]);
  expect(rows.map(({ clicked_at }) => clicked_at !== null)).toEqual([true, false, false]);
  expect(rows.map(({ seen_at }) => seen_at !== null)).toEqual([true, true, false]);
});

test('all of a scope are marked read, of one person alone, and the answer says which', async () => {
  const { practice, admin, practitioner } = await practiceOfTwo();
  await tellVarious(practice);
  const [imports, alert, system] = await idsOf(admin.api);
  expect(await admin.api.markAllRead({ category: 'reminders' })).toEqual({ updated: 0, ids: [] });
  expect(await admin.api.markAllRead({ organisationId: parc })).toEqual({ updated: 0, ids: [] });
  expect(await admin.api.markAllRead({ category: 'alerts' })).toEqual({ updated: 1, ids: [alert] });
  expect(await admin.api.markAllRead({ organisationId: practice.id })).toEqual({
    updated: 2,
    ids: [imports, system],
  });
  expect((await practitioner.api.unread()).total).toBe(2);
  await admin.api.update([imports as string, system as string], { isRead: false });
  expect((await admin.api.unread()).total).toBe(2);
});

test('who mutes a patient hears nothing more of them, who does not still does', async () => {
  const { practice, admin, practitioner } = await practiceOfTwo();
  const patient = { organisationId: practice.id, entityType: 'patient', entityId: practice.patientId };
  const { id } = await admin.api.mute(patient);
  expect(await admin.api.mute(patient)).toEqual({ id });
  expect(await admin.preferences.mutes()).toEqual([{ id, ...patient, mutedUntil: null, label: null }]);
  expect(await practitioner.preferences.mutes()).toEqual([]);
  const measured = { type: 'ISQ_CRITICAL', entityId: practice.implantId };
  await tell(practice, measured);
  expect(await typesOf(admin.api)).toEqual([]);
  expect(await typesOf(practitioner.api)).toEqual(['ISQ_CRITICAL']);

  await practitioner.preferences.unmute(id);
  await practitioner.api.unmute(id);
  expect(await admin.preferences.mutes()).toHaveLength(1);
  await admin.api.unmute(id);
  expect(await admin.preferences.mutes()).toEqual([]);
  await tell(practice, measured);
  expect(await typesOf(admin.api)).toEqual(['ISQ_CRITICAL']);
});

test('a mute with an end becomes one without, and is lifted from the preferences too', async () => {
  const { practice, practitioner } = await practiceOfTwo();
  const implant = { organisationId: practice.id, entityType: 'implant', entityId: practice.implantId };
  const { id } = await practitioner.api.mute(implant);
  await database.query(`update notification_mutes set muted_until = now() + interval '1 day' where id = $1`, [
    id,
  ]);
  expect((await practitioner.preferences.mutes())[0]?.mutedUntil).toEqual(expect.any(String));
  expect(await practitioner.api.mute(implant)).toEqual({ id });
  expect((await practitioner.preferences.mutes())[0]?.mutedUntil).toBeNull();
  await practitioner.preferences.unmute(id);
  expect(await practitioner.preferences.mutes()).toEqual([]);
});

test('preferences begin as the usual ones, and each change is of one person alone', async () => {
  const { practice, admin, practitioner } = await practiceOfTwo();
  const before = await practitioner.preferences.load(practice.id);
  expect(before).toMatchObject({
    settings: { digest_weekday: 1, quiet_from: null, quiet_until: null },
    profile: { locale: null, timezone: null },
    organisation: { locale: 'fr', timezone: 'Europe/Paris' },
  });
  expect(before.preferences).toHaveLength(6);
  expect(before.preferences.every((row) => row.in_app && row.is_default)).toBe(true);
  expect(before.types.map(({ type }) => type)).toContain('ISQ_CRITICAL');

  const saved = await admin.preferences.save(practice.id, {
    preference: { category: 'imports', in_app: false, frequency: 'WEEKLY' },
    settings: { quiet_from: '20:00', quiet_until: '07:00' },
    profile: { locale: 'en' },
  });
  expect(await admin.preferences.load(practice.id)).toEqual(saved);
  expect(saved.preferences.find(({ category }) => category === 'imports')).toMatchObject({
    in_app: false,
    email: before.preferences.find(({ category }) => category === 'imports')?.email,
    frequency: 'WEEKLY',
    is_default: false,
  });
  expect(saved.settings).toMatchObject({ quiet_from: '20:00:00', quiet_until: '07:00:00' });
  expect(saved.profile).toEqual({ locale: 'en', timezone: null });
  expect(await practitioner.preferences.load(practice.id)).toEqual(before);

  await tell(practice, { type: 'IMPORT_FAILED' });
  expect(await typesOf(admin.api)).toEqual([]);
});

test('one end of the quiet hours is changed beside the other', async () => {
  const { practice, admin } = await practiceOfTwo();
  await admin.preferences.save(practice.id, { settings: { quiet_from: '20:00', quiet_until: '07:00' } });
  const { settings } = await admin.preferences.save(practice.id, { settings: { quiet_until: '08:30' } });
  expect(settings).toMatchObject({ quiet_from: '20:00:00', quiet_until: '08:30:00' });
});

test('what the engine refuses names its field, and nothing is written', async () => {
  const { practice, admin } = await practiceOfTwo();
  const change = { profile: { timezone: 'Europe/Atlantide' }, settings: { digest_at: '18:30' } };
  await expect(admin.preferences.save(practice.id, change)).rejects.toMatchObject({
    name: 'NotificationsApiError',
    code: 'CN003',
    field: 'timezone',
    status: 400,
  });
  const { settings, profile } = await admin.preferences.load(practice.id);
  expect(settings.digest_at).toMatch(/^08:00/);
  expect(profile.timezone).toBeNull();
});

test('another organisation’s preferences, subjects and positions that are none are refused', async () => {
  const { practice, admin } = await practiceOfTwo();
  await expect(admin.preferences.load(parc)).rejects.toMatchObject({
    code: 'not_found',
    field: 'organisation_id',
  });
  const elsewhere = { organisationId: parc, entityType: 'patient', entityId: practice.patientId };
  await expect(admin.api.mute(elsewhere)).rejects.toMatchObject({ code: '42501', status: 403 });
  await expect(admin.api.list({ cursor: 'bm9uc2Vuc2U' })).rejects.toMatchObject({ field: 'cursor' });
});

test('a request that nobody waits for any more is given up', async () => {
  const { practice, admin } = await practiceOfTwo();
  const options = { signal: AbortSignal.abort() };
  await expect(admin.api.list({}, options)).rejects.toMatchObject({ name: 'NotificationsApiError' });
  await expect(admin.api.unread({}, options)).rejects.toMatchObject({ name: 'NotificationsApiError' });
  await expect(admin.preferences.load(practice.id, options)).rejects.toMatchObject({
    name: 'NotificationsApiError',
  });
});
