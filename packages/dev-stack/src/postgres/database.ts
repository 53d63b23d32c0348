import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { databaseUrl, vaultSecrets } from '../environment.ts';
import { installExtensions } from '../extensions/install.ts';
import type { Log } from '../log.ts';
import { migrate } from '../migrations/apply.ts';
import type { Ports } from '../ports.ts';
import type { Secrets } from '../secrets.ts';
import type { Addresses } from '../state.ts';
import { bootstrap } from './bootstrap.ts';
import { postgresHome } from './home.ts';
import { type PostgresServer, startPostgres } from './server.ts';
import { writeVaultSecrets } from './vault.ts';

export interface DatabaseOptions {
  dataDir: string;
  root: string;
  ports: Ports;
  secrets: Secrets;
  addresses: Addresses;
  logOf: (name: string) => Log;
  /** Server settings beside the usual ones. */
  settings?: Record<string, string>;
}

/** Exists once migrations and seed are in: a database without it was interrupted while it was made. */
const markerOf = (dataDir: string) => join(dataDir, 'database.complete');

/**
 * Starts the database with everything in it: roles, migrations, on its first start the demo data, and the secrets that
 * SQL needs. One that was interrupted while it was made is made anew.
 */
export async function startDatabase(options: DatabaseOptions): Promise<PostgresServer> {
  const { dataDir, root, ports, secrets, addresses, logOf, settings } = options;
  const log = logOf('postgres');
  const complete = existsSync(markerOf(dataDir));
  const cluster = join(dataDir, 'postgres');
  await installExtensions(join(postgresHome(), 'share', 'postgresql', 'extension'));
  if (!complete && existsSync(cluster)) {
    log.warn('making the database anew: the last attempt was interrupted');
    await rm(cluster, { recursive: true, force: true });
  }
  const server = await startPostgres({
    dataDir: cluster,
    port: ports.db,
    password: secrets.passwords.supabase_admin,
    log,
    settings,
  });
  try {
    const { postgres, authenticator } = secrets.passwords;
    await bootstrap(server.adminUrl, { passwords: { postgres, authenticator } });
    const url = databaseUrl('postgres', ports, secrets);
    await migrate({ databaseUrl: url, root, seed: !complete, log: logOf('migrate') });
    await writeVaultSecrets(url, vaultSecrets(addresses, secrets));
    await writeFile(markerOf(dataDir), '');
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** Removes the database of a stopped stack; secrets stay, so that keys people have noted go on working. */
export async function dropDatabase(dataDir: string): Promise<void> {
  await rm(markerOf(dataDir), { force: true });
  await rm(join(dataDir, 'postgres'), { recursive: true, force: true });
}
