import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import type { Log } from '../log.ts';
import { runToEnd } from '../program.ts';
import { quiet, supabaseCli } from '../supabase-cli.ts';

export interface MigrateOptions {
  /** Role `postgres` of the database to bring up to date. */
  databaseUrl: string;
  /** Folder that holds `supabase/`. */
  root: string;
  /** Whether to run the seed files of config.toml afterwards. */
  seed: boolean;
  log: Log;
}

/**
 * Applies the migrations that the database lacks, with the supabase CLI: the very command that deploys them.
 * @returns how many were applied
 * @throws with the CLI's words when a migration or the seed is refused
 */
export async function migrate(options: MigrateOptions): Promise<number> {
  const { databaseUrl, root, seed, log } = options;
  const applied = await appliedVersions(databaseUrl);
  const missing = (await localVersions(root)).filter((version) => !applied.has(version));
  // Starting the CLI takes a second: not for nothing.
  if (missing.length === 0 && !seed) return 0;
  await push(databaseUrl, root, seed);
  log.info('applied', { migrations: missing.length, seed });
  return missing.length;
}

async function localVersions(root: string): Promise<string[]> {
  const files = await readdir(join(root, 'supabase', 'migrations'));
  return files.flatMap((file) => /^(\d+)_.*\.sql$/.exec(file)?.[1] ?? []);
}

async function appliedVersions(databaseUrl: string): Promise<Set<string>> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const history = await client.query<{ exists: boolean }>(
      `select to_regclass('supabase_migrations.schema_migrations') is not null as exists`,
    );
    if (!history.rows[0]?.exists) return new Set();
    const { rows } = await client.query<{ version: string }>(
      'select version from supabase_migrations.schema_migrations',
    );
    return new Set(rows.map((row) => row.version));
  } finally {
    await client.end();
  }
}

async function push(databaseUrl: string, root: string, seed: boolean): Promise<void> {
  const args = [supabaseCli(), 'db', 'push', `--remote=${databaseUrl}`, '--workdir', root, '--include-all'];
  args.push('--skip-vault', '--yes', '--agent', 'no', ...(seed ? ['--include-seed'] : []));
  const env = { ...process.env, ...quiet };
  const { status, output } = await runToEnd(process.execPath, args, { cwd: root, env });
  if (status !== 0) throw new Error(`the supabase CLI refused (${status}):\n${output.trim()}`);
}
