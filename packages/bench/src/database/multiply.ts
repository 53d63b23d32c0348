import type pg from 'pg';
import { withoutIndexes } from './indexes.ts';

/** Rows of a table that are copied. */
export interface Original {
  table: string;
  /** Which of its rows: SQL over its columns. */
  where: string;
  /** Columns that are not copied: SQL over the columns of the row and `copy`, its number. */
  set?: Record<string, string>;
}

export interface MultiplyOptions {
  /** Numbers of the copies, from the first to the last. */
  from: number;
  to: number;
  /** Columns of uuids that are others in each copy: a hash of the original and the copy's number, so that references still meet. */
  fresh: readonly string[];
  /** Of very many: indexes are built when all copies are written. */
  bulk?: boolean;
}

/**
 * Makes a large world of a small one that the engine itself has written: set-based, without triggers, and without asking
 * whether what is referred to exists. Statistics are up to date afterwards.
 * @param admin a superuser
 */
export async function multiply(
  admin: pg.ClientBase,
  originals: readonly Original[],
  { from, to, fresh, bulk = false }: MultiplyOptions,
): Promise<void> {
  const tables = [...new Set(originals.map(({ table }) => table))];
  const copy = () => copyRows(admin, originals, { from, to, fresh });
  await (bulk ? withoutIndexes(admin, tables, copy) : copy());
  await admin.query(`vacuum (analyze) ${tables.join(', ')}`);
}

async function copyRows(
  admin: pg.ClientBase,
  originals: readonly Original[],
  { from, to, fresh }: MultiplyOptions,
): Promise<void> {
  await admin.query('begin');
  await admin.query('set local session_replication_role = replica');
  for (const { table, where, set = {} } of originals) {
    const columns = await columnsOf(admin, table);
    const values = columns.map(({ name, type }) => {
      const given = set[name];
      if (given !== undefined) return given;
      return type === 'uuid' && fresh.includes(name) ? `md5(copy || ${name}::text)::uuid` : name;
    });
    await admin.query(
      `insert into ${table} (${columns.map(({ name }) => name).join(', ')})
       select ${values.join(', ')}
       from (select * from ${table} where ${where}) as original
       cross join generate_series(${from}, ${to}) as copy`,
    );
  }
  await admin.query('commit');
}

async function columnsOf(admin: pg.ClientBase, table: string): Promise<{ name: string; type: string }[]> {
  const { rows } = await admin.query<{ name: string; type: string }>(
    `select quote_ident(attname) as name, atttypid::regtype::text as type from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [table],
  );
  return rows;
}
