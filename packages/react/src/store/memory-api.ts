import { type NotificationsApi, NotificationsApiError, type UnreadCounts } from './api.ts';
import { connectRealtime } from './connect-realtime.ts';
import { createMemoryPreferences } from './memory-preferences.ts';
import { createMemoryRealtime } from './memory-realtime.ts';
import { type MemoryNotification, MemoryTable, newestFirst } from './memory-table.ts';
import type { NotificationMute, PreferencesApi, PreferencesState } from './preferences-api.ts';
import type { NotificationsRealtime } from './realtime.ts';
import type { NotificationRow } from './types.ts';

export type { MemoryNotification } from './memory-table.ts';

export type MemoryCall = keyof NotificationsApi | keyof PreferencesApi;

export interface MemoryApiOptions {
  /** What differs from the usual preferences. */
  preferences?: Partial<PreferencesState>;
  mutes?: NotificationMute[];
  /**
   * Stands around every call: waits to show what loading looks like, throws to show a failure. `answer` reads or writes
   * the memory at the moment it is called.
   */
  intercept?<T>(call: MemoryCall, answer: () => T): Promise<T>;
}

export interface MemoryApi extends NotificationsApi, PreferencesApi {
  /** For the provider: says at once when something was inserted or written here. */
  realtime: NotificationsRealtime;
  /** New ones arrive. What they do not say is filled in; what is muted is dropped. */
  insert(...notifications: MemoryNotification[]): NotificationRow[];
}

/** Notifications and preferences in memory, for stories, tests and examples. They are gone with the page. */
export function createMemoryApi(
  notifications: MemoryNotification[] = [],
  { preferences, mutes = [], intercept }: MemoryApiOptions = {},
): MemoryApi {
  const table = new MemoryTable();
  table.insert(notifications);
  table.mutes = mutes;
  const own = createMemoryPreferences(preferences);
  const realtime = createMemoryRealtime();

  async function answer<T>(call: MemoryCall, value: () => T): Promise<T> {
    return intercept ? intercept(call, value) : value();
  }
  async function write<T>(call: MemoryCall, value: () => T): Promise<T> {
    const result = await answer(call, value);
    realtime.hint();
    return result;
  }

  return {
    // What is in memory is of this window alone: no other has to relay its hints.
    realtime: connectRealtime(realtime, Math.random().toString(36)),
    insert(...given) {
      const rows = table.insert(given);
      realtime.hint();
      return rows;
    },
    list: ({ limit = 20, cursor, until, ...filters } = {}) =>
      answer('list', () => {
        const rows = table
          .select(filters)
          .filter((row) => !cursor || newestFirst(row, positionOf('cursor', cursor)) > 0)
          .filter((row) => !until || newestFirst(row, positionOf('until', until)) <= 0);
        const page = rows.slice(0, limit);
        const last = rows.length > limit ? page.at(-1) : undefined;
        return { notifications: page, nextCursor: last ? `${last.created_at} ${last.id}` : null };
      }),
    unread: (scope) =>
      answer('unread', () => {
        const unread = table.select({ ...scope, isRead: false });
        const counts: UnreadCounts['counts'] = [];
        for (const { organisation_id: organisationId, category } of unread) {
          const group = counts.find(
            (one) => one.organisationId === organisationId && one.category === category,
          );
          if (group) group.count += 1;
          else counts.push({ organisationId, category, count: 1 });
        }
        return { total: unread.length, counts };
      }),
    update: (ids, change) =>
      write('update', () => {
        const found = ids.filter((id) => table.update(id, change));
        if (ids.length === 1 && found.length === 0) throw notFound();
      }),
    click: (id) =>
      write('click', () => {
        if (!table.click(id)) throw notFound();
      }),
    markAllRead: (scope) =>
      write('markAllRead', () => {
        const ids = table.select({ ...scope, isRead: false }).map((row) => row.id);
        for (const id of ids) table.update(id, { isRead: true });
        return { updated: ids.length, ids: ids.slice(0, 1_000) };
      }),
    markSeen: (ids) =>
      write('markSeen', () => {
        for (const id of ids) table.see(id);
      }),
    mute: (target) => write('mute', () => ({ id: table.mute(target).id })),
    unmute: (id) =>
      write('unmute', () => {
        table.mutes = table.mutes.filter((mute) => mute.id !== id);
      }),
    load: (organisationId) => answer('load', () => own.load(organisationId)),
    save: (organisationId, change) => write('save', () => own.save(organisationId, change)),
    mutes: () => answer('mutes', () => table.mutes),
  };
}

function positionOf(field: string, cursor: string): Pick<NotificationRow, 'created_at' | 'id'> {
  const [createdAt, id] = cursor.split(' ');
  if (createdAt && id) return { created_at: createdAt, id };
  const message = `${field}: not a cursor of this list`;
  throw new NotificationsApiError(message, { code: 'invalid_cursor', status: 400, field });
}

function notFound(): NotificationsApiError {
  return new NotificationsApiError('No such notification', { code: 'not_found', status: 404 });
}
