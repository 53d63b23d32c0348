import type pg from 'pg';
import { connect } from '../database/database.ts';

/** A statement as the Data API sends it: prepared once a connection, run for one person after another. */
export interface Statement {
  name: string;
  text: string;
  values: unknown[];
}

export interface Took {
  /** Milliseconds in the server: from the message that binds the values to the last row that it sends. */
  server: number;
  /** Milliseconds that the client waits. */
  roundTrip: number;
}

/** A connection that acts as one person after another, as the Data API's do. */
export interface Session {
  run(userId: string, statement: Statement): Promise<Took>;
  /** Its rows. */
  rows<Row extends pg.QueryResultRow>(userId: string, statement: Statement): Promise<Row[]>;
  end(): Promise<void>;
}

/**
 * Opens a session.
 * @param admin superuser, who lets the role read how long its statements take
 * @param login as whom it connects
 * @param role that it takes for each statement; without one the login's own
 */
export async function openSession(
  admin: pg.Client,
  url: string,
  login: 'authenticator' | 'postgres',
  role?: 'authenticated',
): Promise<Session> {
  await admin.query(`grant set on parameter log_duration, log_min_messages to ${login}`);
  const client = await connect(url);
  // The server's own clock, told to the client alone: nothing is counted row by row as EXPLAIN ANALYZE would.
  await client.query(
    "set log_min_messages = 'fatal'; set client_min_messages = 'log'; set log_duration = on",
  );
  let server = 0;
  client.on('notice', ({ message }) => {
    server += Number(/^duration: ([\d.]+) ms/.exec(message ?? '')?.[1] ?? 0);
  });
  async function as<T>(userId: string, work: () => Promise<T>): Promise<T> {
    const claims = JSON.stringify({ sub: userId, role: role ?? login });
    await client.query(
      `begin;
       ${role ? `set local role ${role};` : ''}
       select set_config('request.jwt.claims', ${client.escapeLiteral(claims)}, true)`,
    );
    try {
      return await work();
    } finally {
      await client.query('commit');
    }
  }
  return {
    run: (userId, statement) =>
      as(userId, async () => {
        server = 0;
        const since = performance.now();
        await client.query(statement);
        return { server, roundTrip: performance.now() - since };
      }),
    rows: (userId, statement) => as(userId, async () => (await client.query(statement)).rows),
    end: () => client.end(),
  };
}
