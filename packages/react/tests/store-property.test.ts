import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NotificationRow } from '../src/index.ts';
import type { ListView } from '../src/store/list.ts';
import { createNotificationsStore } from '../src/store/store.ts';
import { applyChange, createFakeApi, listed, positionOf, unreadCounts } from './support/fake-api.ts';
import { NotificationTable } from './support/notification-table.ts';
import { notification, notifications } from './support/rows.ts';

const idsOf = (rows: NotificationRow[]) => rows.map(({ id }) => id);
const LATER = new Date(Date.now() + 86_400_000).toISOString();

/** A server whose answers take as long as the test likes, and one tab that shows its list. */
function tab(scheduler: fc.Scheduler, size: number, pageSize: number) {
  const table = new NotificationTable(notifications(size));
  const server = createFakeApi(table);
  const refusing = { writes: false };
  let requests = 0;
  // What is read is what was there when the request came; a write happens then too, or is refused.
  const slowly =
    <Parameters extends unknown[], Answer>(call: (...parameters: Parameters) => Promise<Answer>) =>
    async (...parameters: Parameters): Promise<Answer> => {
      requests += 1;
      await scheduler.schedule(Promise.resolve('request'));
      const answer = call(...parameters);
      await scheduler.schedule(Promise.resolve('answer'));
      return answer;
    };
  const store = createNotificationsStore({
    ...server,
    list: slowly(server.list),
    unread: slowly(server.unread),
    update: slowly(async (ids, change) => {
      if (refusing.writes) throw new Error('refused');
      await server.update(ids, change);
    }),
  });
  const list = store.list({});
  const view: ListView = { visible: new Set() };
  list.watch(view, pageSize);
  const refresh = () => {
    store.touch();
    return Promise.all([list.read(), store.counts.read()]);
  };
  const shown = () => list.getData()?.notifications ?? [];
  let inView: NotificationRow[] = [];
  const look = (rows: NotificationRow[]) => {
    inView = rows;
    view.visible = new Set(idsOf(rows));
    list.look();
  };
  return {
    table,
    store,
    list,
    refusing,
    refresh,
    shown,
    look,
    inView: () => inView,
    requests: () => requests,
  };
}

type Tab = ReturnType<typeof tab>;

/** Something that happens, at a place between the top (0) and the end (1) of the list. */
type Happening =
  | { kind: 'insert'; count: number; hint: boolean }
  | { kind: 'read' | 'archive' | 'restore' | 'snooze' | 'wake'; at: number; hint: boolean }
  | { kind: 'archiveMany' | 'restoreAll'; at: number; hint: boolean }
  | { kind: 'ownArchive' | 'ownRead' | 'ownSnooze'; at: number; refused: boolean }
  | { kind: 'more' | 'reconnect' | 'wait' }
  | { kind: 'scroll'; at: number };

const happening: fc.Arbitrary<Happening> = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    count: fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 1, max: 5 }) },
      fc.integer({ min: 90, max: 450 }),
    ),
    hint: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom(
      'read' as const,
      'archive' as const,
      'restore' as const,
      'snooze' as const,
      'wake' as const,
    ),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    hint: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('archiveMany' as const, 'restoreAll' as const),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    hint: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('ownArchive' as const, 'ownRead' as const, 'ownSnooze' as const),
    at: fc.double({ min: 0, max: 0.999, noNaN: true }),
    refused: fc.boolean(),
  }),
  fc.record({
    kind: fc.constantFrom('more' as const, 'more' as const, 'reconnect' as const, 'wait' as const),
  }),
  fc.record({ kind: fc.constant('scroll' as const), at: fc.double({ min: 0, max: 0.999, noNaN: true }) }),
);

const CHANGES = {
  read: { isRead: true },
  archive: { archived: true },
  restore: { archived: false },
  snooze: { snoozedUntil: LATER },
  wake: { snoozedUntil: null },
  ownArchive: { archived: true },
  ownRead: { isRead: true },
  ownSnooze: { snoozedUntil: LATER },
} as const;

