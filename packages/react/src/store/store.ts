import type {
  NotificationChange,
  NotificationFilters,
  NotificationsApi,
  UnreadCounts,
  UnreadScope,
} from './api.ts';
import { createCounts } from './counts.ts';
import { createList, type NotificationList } from './list.ts';
import { createListeners } from './listeners.ts';
import type { Resource } from './resource.ts';
import { changeRow, inScope, isUnread } from './rows.ts';
import type { NotificationRow } from './types.ts';
import { add, overlaps, type PendingWrite, type Write } from './writes.ts';

/** One user's notifications as they look from here: what was read, and on top of it what is being written. */
export interface NotificationsStore {
  /** @returns the function that unsubscribes */
  subscribe(listener: () => void): () => void;
  /** The same list for the same filters. */
  list(filters: NotificationFilters): NotificationList;
  counts: Resource<UnreadCounts>;
  /** Something may have changed on the server: nothing that was read until now is to be trusted. */
  touch(): void;
  /** Shows a change at once and sends it; put back when refused, and rejected with the reason. */
  update(rows: NotificationRow[], change: NotificationChange): Promise<void>;
  click(row: NotificationRow): Promise<void>;
  /** Resolves to how many it marked, and what takes that back. */
  markAllRead(scope: UnreadScope): Promise<{ updated: number; undo: () => Promise<void> }>;
  /** @returns the function that unsubscribes from the end of every write, refused or not */
  onWritten(listener: () => void): () => void;
}

/** Lists that nobody shows are kept for a return, up to this many. */
const KEPT_LISTS = 12;

export function createNotificationsStore(api: NotificationsApi): NotificationsStore {
  const listeners = createListeners();
  const written = createListeners();
  const lists = new Map<string, NotificationList>();
  // In the order in which they were asked for.
  const writes: PendingWrite[] = [];
  let writesBegun = 0;
  let clock = 1;
  let version = 1;

  function changed() {
    version += 1;
    listeners.notify();
  }

  /**
   * An answer that was read while something was written may have it or not: it is thrown away and asked for again, so
   * that what is shown is always one state of the server plus the writes that it does not have yet.
   */
  async function load<Answer>(ask: () => Promise<Answer>): Promise<{ answer: Answer; at: number }> {
    for (;;) {
      while (writes.length > 0) await Promise.allSettled(writes.map((write) => write.done));
      const begun = writesBegun;
      clock += 1;
      const at = clock;
      const answer = await ask();
      if (begun === writesBegun) return { answer, at };
    }
  }

  const host = { load, now: () => clock, version: () => version, changed, writes };
  const counts = createCounts({
    ...host,
    ask: () => api.unread(),
    knownRows() {
      const segments = [...lists.values()].flatMap((list) => list.getSegments());
      // The last word counts where lists were not read at the same time.
      segments.sort((a, b) => a.readAt - b.readAt);
      return new Map(segments.flatMap(({ rows }) => rows.map((row) => [row.id, row])));
    },
  });

  async function send<Answer>(write: Write, request: () => Promise<Answer>): Promise<Answer> {
    const earlier = writes.filter((other) => overlaps(other, write)).map((other) => other.done);
    const arrive = async () => {
      await Promise.allSettled(earlier);
      try {
        const answer = await request();
        counts.settle(write);
        for (const list of lists.values()) list.settle(write);
        return answer;
      } finally {
        writes.splice(writes.indexOf(pending), 1);
      }
    };
    const pending: PendingWrite = { ...write, done: arrive() };
    writesBegun += 1;
    writes.push(pending);
    changed();
    try {
      return (await pending.done) as Answer;
    } finally {
      changed();
      written.notify();
    }
  }

  function writeOf(rows: NotificationRow[], change: NotificationChange): Write {
    const ids = new Set(rows.map((row) => row.id));
    const now = new Date().toISOString();
    return { rows, applies: (row) => ids.has(row.id), change: (row) => changeRow(row, change, now) };
  }

  return {
    subscribe: listeners.subscribe,
    onWritten: written.subscribe,
    list(filters) {
      // In one order, and without what is undefined.
      const key = JSON.stringify(filters, Object.keys(filters).sort());
      let list = lists.get(key);
      if (!list) {
        const idle = [...lists].filter(([, other]) => !other.isWatched());
        for (const [old] of idle.slice(0, -KEPT_LISTS)) lists.delete(old);
        list = createList(filters, { ...host, ask: (params) => api.list(params) });
        lists.set(key, list);
      }
      return list;
    },
    counts,
    touch() {
      counts.touch();
      for (const list of lists.values()) list.touch();
    },
    update(rows, change) {
      const ids = rows.map((row) => row.id);
      return send(writeOf(rows, change), () => api.update(ids, change));
    },
    click(row) {
      return send(writeOf([row], { isRead: true }), () => api.click(row.id));
    },
    async markAllRead(scope) {
      const isConcerned = (row: NotificationRow) =>
        isUnread(row) && inScope(row.organisation_id, row.category, scope);
      const shown = [...lists.values()]
        .flatMap((list) => list.getData()?.notifications ?? [])
        .filter(isConcerned);
      const gone = (counts.getData()?.counts ?? []).filter((entry) =>
        inScope(entry.organisationId, entry.category, scope),
      );
      const { updated, ids } = await send(
        {
          ...writeOf(shown, { isRead: true }),
          applies: isConcerned,
          count: (now) => now.filter((entry) => !inScope(entry.organisationId, entry.category, scope)),
        },
        () => api.markAllRead(scope),
      );
      return {
        updated,
        undo() {
          const known = new Set(ids);
          const back = writeOf(shown, { isRead: false });
          return send(
            {
              ...back,
              applies: (row) => known.has(row.id),
              // Beyond the ids that came back, the rest stays read.
              ...(updated === ids.length && {
                count: (now) =>
                  gone.reduce((sum, one) => add(sum, one.organisationId, one.category, one.count), now),
              }),
            },
            () => api.update(ids, { isRead: false }),
          );
        },
      };
    },
  };
}
