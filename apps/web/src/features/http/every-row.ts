import type { DatabaseError } from './database-error.ts';

/** The Data API gives at most this many rows at once, and does not say that there are more. */
const AT_ONCE = 1000;

/**
 * Every row of an answer that may be longer than the Data API gives at once.
 * @param read asks for the rows from one position to another, both counted, in an order that does not change
 * @param refuse makes what is thrown from a refusal
 */
export async function everyRow<Row>(
  read: (from: number, to: number) => PromiseLike<{ data: Row[] | null; error: DatabaseError | null }>,
  refuse: (error: DatabaseError) => Error,
): Promise<Row[]> {
  const rows: Row[] = [];
  for (;;) {
    const { data, error } = await read(rows.length, rows.length + AT_ONCE - 1);
    if (error) throw refuse(error);
    rows.push(...(data ?? []));
    if (data === null || data.length < AT_ONCE) return rows;
  }
}
