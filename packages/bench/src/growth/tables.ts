import type pg from 'pg';

/** What a notification leaves rows in. */
export const TABLES = [
  'notifications',
  'notification_events',
  'notification_deliveries',
  'email_outbox',
] as const;
export type TableName = (typeof TABLES)[number];

/** Bytes of a table and of each of its indexes, TOAST with the table. */
export interface Bytes {
  table: TableName;
  heap: number;
  indexes: Record<string, number>;
}

export const totalOf = ({ heap, indexes }: Bytes): number =>
  heap + Object.values(indexes).reduce((sum, bytes) => sum + bytes, 0);

export async function sizesOf(admin: pg.Client): Promise<Bytes[]> {
  const { rows } = await admin.query<{ table: TableName; heap: string; indexes: Record<string, number> }>(
    `select
       wanted.name as table,
       pg_table_size(format('public.%I', wanted.name)::regclass) as heap,
       coalesce(
         (
           select jsonb_object_agg(indexrelid::regclass, pg_relation_size(indexrelid))
           from pg_index where indrelid = format('public.%I', wanted.name)::regclass
         ), '{}'
       ) as indexes
     from unnest($1::text[]) with ordinality as wanted (name, place)
     order by wanted.place`,
    [[...TABLES]],
  );
  return rows.map(({ heap, ...rest }) => ({ ...rest, heap: Number(heap) }));
}

/** Rows that live, that are dead and not vacuumed yet, and that were ever written, as the server counts them. */
export interface Rows {
  live: number;
  dead: number;
  inserted: number;
}

export async function rowsOf(admin: pg.Client): Promise<Record<TableName, Rows>> {
  const { rows } = await admin.query<{ table: TableName; live: string; dead: string; inserted: string }>(
    `select relname as table, n_live_tup as live, n_dead_tup as dead, n_tup_ins as inserted
     from pg_stat_user_tables where schemaname = 'public' and relname = any ($1)`,
    [[...TABLES]],
  );
  return Object.fromEntries(
    rows.map(({ table, live, dead, inserted }) => [
      table,
      { live: Number(live), dead: Number(dead), inserted: Number(inserted) },
    ]),
  ) as Record<TableName, Rows>;
}

/** Writes each table and its indexes anew: as dense as they get. */
export async function rewrite(admin: pg.Client): Promise<void> {
  for (const table of TABLES) await admin.query(`vacuum (full, analyze) public.${table}`);
}