const pick = <Item>(items: Item[], at: number) => items[Math.floor(at * items.length)];

async function happen(page: Tab, event: Happening, scheduler: fc.Scheduler): Promise<void> {
  const { table, store, refresh, shown, look } = page;
  switch (event.kind) {
    case 'insert': {
      const from = table.rows.length;
      table.insert(...Array.from({ length: event.count }, (_, index) => notification(from + index + 1)));
      if (event.hint) void refresh();
      break;
    }
    case 'more':
      page.list.fetchNextPage();
      break;
    case 'reconnect':
      void refresh();
      break;
    case 'wait':
      if (scheduler.count() > 0) await scheduler.waitNext(1);
      break;
    case 'scroll': {
      const top = Math.floor(event.at * shown().length);
      look(shown().slice(top, top + 8));
      break;
    }
    case 'ownArchive':
    case 'ownRead':
    case 'ownSnooze': {
      const row = pick(shown(), event.at);
      page.refusing.writes = event.refused;
      if (row) void store.update([row], CHANGES[event.kind]).catch(() => {});
      break;
    }
    case 'archiveMany':
    case 'restoreAll': {
      const from = Math.floor(event.at * table.rows.length);
      const archived = event.kind === 'archiveMany';
      const rows = archived ? table.rows.slice(from, from + 40) : table.rows;
      applyChange(table, idsOf(rows), { archived });
      if (event.hint) void refresh();
      break;
    }
    default: {
      const row = pick(table.rows, event.at);
      if (row) applyChange(table, [row.id], CHANGES[event.kind]);
      if (event.hint) void refresh();
    }
  }
}

/** What the table has of the loaded part of the list. */
function expectedOf(page: Tab): NotificationRow[] {
  const all = listed(page.table);
  if (page.list.getData()?.nextCursor === null) return all;
  const last = page.shown().at(-1);
  return last ? all.filter((row) => positionOf(row) >= positionOf(last)) : [];
}

/** The rows of a list from the first to the last row that is in view. */
function inView(page: Tab, rows: NotificationRow[]): NotificationRow[] {
  const positions = page.inView().map(positionOf).sort();
  const [bottom, top] = [positions[0], positions.at(-1)];
  return rows.filter((row) => bottom && top && positionOf(row) >= bottom && positionOf(row) <= top);
}

describe('a list that is partly loaded and partly in view', () => {
  it('is what the table is after a catch-up, whatever happened and whatever was lost or overtaken', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.scheduler(),
        fc.integer({ min: 0, max: 160 }),
        fc.constantFrom(5, 20, 100),
        fc.array(happening, { minLength: 1, maxLength: 25 }),
        async (scheduler, size, pageSize, events) => {
          const page = tab(scheduler, size, pageSize);
          void page.refresh();
          for (const event of events) {
            await happen(page, event, scheduler);
            expect(new Set(idsOf(page.shown())).size).toBe(page.shown().length);
          }
          // Whatever is still under way: this was asked for after the last change.
          const caughtUp = page.refresh();
          await scheduler.waitIdle();
          await caughtUp;
          expect(page.shown()[0]).toEqual(expectedOf(page)[0]);
          expect(inView(page, page.shown())).toEqual(inView(page, expectedOf(page)));
          expect(page.store.counts.getData()).toEqual(unreadCounts(listed(page.table, { isRead: false })));

          const before = page.requests();
          void page.refresh();
          await scheduler.waitIdle();
          expect(page.requests() - before).toBeLessThanOrEqual(6);

          // Scrolled through, all of it is right.
          for (let top = 0; top < page.shown().length; top += 4) {
            page.look(page.shown().slice(top, top + 8));
            await scheduler.waitIdle();
            expect(inView(page, page.shown())).toEqual(inView(page, expectedOf(page)));
          }
          expect(page.shown()).toEqual(expectedOf(page));
        },
      ),
      { numRuns: 200 },
    );
  });
});
