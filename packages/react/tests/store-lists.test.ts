import { describe, expect, it } from 'vitest';
import { applyChange, listed } from './support/fake-api.ts';
import { notification, notifications, uuid } from './support/rows.ts';
import { openTab } from './support/tab.ts';

const LATER = new Date(Date.now() + 86_400_000).toISOString();
const numbers = (from: number, to: number) =>
  Array.from({ length: from - to + 1 }, (_, index) => String(from - index));
const row = (n: number) => notification(n);

describe('a long list', () => {
  it('reads its head and what is in view after a hint, however much of it is loaded', async () => {
    const tab = openTab(notifications(10_050), 100);
    await tab.refresh();
    await tab.loadPages(100);
    expect(tab.shown()).toHaveLength(10_050);
    await tab.look(tab.rows().slice(5_020, 5_035));

    // A head that is as long as an answer can be is cut in two, once.
    for (const most of [4, 3, 3]) {
      const newest = tab.table.rows.length + 1;
      const inView = tab.rows()[5_025]?.id ?? '';
      tab.table.insert(row(newest));
      applyChange(tab.table, [inView], { archived: true });
      const before = tab.requests();
      await tab.refresh();
      expect(tab.requests() - before).toBeLessThanOrEqual(most); // counts, head, what is in view
      expect(tab.shown()[0]).toBe(String(newest));
      expect(tab.rows().map(({ id }) => id)).not.toContain(inView);
    }
  });

  it('brings what it passed over up to date when that comes into view', async () => {
    const tab = openTab(notifications(100));
    await tab.refresh();
    await tab.loadPages(4);
    applyChange(tab.table, [uuid(10)], { isRead: true });
    await tab.refresh();
    const old = tab.rows().filter(({ id }) => id === uuid(10));
    expect(old[0]?.is_read).toBe(false);
    const before = tab.requests();
    await tab.look(old);
    expect(tab.rows().find(({ id }) => id === uuid(10))?.is_read).toBe(true);
    expect(tab.requests() - before).toBe(1);
  });

  it('keeps all of it fresh for whoever does not say what is in view', async () => {
    const tab = openTab(notifications(60));
    tab.list.watch({ visible: null }, 20);
    await tab.refresh();
    await tab.loadPages(2);
    applyChange(tab.table, [uuid(1), uuid(30)], { archived: true });
    await tab.refresh();
    expect(tab.shown()).toHaveLength(58);
  });

  it('shows a row that comes back from a snooze in the middle, where it was', async () => {
    const table = notifications(60);
    const tab = openTab(table.map((one) => (one.id === uuid(30) ? { ...one, snoozed_until: LATER } : one)));
    await tab.refresh();
    await tab.loadPages(2);
    expect(tab.shown()).not.toContain('30');
    applyChange(tab.table, [uuid(30)], { snoozedUntil: null });
    await tab.look(tab.rows().filter(({ id }) => id === uuid(29)));
    await tab.refresh();
    expect(tab.shown()).toEqual(numbers(60, 1));
  });

  it('shows a row that comes back where nothing was left', async () => {
    const tab = openTab(notifications(60), 10);
    await tab.refresh();
    await tab.loadPages(5);
    applyChange(
      tab.table,
      numbers(40, 31).map((n) => uuid(Number(n))),
      { archived: true },
    );
    await tab.look(tab.rows().slice(20, 30));
    await tab.refresh();
    expect(tab.shown()).toEqual([...numbers(60, 41), ...numbers(30, 1)]);
    applyChange(tab.table, [uuid(35)], { archived: false });
    await tab.look(tab.rows().filter(({ title }) => /n°(41|30)$/.test(title)));
    await tab.refresh();
    expect(tab.shown()).toEqual([...numbers(60, 41), '35', ...numbers(30, 1)]);
  });

  it('asks for few stretches where most of the rows are gone', async () => {
    const tab = openTab(notifications(200), 10);
    tab.list.watch({ visible: null }, 10);
    await tab.refresh();
    await tab.loadPages(19);
    applyChange(
      tab.table,
      numbers(200, 1)
        .filter((n) => Number(n) % 10)
        .map((n) => uuid(Number(n))),
      { archived: true },
    );
    await tab.refresh();
    const before = tab.requests();
    await tab.refresh();
    expect(tab.shown()).toHaveLength(20);
    expect(tab.requests() - before).toBeLessThanOrEqual(5);
  });

  it('does not take what it put together for fresh when half of it was not read', async () => {
    const tab = openTab(notifications(60), 10);
    await tab.refresh();
    await tab.loadPages(5);
    const inView = tab.rows().slice(30, 40);
    applyChange(
      tab.table,
      inView.map(({ id }) => id),
      { archived: true },
    );
    applyChange(tab.table, [uuid(35), ...numbers(38, 31).map((n) => uuid(Number(n)))], { isRead: true });
    await tab.look(inView);
    await tab.refresh();
    await tab.look(tab.rows().slice(20, 34));
    expect(tab.rows()).toEqual(listed(tab.table).slice(0, tab.rows().length));
  });

  it('takes in 101 new ones where all that it had at its head is gone', async () => {
    const tab = openTab(notifications(60));
    await tab.refresh();
    await tab.loadPages(2);
    applyChange(
      tab.table,
      numbers(60, 41).map((n) => uuid(Number(n))),
      { archived: true },
    );
    tab.table.insert(...Array.from({ length: 101 }, (_, index) => row(61 + index)));
    const before = tab.requests();
    await tab.refresh();
    expect(tab.shown()).toEqual([...numbers(161, 61), ...numbers(40, 1)]);
    expect(tab.requests() - before).toBe(3);
  });

  it('catches up with 250 new ones without losing its place', async () => {
    const tab = openTab(notifications(60));
    await tab.refresh();
    await tab.loadPages(2);
    await tab.look(tab.rows().slice(15, 25));
    tab.table.insert(...Array.from({ length: 250 }, (_, index) => row(61 + index)));
    const before = tab.requests();
    await tab.refresh();
    expect(tab.shown()).toEqual(numbers(310, 1));
    expect(tab.requests() - before).toBeLessThanOrEqual(6);
  });

  it('starts anew when more than 300 have come, and goes on from there', async () => {
    const tab = openTab(notifications(60));
    await tab.refresh();
    await tab.loadPages(2);
    tab.table.insert(...Array.from({ length: 400 }, (_, index) => row(61 + index)));
    await tab.refresh();
    expect(tab.shown()).toEqual(numbers(460, 161));
    await tab.loadPages(8);
    expect(tab.shown()).toEqual(numbers(460, 1));
  });

  it('keeps the object of every row that did not change, and of the list when nothing did', async () => {
    const tab = openTab(notifications(40));
    await tab.refresh();
    await tab.loadPages(1);
    const before = tab.rows();
    tab.table.rows = tab.table.rows.map((one) => ({ ...one }));
    await tab.refresh();
    expect(tab.rows()).toBe(before);
    applyChange(tab.table, [uuid(40)], { isRead: true });
    await tab.refresh();
    expect(tab.rows()[0]).not.toBe(before[0]);
    expect(tab.rows()[1]).toBe(before[1]);
  });

  it('goes on after a failure, and says why it stopped', async () => {
    const tab = openTab(notifications(40));
    await tab.refresh();
    tab.api.fail('list');
    await tab.loadPages(1);
    expect(tab.list.getData()).toMatchObject({ error: { status: 503 }, nextCursor: expect.any(String) });
    tab.api.recover('list');
    await tab.loadPages(1);
    expect(tab.list.getData()).toMatchObject({ error: null, nextCursor: null });
    expect(tab.shown()).toEqual(numbers(40, 1));
  });
});
