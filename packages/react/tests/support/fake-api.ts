import {
  type NotificationChange,
  type NotificationFilters,
  type NotificationRow,
  type NotificationsApi,
  NotificationsApiError,
  type UnreadCounts,
} from '../../src/index.ts';
import type { NotificationTable } from './notification-table.ts';

type Call = keyof NotificationsApi;

export interface FakeApi extends NotificationsApi {
  /** Names of the calls made, in order. */
  calls: Call[];
  /** Makes a call fail until `recover`. */
  fail(call: Call): void;
  recover(call: Call): void;
  /** Holds a call's answer back; the table is read before the wait, as a slow network would have it. */
  hold(call: Call): () => void;
  /** Subjects of which nothing more is wanted, by the id of the mute. */
  muted: Map<string, unknown>;
}

/** The API contract over a table in memory. */
export function createFakeApi(table: NotificationTable): FakeApi {
  const failing = new Set<Call>();
  const gates = new Map<Call, Promise<void>>();
  const calls: Call[] = [];
  const muted = new Map<string, unknown>();

  async function answer<T>(call: Call, value: () => T): Promise<T> {
    calls.push(call);
    const refused = failing.has(call);
    const result = refused ? undefined : value();
    await gates.get(call);
    if (refused) throw new NotificationsApiError('unavailable', { code: 'http_503', status: 503 });
    return result as T;
  }

  return {
    calls,
    muted,
    fail: (call) => void failing.add(call),
    recover: (call) => void failing.delete(call),
    hold(call) {
      let open = () => {};
      gates.set(call, new Promise((resolve) => (open = resolve)));
      return () => {
        gates.delete(call);
        open();
      };
    },
    list: ({ limit = 20, cursor, until, ...filters } = {}) =>
      answer('list', () => {
        const rows = listed(table, filters)
          .filter((row) => !cursor || positionOf(row) < cursor)
          .filter((row) => !until || positionOf(row) >= until);
        const notifications = rows.slice(0, limit);
        const last = rows.length > limit ? notifications.at(-1) : undefined;
        return { notifications, nextCursor: last ? positionOf(last) : null };
      }),
    unread: (scope = {}) => answer('unread', () => unreadCounts(listed(table, { ...scope, isRead: false }))),
    update: (ids, change) => answer('update', () => applyChange(table, ids, change)),
    click: (id) => answer('click', () => applyChange(table, [id], { isRead: true })),
    markAllRead: (scope = {}) =>
      answer('markAllRead', () => {
        const ids = listed(table, { ...scope, isRead: false }).map((row) => row.id);
        applyChange(table, ids, { isRead: true });
        return { updated: ids.length, ids: ids.slice(0, 1_000) };
      }),
    markSeen: (ids) =>
      answer('markSeen', () => replace(table, ids, () => ({ seen_at: '2026-03-01T10:00:00Z' }))),
    mute: (target) =>
      answer('mute', () => {
        const id = `mute-${muted.size + 1}`;
        muted.set(id, target);
        return { id };
      }),
    unmute: (id) => answer('unmute', () => void muted.delete(id)),
  };
}

/** Sorts as text: every timestamp of these tests has microseconds in UTC. */
export function positionOf(row: NotificationRow): string {
  return `${row.created_at} ${row.id}`;
}

const orders = new WeakMap<NotificationRow[], number[]>();

/** Rows never move, so their order is worked out once: these tables can be long. */
function newestFirst(rows: NotificationRow[]): NotificationRow[] {
  let order = orders.get(rows);
  if (order?.length !== rows.length) {
    const placed = rows.map((row, index) => ({ index, position: positionOf(row) }));
    placed.sort((a, b) => (a.position < b.position ? 1 : -1));
    order = placed.map(({ index }) => index);
    orders.set(rows, order);
  }
  return order.map((index) => rows[index] as NotificationRow);
}

/** What a server would list, newest first. */
export function listed(
  table: NotificationTable,
  { view = 'inbox', organisationId, type, category, priority, isRead, q }: NotificationFilters = {},
): NotificationRow[] {
  const now = Date.now();
  return newestFirst(table.rows)
    .filter((row) => {
      const sleeps = row.snoozed_until !== null && Date.parse(row.snoozed_until) > now;
      return (row.archived_at ? 'archived' : sleeps ? 'snoozed' : 'inbox') === view;
    })
    .filter((row) => row.expires_at === null || Date.parse(row.expires_at) > now)
    .filter((row) => organisationId === undefined || row.organisation_id === organisationId)
    .filter((row) => type === undefined || row.type === type)
    .filter((row) => category === undefined || row.category === category)
    .filter((row) => priority === undefined || row.priority === priority)
    .filter((row) => isRead === undefined || row.is_read === isRead)
    .filter((row) => !q || `${row.title} ${row.message}`.toLowerCase().includes(q.toLowerCase()));
}

export function unreadCounts(unread: NotificationRow[]): UnreadCounts {
  const counts = new Map<string, UnreadCounts['counts'][number]>();
  for (const { organisation_id: organisationId, category } of unread) {
    const key = `${organisationId} ${category}`;
    const count = (counts.get(key)?.count ?? 0) + 1;
    counts.set(key, { organisationId, category, count });
  }
  return { total: unread.length, counts: [...counts.values()] };
}

/** A change as the database makes it: what is snoozed is unread, and what is read is not snoozed. */
export function applyChange(table: NotificationTable, ids: string[], change: NotificationChange): void {
  const { isRead, archived, snoozedUntil } = change;
  replace(table, ids, (row) => {
    const read = snoozedUntil ? false : (isRead ?? row.is_read);
    const snoozed = snoozedUntil === undefined ? row.snoozed_until : snoozedUntil;
    return {
      archived_at: archived === undefined ? row.archived_at : archived ? '2026-03-01T10:00:00Z' : null,
      snoozed_until: read && !row.is_read ? null : snoozed,
      is_read: read,
      read_at: read ? '2026-03-01T10:00:00Z' : null,
    };
  });
}

function replace(
  table: NotificationTable,
  ids: string[],
  change: (row: NotificationRow) => Partial<NotificationRow>,
): void {
  table.rows = table.rows.map((row) => (ids.includes(row.id) ? { ...row, ...change(row) } : row));
}
