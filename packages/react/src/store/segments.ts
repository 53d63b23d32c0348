import type { NotificationFilters, NotificationPage } from './api.ts';
import { compare, matches, type Position } from './rows.ts';
import type { NotificationRow } from './types.ts';
import type { Write } from './writes.ts';

/** The end of what is loaded: the cursor for the server, and the row that it was made of to compare with. */
export interface Boundary {
  cursor: string;
  row: Position;
}

/**
 * A stretch of a list between two boundaries that stay where they are, whatever happens to the rows: so it can be
 * read again alone, and a row can be in no two of them.
 */
export interface Segment {
  rows: NotificationRow[];
  /** It starts where the one before ends; undefined: it reaches to the end of the list. */
  until: Boundary | undefined;
  /** On the store's clock; 0: it has a hole that was never read. */
  readAt: number;
  /** How many times in a row it overflowed. */
  overflows: number;
}

/** Rows by stretch as they look with a write: changed, gone from this list, or come into it. */
export function withWrite(segments: Segment[], write: Write, filters: NotificationFilters): Segment[] {
  const elsewhere = new Map(write.rows.map((row) => [row.id, row]));
  const result = segments.map((segment) => {
    const rows = segment.rows.flatMap((row) => {
      elsewhere.delete(row.id);
      if (!write.applies(row)) return row;
      const changed = write.change(row);
      return matches(changed, filters) ? changed : [];
    });
    return isSame(rows, segment.rows) ? segment : { ...segment, rows };
  });
  // Only the server can tell whether the words of a search are in a row.
  if (filters.q) return result;
  for (const row of elsewhere.values()) {
    const changed = write.change(row);
    if (!matches(changed, filters)) continue;
    const index = result.findIndex(({ until }) => !until || compare(changed, until.row) <= 0);
    const segment = result[index];
    if (segment) result[index] = { ...segment, rows: [...segment.rows, changed].sort(compare) };
  }
  return result;
}

/** Puts together what has become small or empty: few requests, and no stretch that can never come into view. */
export function tidy(segments: Segment[], pageSize: number): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    const size = (last?.rows.length ?? 0) + segment.rows.length;
    const isSmall = size <= pageSize || !last?.rows.length || !segment.rows.length;
    // A hole is read by itself.
    if (last?.readAt && segment.readAt && isSmall) {
      result[result.length - 1] = {
        ...segment,
        rows: [...last.rows, ...segment.rows],
        readAt: Math.min(last.readAt, segment.readAt),
      };
    } else {
      result.push(segment);
    }
  }
  return result;
}

/**
 * What becomes of a stretch when it was read again, or of the end of the list when a page was added. Rows beyond what
 * one answer holds become a stretch of their own, with a hole that is read next.
 */
export function reread(known: Segment | undefined, answer: NotificationPage, at: number): Segment[] {
  const rows = reuse(answer.notifications, known?.rows ?? []);
  const row = rows.at(-1);
  const end = answer.nextCursor !== null && row ? { cursor: answer.nextCursor, row } : undefined;
  const fresh: Segment = { rows, until: end ?? known?.until, readAt: at, overflows: 0 };
  if (!end || !known?.until) return [fresh];
  const overflows = known.overflows + 1;
  const rest = known.rows.filter((old) => compare(old, end.row) > 0);
  return [fresh, { rows: rest, until: known.until, readAt: 0, overflows }];
}

/** Keeps the object of every row that did not change, so that what shows it need not render again. */
export function reuse(rows: NotificationRow[], known: NotificationRow[]): NotificationRow[] {
  const byId = new Map(known.map((row) => [row.id, row]));
  return rows.map((row) => {
    const before = byId.get(row.id);
    return before && JSON.stringify(before) === JSON.stringify(row) ? before : row;
  });
}

export function isSame<Item>(a: Item[], b: Item[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}
