import type pg from 'pg';
import type { Context } from '../benchmark.ts';
import { withClient } from '../database/database.ts';
import { withoutIndexes } from '../database/indexes.ts';
import { ownMemory, processorTime } from '../measure/processes.ts';
import { timed } from '../measure/turns.ts';

/** What writing some digests took. */
export interface Built {
  emails: number;
  items: number;
  ms: number;
  processorMs: number;
  walBytes: number;
}

export interface Round {
  engine: Built & {
    /** Milliseconds of each batch. */
    batches: number[];
    /** Most that the backend had of its own, in bytes. */
    memory: number;
  };
  byHand: Built;
}

/** How often the memory of a backend is looked at, in milliseconds. */
const SAMPLE_MS = 10;

/**
 * Builds digests as cron does, in a session of its own, and then writes the same rows by hand.
 * @param admin superuser
 * @param url of role `postgres`, as which cron's job runs
 * @param batches at most so many
 */
export async function measureRound(
  { signal }: Context,
  admin: pg.Client,
  url: string,
  batches: number,
): Promise<Round> {
  const { rows } = await admin.query<{ now: string }>('select clock_timestamp()::text as now');
  const since = rows[0]?.now ?? '';
  const engine = await withClient(url, (client) => build(client, batches, signal));
  const { items, emails } = await layReady(admin, since);
  const byHand = await withClient(url, (client) => measure(client, () => writeByHand(client)));
  return {
    engine: { ...engine, items, emails },
    byHand: { ...byHand, items, emails },
  };
}

async function build(client: pg.Client, atMost: number, signal: AbortSignal) {
  const batches: number[] = [];
  let memory = 0;
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  const pid = rows[0]?.pid ?? 0;
  const sampling = setInterval(() => {
    memory = Math.max(memory, ownMemory(pid) ?? 0);
  }, SAMPLE_MS);
  try {
    const measured = await measure(client, async () => {
      while (batches.length < atMost && (await isDue(client))) {
        signal.throwIfAborted();
        batches.push(await timed(() => client.query('select notify.build_digests()')));
      }
    });
    return { ...measured, batches, memory };
  } finally {
    clearInterval(sampling);
  }
}

export async function isDue(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ due: boolean }>('select notify.digests_due() as due');
  return rows[0]?.due ?? false;
}

async function measure(client: pg.Client, work: () => Promise<unknown>) {
  const { rows } = await client.query<{ pid: number; lsn: string }>(
    'select pg_backend_pid() as pid, pg_current_wal_insert_lsn()::text as lsn',
  );
  const { pid, lsn } = rows[0] as { pid: number; lsn: string };
  const before = processorTime(pid);
  const ms = await timed(work);
  const { rows: after } = await client.query<{ bytes: number }>(
    'select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), $1::pg_lsn)::float8 as bytes',
    [lsn],
  );
  return { ms, processorMs: processorTime(pid) - before, walBytes: after[0]?.bytes ?? 0 };
}

/** Twins of what waits, so that marking them costs what it costs the engine. To be called when the twins have been made. */
export const copyWaiting = (admin: pg.ClientBase): Promise<void> =>
  withoutIndexes(admin, ['by_hand.notification_digest'], () => copyRows(admin));

async function copyRows(admin: pg.ClientBase): Promise<void> {
  await admin.query('begin');
  await admin.query('set local session_replication_role = replica');
  await admin.query('insert into by_hand.notification_digest select * from public.notification_digest');
  await admin.query('create table by_hand.marked (id uuid)');
  await admin.query('grant select on by_hand.marked to postgres');
  await admin.query('commit');
}

/** The rows that the engine has just written, for writing them by hand. */
async function layReady(admin: pg.Client, since: string): Promise<{ items: number; emails: number }> {
  await admin.query('truncate by_hand.ready_email_outbox, by_hand.marked');
  const marked = await admin.query(
    'insert into by_hand.marked select id from public.notification_digest where sent_at > $1::timestamptz',
    [since],
  );
  const ready = await admin.query(
    `insert into by_hand.ready_email_outbox
     select * from public.email_outbox where type = 'DIGEST' and created_at > $1::timestamptz`,
    [since],
  );
  await admin.query('analyze by_hand.ready_email_outbox, by_hand.marked');
  return { items: marked.rowCount ?? 0, emails: ready.rowCount ?? 0 };
}

/** The same emails written and the same rows marked, in two statements: nothing is looked up and nothing decided. */
async function writeByHand(client: pg.Client): Promise<void> {
  await client.query('begin');
  await client.query('insert into by_hand.email_outbox select * from by_hand.ready_email_outbox');
  await client.query(
    `update by_hand.notification_digest as entry set sent_at = now() from by_hand.marked where marked.id = entry.id`,
  );
  await client.query('commit');
}

/** Rows of one table that were touched. */
export interface Touched {
  table: string;
  inserted: number;
  updated: number;
  deleted: number;
}

/** Rows touched so far, by table; those of our own twins are left out. */
export async function touchedRows(admin: pg.ClientBase): Promise<Touched[]> {
  // A session tells the statistics of what it did when it ends, which is not before its client has gone.
  await admin.query('select pg_sleep(0.5), pg_stat_clear_snapshot()');
  const { rows } = await admin.query<Touched>(
    `select schemaname || '.' || relname as table,
       n_tup_ins::float8 as inserted, n_tup_upd::float8 as updated, n_tup_del::float8 as deleted
     from pg_stat_user_tables where schemaname <> 'by_hand' order by 1`,
  );
  return rows;
}

/** What was touched between two looks, without the tables of which nothing was. */
export function touchedBetween(before: readonly Touched[], after: readonly Touched[]): Touched[] {
  return after.flatMap(({ table, inserted, updated, deleted }) => {
    const earlier = before.find((one) => one.table === table);
    const change = {
      table,
      inserted: inserted - (earlier?.inserted ?? 0),
      updated: updated - (earlier?.updated ?? 0),
      deleted: deleted - (earlier?.deleted ?? 0),
    };
    return change.inserted + change.updated + change.deleted > 0 ? [change] : [];
  });
}
