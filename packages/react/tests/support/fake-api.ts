import { type NotificationsApi, NotificationsApiError } from '../../src/index.ts';
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
}

/** The API contract over a table in memory. */
export function createFakeApi(table: NotificationTable): FakeApi {
  const failing = new Set<Call>();
  const gates = new Map<Call, Promise<void>>();
  const calls: Call[] = [];

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
    list: ({ limit = 20, cursor, ...filters } = {}) =>
      answer('list', () => {
        const rows = table.select(filters);
        const from = rows.findIndex((row) => row.id === cursor) + 1;
        const notifications = rows.slice(from, from + limit);
        const hasMore = rows.length > from + limit;
        return { notifications, nextCursor: hasMore ? (notifications.at(-1)?.id ?? null) : null };
      }),
    unreadCount: (scope) => answer('unreadCount', () => table.unread(scope?.organisationId)),
    markRead: (id) =>
      answer('markRead', () => {
        table.update((row) => row.id === id, { is_read: true, read_at: '2026-03-01T10:00:00Z' });
      }),
    markAllRead: () => answer('markAllRead', () => table.update((row) => !row.is_read, { is_read: true })),
    markSeen: (ids) =>
      answer('markSeen', () => {
        table.update((row) => ids.includes(row.id), { seen_at: '2026-03-01T10:00:00Z' });
      }),
    archive: (id) =>
      answer('archive', () => {
        table.update((row) => row.id === id, { archived_at: '2026-03-01T10:00:00Z' });
      }),
  };
}
