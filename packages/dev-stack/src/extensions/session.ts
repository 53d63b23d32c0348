import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import type { Log } from '../log.ts';

export interface SessionOptions {
  databaseUrl: string;
  /** Shown in pg_stat_activity. */
  name: string;
  log: Log;
  /**
   * Runs on each new session: whatever happened while there was none must be looked up here.
   * @param ended fires when the session is lost, or closed by `stop`
   */
  onConnect(client: pg.Client, ended: AbortSignal): Promise<void>;
}

export interface KeptSession {
  /** Closes the session once its statement, if it has one, is done. */
  stop(): Promise<void>;
}

/**
 * Keeps one session open, and makes a new one whenever it is lost.
 * Resolves once the first one is open and `onConnect` is done.
 */
export async function keepSession(options: SessionOptions): Promise<KeptSession> {
  const { log } = options;
  const stopping = new AbortController();
  let current: Session | null = null;

  const open = async (): Promise<Session> => {
    const session = await connect(options, stopping.signal);
    current = session;
    return session;
  };

  const keepOpen = async (first: Session): Promise<void> => {
    await first.ended;
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      // The wait ends early, with an error, when the session is stopped: the loop's condition sees it.
      await delay(Math.min(100 * 2 ** attempt, 2000), undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      try {
        const session = await open();
        if (stopping.signal.aborted) return await session.client.end();
        log.info('connected to the database again');
        attempt = -1;
        await session.ended;
      } catch (error) {
        if (attempt === 0) log.warn('the database does not answer, still trying', { error });
      }
    }
  };

  const kept = keepOpen(await open());
  return {
    async stop() {
      stopping.abort();
      await current?.client.end().catch(() => {}); // already closed by the server
      await kept;
    },
  };
}

interface Session {
  client: pg.Client;
  ended: Promise<void>;
}

async function connect(options: SessionOptions, stopping: AbortSignal): Promise<Session> {
  const client = new pg.Client({ connectionString: options.databaseUrl, application_name: options.name });
  const lost = new AbortController();
  const ended = new Promise<void>((resolve) => {
    client.once('end', () => {
      lost.abort();
      resolve();
    });
  });
  client.on('error', (error) => {
    if (!stopping.aborted) options.log.warn('lost the database', { error });
  });
  try {
    await client.connect();
    await options.onConnect(client, lost.signal);
    return { client, ended };
  } catch (error) {
    await client.end().catch(() => {}); // it may never have been open
    throw error;
  }
}

/** Sessions for a worker's own statements, opened when needed, and again after the database was away. */
export function workerPool(options: { databaseUrl: string; name: string; log: Log }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: options.databaseUrl,
    application_name: options.name,
    max: 3,
    allowExitOnIdle: true,
  });
  pool.on('error', (error) => options.log.warn('lost an idle database session', { error }));
  return pool;
}
