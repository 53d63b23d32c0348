import { createHttpApi } from '@cassius/react/http';
import { expect, test } from '@playwright/test';
import { announced, NOBODYS } from './support/api.ts';
import { freshStart } from './support/clinic.ts';
import { LUMIERE, must, person, service } from './support/people.ts';
import { stack } from './support/stack.ts';

const PRACTITIONER = 'praticien@lumiere.test';

/** The library's adapter against the application's routes, as somebody. */
async function apiOf(email: string) {
  const { accessToken } = await person(email);
  return createHttpApi({
    baseUrl: `${stack.WEB_URL}/api/notifications`,
    fetch: (input, init) =>
      fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${accessToken}` } }),
  });
}

test.beforeEach(async () => {
  const [who] = await freshStart(PRACTITIONER);
  for (const table of ['notifications', 'notification_mutes', 'notification_settings']) {
    expect((await service.from(table).delete().eq('user_id', who?.id)).error).toBeNull();
  }
});

test('the library and the application understand each other, call by call', async () => {
  const api = await apiOf(PRACTITIONER);
  const ids: string[] = [];
  for (let each = 1; each <= 3; each += 1) ids.unshift((await announced(PRACTITIONER, `Essai ${each}`)).id);
  const [third = '', second = '', first = ''] = ids;
  const listed = async (params: Parameters<typeof api.list>[0] = {}) =>
    (await api.list(params)).notifications.map(({ id }) => id);

  expect(await listed()).toEqual(ids);
  const page = await api.list({ limit: 1 });
  const two = await api.list({ limit: 2 });
  const range = await api.list({ cursor: page.nextCursor ?? '', until: two.nextCursor ?? '' });
  expect(range).toMatchObject({ notifications: [{ id: second }], nextCursor: null });
  expect(await listed({ q: 'ESSAÏ 2', category: 'system', priority: 'critical', isRead: false })).toEqual([
    second,
  ]);
  expect(await api.unread()).toEqual({
    total: 3,
    counts: [{ organisationId: LUMIERE, category: 'system', count: 3 }],
  });

  await api.click(third);
  await api.markSeen(ids);
  await api.update([second], { archived: true });
  await api.update([first], { snoozedUntil: new Date(Date.now() + 3_600_000).toISOString() });
  expect(await listed()).toEqual([third]);
  expect(await listed({ view: 'archived' })).toEqual([second]);
  expect(await listed({ view: 'snoozed' })).toEqual([first]);
  await api.update(ids, { archived: false, snoozedUntil: null, isRead: false });
  expect(await api.markAllRead({ category: 'system' })).toEqual({ updated: 3, ids });
  expect((await api.unread()).total).toBe(0);
  await expect(api.update([NOBODYS], { isRead: true })).rejects.toMatchObject({
    status: 404,
    code: 'not_found',
  });
  await expect(api.list({ cursor: 'x' })).rejects.toMatchObject({ status: 400, field: 'cursor' });

  const { id } = await api.mute({ organisationId: LUMIERE, entityType: 'task', entityId: NOBODYS });
  expect(await api.mutes()).toEqual([expect.objectContaining({ id, entityType: 'task', label: null })]);
  await api.unmute(id);
  expect(await api.mutes()).toEqual([]);

  const before = await api.load(LUMIERE);
  expect(before.settings).toMatchObject({ digest_at: '08:00', quiet_from: null });
  const after = await api.save(LUMIERE, {
    preference: { category: 'alerts', email: false },
    settings: { digest_at: '18:00' },
  });
  expect(after.settings).toEqual({ ...before.settings, digest_at: '18:00' });
  expect(after.preferences).toContainEqual(expect.objectContaining({ category: 'alerts', email: false }));
  await expect(api.save(LUMIERE, { settings: { quiet_from: '22:00' } })).rejects.toMatchObject({
    status: 400,
    field: 'settings.quiet_until',
  });
  const { id: user } = await person(PRACTITIONER);
  must(await service.from('notification_settings').delete().eq('user_id', user).select('user_id'));
});
