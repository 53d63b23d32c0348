import { describe, expect, it } from 'vitest';
import { applyChange, listed } from './support/fake-api.ts';
import { notification, notifications, ORGANISATION_ID, uuid } from './support/rows.ts';
import { openTab } from './support/tab.ts';

const LATER = new Date(Date.now() + 86_400_000).toISOString();
const numbers = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => String(from - index));
/** Everything that does not wait for the test has happened. */
const settled = () => new Promise((resolve) => setImmediate(resolve));

describe('an answer', () => {
  it('that was read before a hint does not stand for what the hint is about', async () => {
    const tab = openTab(notifications(40));
    await tab.refresh();
    const release = tab.api.hold('list');
    const page = tab.loadPages(1);
    await page;
    applyChange(tab.table, [uuid(10)], { archived: true });
    const refreshed = tab.refresh();
    release();
    await refreshed;
    await tab.look(tab.rows().slice(25));
    expect(tab.shown()).toEqual([...numbers(40, 11), ...numbers(9, 1)]);
  });

  it('that was read before a write does not take it back, and neither does one that overtakes it', async () => {
    const tab = openTab(notifications(3));
    await tab.refresh();
    const releaseLists = tab.api.hold('list');
    const releaseCounts = tab.api.hold('unread');
    const refreshed = tab.refresh();
    await settled();
    expect(tab.api.calls.slice(-2)).toEqual(['list', 'unread']);
    const written = tab.store.update(tab.rows().slice(0, 1), { archived: true });
    expect(tab.shown()).toEqual(['2', '1']);
    await written;
    const states: unknown[] = [];
    tab.store.subscribe(() => states.push([tab.shown(), tab.store.counts.getData()?.total]));
    releaseLists();
    releaseCounts();
    await refreshed;
    for (const state of states) expect(state).toEqual([['2', '1'], 2]);
    expect(states.length).toBeGreaterThan(0);
  });

  it('is not asked for while a write is under way, nor believed when one began meanwhile', async () => {
    const tab = openTab(notifications(3));
    await tab.refresh();
    const release = tab.api.hold('update');
    const written = tab.store.update(tab.rows().slice(0, 1), { isRead: true });
    const before = tab.api.calls.filter((call) => call === 'list').length;
    const refreshed = tab.refresh();
    expect(tab.store.counts.getData()?.total).toBe(2);
    release();
    await Promise.all([written, refreshed]);
    expect(tab.api.calls.filter((call) => call === 'list').length).toBe(before + 1);
    expect(tab.store.counts.getData()?.total).toBe(2);
  });
});

