import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { combine, type SuiteResult } from './result.ts';
import { readTap } from './tap.ts';

export interface DatabaseTestOptions {
  /** Superuser: loads the helpers. */
  adminUrl: string;
  /** Role `postgres`: runs the tests, as migrations do. */
  databaseUrl: string;
  /** Folder of the checkout. */
  root: string;
  /** Parts of file names; all files when empty. */
  filters?: readonly string[];
  signal: AbortSignal;
}

/** Runs the pgTAP files of supabase/tests/database, each in the transaction that it opens itself. */
export async function runDatabaseTests(options: DatabaseTestOptions): Promise<SuiteResult> {
  const folder = join(options.root, 'supabase', 'tests');
  await runSql(options.adminUrl, await readFile(join(folder, 'helpers.sql'), 'utf8'));
  const results: SuiteResult[] = [];
  for (const file of (await readdir(join(folder, 'database'))).sort()) {
    if (!file.endsWith('.sql') || !isWanted(file, options.filters)) continue;
    options.signal.throwIfAborted();
    const { lines, error } = await collect(
      options.databaseUrl,
      await readFile(join(folder, 'database', file), 'utf8'),
    );
    results.push(readTap(file, lines.join('\n'), error));
  }
  return combine(results);
}

const isWanted = (file: string, filters: readonly string[] = []) =>
  filters.length === 0 || filters.some((part) => file.includes(part));

async function runSql(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Runs a whole file and keeps the lines that came before an error, which `client.query` alone would lose. */
async function collect(url: string, sql: string): Promise<{ lines: string[]; error: string | null }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const lines: string[] = [];
  try {
    const error = await new Promise<string | null>((resolve) => {
      const query = new pg.Query(sql);
      query.on('row', (row: unknown) => {
        for (const value of Object.values(row as object)) if (typeof value === 'string') lines.push(value);
      });
      query.on('error', (problem: Error & { where?: string }) =>
        resolve([problem.message, problem.where].filter(Boolean).join('\n')),
      );
      query.on('end', () => resolve(null));
      client.query(query);
    });
    return { lines, error };
  } finally {
    await client.end();
  }
}
