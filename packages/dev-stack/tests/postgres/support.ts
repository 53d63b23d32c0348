import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { silent } from '../../src/log.ts';
import { freePort } from '../../src/ports.ts';
import { bootstrap } from '../../src/postgres/bootstrap.ts';
import { startPostgres } from '../../src/postgres/server.ts';
import { throwaway } from './throwaway.ts';

export const passwords = { postgres: 'p', authenticator: 'a' };

export interface BootstrappedServer {
  /** The superuser. */
  adminUrl: string;
  urlOf(role: keyof typeof passwords): string;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own that is what a hosted project is before its first migration. */
export async function startBootstrapped(): Promise<BootstrappedServer> {
  const folder = await mkdtemp(join(tmpdir(), 'cassius-bootstrap-'));
  const port = await freePort();
  const dataDir = join(folder, 'data');
  const server = await startPostgres({ dataDir, port, password: 's', log: silent, settings: throwaway });
  await bootstrap(server.adminUrl, { passwords });
  return {
    adminUrl: server.adminUrl,
    urlOf: (role) => `postgresql://${role}:${passwords[role]}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Runs some work in a session of its own. */
export async function as<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
