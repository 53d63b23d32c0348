import type { UnreadCounts } from './api.ts';
import { isUnread } from './rows.ts';
import type { NotificationRow } from './types.ts';

type Counts = UnreadCounts['counts'];

/** A change on its way to the server: everything is shown as if it had arrived. */
export interface Write {
  /** The rows concerned, as they were shown: lists that do not have them may have to take them in. */
  rows: NotificationRow[];
  applies(row: NotificationRow): boolean;
  change(row: NotificationRow): NotificationRow;
  /** What becomes of the counts, when more changes than `rows`. */
  count?(counts: Counts): Counts;
}

export interface PendingWrite extends Write {
  done: Promise<unknown>;
}

/** Whether it matters which of two writes the server sees first. */
export function overlaps(one: Write, other: Write): boolean {
  return Boolean(one.count || other.count || one.rows.some((row) => other.applies(row)));
}

/**
 * Counts as they look with a write.
 * @param find the row as it is before the write
 */
export function countsWith(
  counts: Counts,
  write: Write,
  find: (row: NotificationRow) => NotificationRow,
): Counts {
  if (write.count) return write.count(counts);
  return write.rows.map(find).reduce((result, row) => {
    const difference = Number(isUnread(write.change(row))) - Number(isUnread(row));
    return difference ? add(result, row.organisation_id, row.category, difference) : result;
  }, counts);
}

export function add(
  counts: Counts,
  organisationId: string,
  category: Counts[number]['category'],
  difference: number,
): Counts {
  const isSame = (entry: Counts[number]) =>
    entry.organisationId === organisationId && entry.category === category;
  const count = (counts.find(isSame)?.count ?? 0) + difference;
  const others = counts.filter((entry) => !isSame(entry));
  return count > 0 ? [...others, { organisationId, category, count }] : others;
}
