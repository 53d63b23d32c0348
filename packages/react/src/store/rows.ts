import type { NotificationChange, NotificationFilters, UnreadScope } from './api.ts';
import type { NotificationRow } from './types.ts';

/** Where a row stands in the order `created_at desc, id desc`. */
export type Position = Pick<NotificationRow, 'created_at' | 'id'>;

/** Sorts as text, to the microsecond: a Date would drop what the database wrote. All of it is in one time zone. */
function keyOf({ created_at, id }: Position): string {
  return created_at.replace(/Z$|[+-][\d:]+$/, ' ') + id;
}

/** Negative when `a` is listed before `b`. */
export function compare(a: Position, b: Position): number {
  const first = keyOf(a);
  const second = keyOf(b);
  return Number(first < second) - Number(first > second);
}

export const isFuture = (instant: string | null) => instant !== null && Date.parse(instant) > Date.now();

/** Whether a row of the user counts as unread: in the inbox, and not read. */
export function isUnread(row: NotificationRow): boolean {
  return matches(row, { isRead: false });
}

/** Whether a row belongs in a list, as far as that can be told here: the words of a search cannot. */
export function matches(
  row: NotificationRow,
  { type, category, priority, isRead, organisationId, view = 'inbox' }: NotificationFilters,
): boolean {
  const shown = row.archived_at ? 'archived' : isFuture(row.snoozed_until) ? 'snoozed' : 'inbox';
  return (
    shown === view &&
    (row.expires_at === null || isFuture(row.expires_at)) &&
    (type ?? row.type) === row.type &&
    (priority ?? row.priority) === row.priority &&
    (isRead ?? row.is_read) === row.is_read &&
    inScope(row.organisation_id, row.category, { organisationId, category })
  );
}

export function inScope(
  organisation: string,
  kind: string,
  { organisationId, category }: UnreadScope,
): boolean {
  return (organisationId ?? organisation) === organisation && (category ?? kind) === kind;
}

/** The row as the server will have it: what is snoozed is unread, and what is read is not snoozed. */
export function changeRow(
  row: NotificationRow,
  { isRead, archived, snoozedUntil }: NotificationChange,
  now: string,
): NotificationRow {
  const changed = { ...row };
  if (archived !== undefined) changed.archived_at = archived ? (row.archived_at ?? now) : null;
  if (snoozedUntil !== undefined) changed.snoozed_until = snoozedUntil;
  if (isRead) changed.snoozed_until = null;
  changed.is_read = !snoozedUntil && (isRead ?? row.is_read);
  changed.read_at = changed.is_read ? (row.read_at ?? now) : null;
  return changed;
}

export function isChanged(before: NotificationRow, after: NotificationRow): boolean {
  return (
    before.is_read !== after.is_read ||
    before.snoozed_until !== after.snoozed_until ||
    !before.archived_at !== !after.archived_at
  );
}

/** The change that makes a changed row again what `row` was. */
export function inverse(row: NotificationRow, { archived }: NotificationChange): NotificationChange {
  if (archived !== undefined) return { archived: row.archived_at !== null };
  return { isRead: row.is_read, snoozedUntil: isFuture(row.snoozed_until) ? row.snoozed_until : null };
}
