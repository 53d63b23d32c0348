// @vitest-environment jsdom
import { describe, expect, it, vi } from 'vitest';
import { createMemoryApi } from '../src/memory.ts';
import { notification, notifications, ORGANISATION_ID, uuid } from './support/rows.ts';

const titles = async (api: ReturnType<typeof createMemoryApi>, params = {}) =>
  (await api.list(params)).notifications.map(({ title }) => title);

describe('notifications in memory', () => {
  it('need nothing but a title: the first one is the newest', async () => {
    const api = createMemoryApi([{ title: 'Deuxième' }, { title: 'Première' }]);
    expect(await titles(api)).toEqual(['Deuxième', 'Première']);
  });

  it('come page after page, and again as far as a row that was reached', async () => {
    const api = createMemoryApi(notifications(5));
    const first = await api.list({ limit: 2 });
    const second = await api.list({ limit: 2, cursor: first.nextCursor ?? '' });
    expect(second.notifications.map(({ id }) => id)).toEqual([uuid(3), uuid(2)]);
    api.insert(notification(6));
    const again = await api.list({ until: first.nextCursor ?? '' });
    expect(again.notifications.map(({ id }) => id)).toEqual([uuid(6), uuid(5), uuid(4)]);
  });

  it('are found by the beginnings of words, whatever the accents and the order', async () => {
    const api = createMemoryApi([
      { title: 'Import en échec', message: 'Fichier illisible.' },
      { title: 'Autre' },
    ]);
    expect(await titles(api, { q: 'ILLIS echec' })).toEqual(['Import en échec']);
    expect(await titles(api, { q: 'chec' })).toEqual([]);
  });

  it('are in one view at a time: snoozed ones come back unread, archived ones stay put away', async () => {
    const api = createMemoryApi([notification(1, { is_read: true }), notification(2)]);
    await api.update([uuid(1)], { snoozedUntil: '2099-01-01T08:00:00Z' });
    await api.update([uuid(2)], { archived: true });
    expect(await titles(api)).toEqual([]);
    expect((await api.list({ view: 'snoozed' })).notifications).toMatchObject([
      { id: uuid(1), is_read: false },
    ]);
    expect((await api.list({ view: 'archived' })).notifications).toMatchObject([{ id: uuid(2) }]);
    await api.update([uuid(1)], { snoozedUntil: null });
    expect(await api.unread()).toMatchObject({ total: 1 });
  });

  it('are counted by organisation and category', async () => {
    const api = createMemoryApi([...notifications(2), notification(3, { category: 'imports' })]);
    const counts = [
      { organisationId: ORGANISATION_ID, category: 'imports', count: 1 },
      { organisationId: ORGANISATION_ID, category: 'alerts', count: 2 },
    ];
    expect(await api.unread({ organisationId: ORGANISATION_ID })).toEqual({ total: 3, counts });
    expect(await api.markAllRead({ category: 'alerts' })).toEqual({ updated: 2, ids: [uuid(2), uuid(1)] });
    expect((await api.unread()).total).toBe(1);
  });

  it('are read and followed by a click', async () => {
    const api = createMemoryApi(notifications(1));
    await api.click(uuid(1));
    const [row] = (await api.list()).notifications;
    expect(row).toMatchObject({ is_read: true, clicked_at: expect.any(String) });
    await expect(api.click(uuid(404))).rejects.toMatchObject({ status: 404 });
  });

  it('do not arrive about a subject that was muted', async () => {
    const api = createMemoryApi(notifications(1));
    const target = { organisationId: ORGANISATION_ID, entityType: 'implant', entityId: uuid(1) };
    const { id } = await api.mute(target);
    expect(api.insert(notification(2, { entity_id: uuid(1) }))).toEqual([]);
    expect(await api.mutes()).toMatchObject([{ id, entityType: 'implant' }]);
    await api.unmute(id);
    expect(api.insert(notification(3, { entity_id: uuid(1) }))).toHaveLength(1);
  });

  it('say over realtime that something came or changed', async () => {
    const api = createMemoryApi(notifications(1));
    const heard: string[] = [];
    const tabs = api.realtime({ userId: '1', hear: (news) => void heard.push(news) });
    await vi.waitFor(() => expect(heard.at(-1)).toBe('live'));
    api.insert({ title: 'Nouvelle' });
    await api.update([uuid(1)], { isRead: true });
    expect(heard.slice(-2)).toEqual(['hint', 'hint']);
    tabs.stop();
  });

  it('can be slow or fail, as the caller of the memory decides', async () => {
    const intercept = vi.fn(async () => Promise.reject(new Error('hors ligne')));
    const api = createMemoryApi(notifications(1), { intercept });
    await expect(api.list()).rejects.toThrow('hors ligne');
    expect(intercept).toHaveBeenCalledWith('list', expect.any(Function));
  });
});

it('preferences in memory keep what was saved, organisation by organisation', async () => {
  const api = createMemoryApi();
  const saved = await api.save(uuid(1), { preference: { category: 'imports', email: false } });
  const imports = (state: typeof saved) => state.preferences.find(({ category }) => category === 'imports');
  expect(imports(saved)).toMatchObject({ email: false, in_app: true, is_default: false });
  expect(imports(await api.load(uuid(1)))).toMatchObject({ email: false });
  expect(imports(await api.load(uuid(2)))).toMatchObject({ email: true });
});
