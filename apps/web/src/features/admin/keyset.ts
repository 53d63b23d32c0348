import { z } from 'zod';

/** Where a page of a list ended, newest first: the sort key of its last row. */
export interface Position {
  at: string;
  /** A number, or a UUID. */
  id: string;
}

const shape = z.tuple([
  z.iso.datetime({ offset: true }),
  z.union([z.guid(), z.string().regex(/^\d{1,19}$/)]),
]);

/** As it stands in a page's address. */
export const writePosition = ({ at, id }: Position): string =>
  Buffer.from(JSON.stringify([at, id])).toString('base64url');

/** @returns null for anything that `writePosition` did not make: the list then starts at its beginning */
export function readPosition(text: unknown): Position | null {
  if (typeof text !== 'string' || text.length > 400) return null;
  try {
    const result = shape.safeParse(JSON.parse(Buffer.from(text, 'base64url').toString()));
    return result.success ? { at: result.data[0], id: result.data[1] } : null;
  } catch {
    // Not JSON, so not one of ours.
    return null;
  }
}

/**
 * Filter of the Data API: the rows that come after a position, in the order of a time column and the id. A range first, which
 * PostgreSQL reads from an index; two alternatives it would ask of each row from the newest on.
 */
export const after = (column: string, { at, id }: Position): string =>
  `and(${column}.lte."${at}",or(${column}.lt."${at}",id.lt.${id}))`;

/** Rows of a page, out of one more than it holds, and where the next page starts, if there is one. */
export function cut<Row>(rows: Row[], size: number, position: (row: Row) => Position) {
  const page = rows.slice(0, size);
  const last = rows.length > size ? page.at(-1) : undefined;
  return { page, next: last === undefined ? null : writePosition(position(last)) };
}
