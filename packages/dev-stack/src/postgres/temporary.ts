import { addressesOf, databaseUrl } from '../environment.ts';
import { silent } from '../log.ts';
import { freePorts } from '../ports.ts';
import { loadSecrets } from '../secrets.ts';
import type { Service } from '../service.ts';
import type { Addresses } from '../state.ts';
import { startDatabase } from './database.ts';

export interface TemporaryDatabase extends Service {
  /** Superuser `supabase_admin`. */
  readonly adminUrl: string;
  /** Role `postgres`, which owns what migrations make. */
  readonly url: string;
  /** Role `authenticator`, as which the Data API connects. */
  readonly authenticatorUrl: string;
  readonly addresses: Addresses;
}

/**
 * A database of the stack without the rest of it: migrated and seeded, on a free port.
 * @param options `dataDir`: folder that is its own, the caller removes it; `settings`: of the server, beside the usual ones
 */
export async function startTemporaryDatabase(options: {
  dataDir: string;
  root: string;
  settings?: Record<string, string>;
}): Promise<TemporaryDatabase> {
  const secrets = await loadSecrets(options.dataDir);
  const ports = await freePorts();
  const addresses = addressesOf(ports, secrets);
  const server = await startDatabase({ ...options, ports, secrets, addresses, logOf: () => silent });
  return {
    ...server,
    url: addresses.DB_URL,
    authenticatorUrl: databaseUrl('authenticator', ports, secrets),
    addresses,
  };
}
