import type pg from 'pg';
import { expect, vi } from 'vitest';
import { database } from './support.ts';

export interface Answer {
  eventId: string;
  duplicate: boolean;
}

/** So many times at once, each on a connection of its own as far as there are any. */
export const atOnce = <Result>(times: number, act: (index: number) => Promise<Result>): Promise<Result[]> =>
  Promise.all(Array.from({ length: times }, (_, index) => act(index)));

/** `notify(event)`, on a connection of its own or on one that is in a transaction. */
export async function notify(event: object, connection: pg.Pool | pg.PoolClient = database): Promise<Answer> {
  const { rows } = await connection.query('select public.notify($1) as answer', [event]);
  return rows[0].answer;
}

/** A transaction: committed at the end, rolled back when `act` fails. */
export async function transaction<Result>(
  act: (connection: pg.PoolClient) => Promise<Result>,
): Promise<Result> {
  const connection = await database.connect();
  try {
    await connection.query('begin');
    const result = await act(connection);
    await connection.query('commit');
    return result;
  } catch (error) {
    await connection.query('rollback');
    throw error;
  } finally {
    connection.release();
  }
}

/** Until somebody waits for a lock that this connection holds, or `isDone`: there is nothing to wait for. */
export async function untilBlockedBy(connection: pg.PoolClient, isDone = () => false): Promise<void> {
  const { rows } = await connection.query('select pg_backend_pid() as pid');
  await vi.waitFor(
    async () => {
      const blocked = await database.query(
        'select pid from pg_stat_activity where $1 = any (pg_blocking_pids(pid))',
        [rows[0].pid],
      );
      expect(isDone() || blocked.rowCount !== 0).toBe(true);
    },
    { interval: 5, timeout: 5_000 },
  );
}

/** Until somebody whose statement matches waits for a lock. */
export async function untilWaiting(statement: RegExp): Promise<void> {
  await vi.waitFor(
    async () => {
      const { rows } = await database.query(
        `select 1 from pg_stat_activity where wait_event_type = 'Lock' and query ~ $1 and pid <> pg_backend_pid()`,
        [statement.source],
      );
      expect(rows.length).toBeGreaterThan(0);
    },
    { interval: 5, timeout: 5_000 },
  );
}
