import { join } from 'node:path';
import { startTemporaryDatabase, type TemporaryDatabase } from '@cassius/dev-stack/src/postgres/temporary.ts';
import pg from 'pg';
import type { Context } from '../benchmark.ts';

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

/**
 * Runs some work on a database of its own, migrated and seeded.
 * @param name of its folder, one a run
 */
export async function withDatabase<T>(
  context: Context,
  name: string,
  work: (database: TemporaryDatabase) => Promise<T>,
): Promise<T> {
  const database = await context.progress.step('database', () =>
    startTemporaryDatabase({
      dataDir: join(context.scratch, name),
      root: context.root,
      settings: SETTINGS,
    }),
  );
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
}

/** Runs some work on a connection, which is closed after it. */
export async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