describe('a write', () => {
  const unread = (tab: ReturnType<typeof openTab>) => tab.store.counts.getData()?.total;

  it('that is refused takes back itself alone while another one is under way', async () => {
    const tab = openTab(notifications(4));
    await tab.refresh();
    const [fourth, third] = tab.rows();
    const releaseUpdate = tab.api.hold('update');
    const releaseClick = tab.api.hold('click');
    tab.api.fail('update');
    const refused = tab.store.update([fourth as never, third as never], { archived: true });
    const kept = tab.store.click(tab.rows()[0] as never);
    expect(tab.shown()).toEqual(['2', '1']);
    expect(unread(tab)).toBe(1);
    releaseUpdate();
    await expect(refused).rejects.toMatchObject({ status: 503 });
    expect(tab.shown()).toEqual(['4', '3', '2', '1']);
    expect(tab.rows().map((one) => one.is_read)).toEqual([false, false, true, false]);
    expect(unread(tab)).toBe(3);
    releaseClick();
    await kept;
    expect(unread(tab)).toBe(3);
  });

  it('waits for an earlier one of the same row, so that the last word is the last', async () => {
    const tab = openTab(notifications(1));
    await tab.refresh();
    const release = tab.api.hold('update');
    const first = tab.store.update(tab.rows(), { isRead: true });
    const second = tab.store.update(tab.rows(), { isRead: false });
    await settled();
    expect(tab.api.calls.filter((call) => call === 'update')).toHaveLength(1);
    release();
    await Promise.all([first, second]);
    expect(tab.table.rows[0]?.is_read).toBe(false);
    expect(unread(tab)).toBe(1);
  });

  it('refused before the next one of the same row leaves the next one standing', async () => {
    const tab = openTab(notifications(1));
    await tab.refresh();
    const release = tab.api.hold('update');
    tab.api.fail('update');
    const first = tab.store.update(tab.rows(), { isRead: true });
    const second = tab.store.update(tab.rows(), { archived: true });
    expect(unread(tab)).toBe(0);
    await settled();
    tab.api.recover('update');
    release();
    await expect(first).rejects.toBeTruthy();
    await second;
    expect(tab.table.rows[0]).toMatchObject({ is_read: false, archived_at: expect.any(String) });
    expect(tab.shown()).toEqual([]);
  });

  it('shows in every list that the rows are in or come into, before and after it arrives', async () => {
    const tab = openTab(notifications(30));
    const archive = tab.store.list({ view: 'archived' });
    const snoozed = tab.store.list({ view: 'snoozed' });
    const unreadOnes = tab.store.list({ isRead: false });
    await Promise.all([tab.refresh(), archive.read(), snoozed.read(), unreadOnes.read()]);
    const idsIn = (list: typeof archive) => list.getData()?.notifications.map(({ id }) => id);
    const [first, second, third] = tab.rows();
    const release = tab.api.hold('update');
    const writes = [
      tab.store.update([first as never], { archived: true }),
      tab.store.update([second as never], { snoozedUntil: LATER }),
      tab.store.update([third as never], { isRead: true }),
    ];
    for (const _stage of ['under way', 'arrived']) {
      expect(idsIn(archive)).toEqual([uuid(30)]);
      expect(idsIn(snoozed)).toEqual([uuid(29)]);
      expect(tab.shown().slice(0, 2)).toEqual(['28', '27']);
      expect(idsIn(unreadOnes)?.slice(0, 2)).toEqual([uuid(27), uuid(26)]);
      expect(unread(tab)).toBe(27);
      release();
      await Promise.all(writes);
    }
  });

  it('does not bring a row into the part of a list that is not loaded', async () => {
    const tab = openTab(notifications(60));
    const archive = tab.store.list({ view: 'archived' });
    applyChange(tab.table, [uuid(1)], { archived: true });
    await Promise.all([tab.refresh(), archive.read()]);
    const gone = archive.getData()?.notifications ?? [];
    const written = tab.store.update(gone, { archived: false });
    expect(tab.shown()).toEqual(numbers(60, 41));
    await written;
    expect(archive.getData()?.notifications).toEqual([]);
    expect(unread(tab)).toBe(60);
  });

  it('leaves a list of search results to the server', async () => {
    const tab = openTab(notifications(12));
    const found = tab.store.list({ q: 'n°12' });
    await Promise.all([tab.refresh(), found.read()]);
    applyChange(tab.table, [uuid(11)], { isRead: true });
    await tab.store.update(tab.rows().slice(0, 2), { isRead: true });
    expect(found.getData()?.notifications.map(({ id }) => id)).toEqual([uuid(12)]);
  });

  it('marks everything read in its scope and nowhere else, and takes exactly that back', async () => {
    const elsewhere = uuid(900);
    const tab = openTab([
      ...notifications(150),
      notification(151, { organisation_id: elsewhere, category: 'system' }),
      notification(152, { category: 'imports' }),
      notification(153, { is_read: true, read_at: notification(1).created_at }),
    ]);
    await tab.refresh();
    const before = tab.store.counts.getData();
    const release = tab.api.hold('markAllRead');
    const marked = tab.store.markAllRead({ organisationId: ORGANISATION_ID, category: 'alerts' });
    expect(unread(tab)).toBe(2);
    expect(tab.rows().filter((one) => one.is_read)).toHaveLength(18);
    release();
    const { updated, undo } = await marked;
    expect(updated).toBe(150);
    expect(unread(tab)).toBe(2);
    const releaseUndo = tab.api.hold('update');
    const undone = undo();
    expect(tab.store.counts.getData()?.total).toBe(before?.total);
    expect(tab.rows().map(({ id, is_read }) => [id, is_read])).toEqual(
      listed(tab.table)
        .slice(0, 20)
        .map(({ id }) => [id, id === uuid(153)]),
    );
    releaseUndo();
    await undone;
    expect(unread(tab)).toBe(152);
    await tab.refresh();
    expect(unread(tab)).toBe(152);
  });
});
