import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startTemporaryDatabase, type TemporaryDatabase } from '@cassius/dev-stack/src/postgres/temporary.ts';
import pg from 'pg';
import type { Context } from '../benchmark.ts';
import { postmaster } from '../measure/processes.ts';

/**
 * Of a small hosted project with its memory used: what would otherwise be measured is the default of 128 MB. Durable as in
 * production; the write-ahead log is large enough that a checkpoint falls between measurements rather than into one.
 */
const SETTINGS = {
  shared_buffers: '1GB',
  effective_cache_size: '4GB',
  // As hosted projects have it: their disks seek as fast as they read on.
  random_page_cost: '1.1',
  effective_io_concurrency: '200',
  work_mem: '16MB',
  maintenance_work_mem: '512MB',
  max_wal_size: '16GB',
  checkpoint_timeout: '30min',
  jit: 'off',
};

export interface Database extends TemporaryDatabase {
  /** Folder of the server and its secrets. */
  readonly dataDir: string;
}

/**
 * Runs some work on a database of its own, migrated and seeded.
 * @param name of its folder, one a run
 */
export async function withDatabase<T>(
  context: Context,
  name: string,
  work: (database: Database) => Promise<T>,
): Promise<T> {
  const { server, progress } = context;
  const database = await progress.step('database', () =>
    server ? server.anew(() => start(context, 'database')) : start(context, name),
  );
  try {
    return await work(database);
  } finally {
    if (!server) await database.stop();
  }
}

async function start({ root, scratch, signal }: Context, name: string): Promise<Database> {
  const dataDir = join(scratch, name);
  const watch = setInterval(() => signal.aborted && endAtOnce(dataDir), 100);
  const database = await startTemporaryDatabase({ dataDir, root, settings: SETTINGS }).finally(() =>
    clearInterval(watch),
  );
  const stopped = new AbortController();
  const cancel = () => void cancelQueries(database.adminUrl, stopped.signal);
  signal.addEventListener('abort', cancel, { once: true });
  const stop = async () => {
    signal.removeEventListener('abort', cancel);
    stopped.abort();
    endAtOnce(dataDir);
    await database.stop();
  };
  if (signal.aborted) {
    await stop();
    signal.throwIfAborted();
  }
  return { ...database, dataDir, stop };
}

/** Ends a server without writing out what is thrown away: that would take many seconds after a large benchmark. */
function endAtOnce(dataDir: string): void {
  try {
    process.kill(postmaster(dataDir), 'SIGQUIT');
  } catch (error) {
    // Not up yet, or gone already.
    if (!['ENOENT', 'ESRCH'].includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
  }
}

/** Ends what the server is at, again and again: whoever waits for it finds out, and stops what it has started. */
async function cancelQueries(adminUrl: string, stopped: AbortSignal): Promise<void> {
  try {
    await withClient(adminUrl, async (client) => {
      while (!stopped.aborted) {
        await client.query(
          `select pg_cancel_backend(pid) from pg_stat_activity
           where state = 'active' and backend_type = 'client backend' and pid <> pg_backend_pid()`,
        );
        await pause(200, undefined, { signal: stopped });
      }
    });
  } catch {
    // The server has gone, which is what was wanted.
  }
}

/** Opens a connection. When the server ends it, the next query says so. */
export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => {});
  await client.connect();
  return client;
}

/** Runs some work on a connection, which is closed after it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
