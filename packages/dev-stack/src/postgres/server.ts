import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { spawnGuarded, stopGuarded } from '../guard.ts';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { initialiseCluster } from './cluster.ts';
import { linkLibraries, postgresHome } from './home.ts';
import { endOrphanServer } from './orphan.ts';
import { asUnprivileged } from './unprivileged.ts';

export interface PostgresOptions {
  /** Folder of the cluster; made and initialised when it is missing. */
  dataDir: string;
  port: number;
  /** Password of the superuser `supabase_admin`, fixed when the cluster is made. */
  password: string;
  log: Log;
  /** Programs of another PostgreSQL than the one that npm brought. */
  binDir?: string;
  /** Server settings beside the usual ones. */
  settings?: Record<string, string>;
}

export interface PostgresServer extends Service {
  /** Connection string of the superuser `supabase_admin`. */
  readonly adminUrl: string;
  readonly port: number;
}

/**
 * Initialises the cluster when needed, starts the server and waits until it accepts connections.
 * A server that outlived an earlier run on the same folder is ended first.
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { dataDir, port, password, log, binDir = join(postgresHome(), 'bin') } = options;
  const bin = (name: string) => join(binDir, name);
  if (!options.binDir) await linkLibraries();
  await endOrphanServer(dataDir, log);
  if (!existsSync(join(dataDir, 'PG_VERSION'))) await initialiseCluster(dataDir, password, bin('initdb'));

  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    wal_level: 'logical',
    max_connections: '100',
    timezone: 'UTC',
    log_timezone: 'UTC',
    log_min_messages: 'warning',
    log_line_prefix: '%u ',
    ...options.settings,
  };
  const flags = Object.entries(settings).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
  const launch = asUnprivileged(bin('postgres'), ['-D', dataDir, ...flags]);
  const child = spawnGuarded(launch.command, launch.args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    uid: launch.uid,
    gid: launch.gid,
    // PostgreSQL's "fast" shutdown: sessions end, data are flushed.
    stop: 'SIGINT',
    last: true,
  });
  const lastWords: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      lastWords.push(line);
      lastWords.splice(0, lastWords.length - 20);
      if (worthTelling(line)) log.warn(line.replace(/^\S* +/, ''));
    });
  }

  const adminUrl = `postgresql://supabase_admin:${encodeURIComponent(password)}@127.0.0.1:${port}/postgres`;
  let stopping = false;
  const stop = () => {
    stopping = true;
    return stopGuarded(child, 'SIGINT');
  };
  child.once('exit', (code, signal) => {
    if (!stopping) log.error('ended unexpectedly', { code: code ?? undefined, signal: signal ?? undefined });
  });
  try {
    await waitUntilReady(child, adminUrl, () => lastWords.join('\n'));
  } catch (error) {
    await stop();
    throw error;
  }
  return { name: 'postgres', adminUrl, port, stop };
}

/**
 * Errors of the Data API are told by the service that answers the request, those of migrations by the supabase CLI, which
 * first looks for a history that a new database does not have.
 */
function worthTelling(line: string): boolean {
  if (!/^\S* ?(ERROR|FATAL|PANIC): /.test(line)) return false;
  return !/^authenticator |relation "supabase_migrations\.|the database system is starting up/.test(line);
}

/** Refused password: waiting will not make it right. */
const INVALID_PASSWORD = '28P01';

async function waitUntilReady(child: ChildProcess, url: string, output: () => string): Promise<void> {
  const deadline = Date.now() + 60_000;
  for (;;) {
    if (child.exitCode !== null || child.signalCode !== null) {
      throw new Error(`PostgreSQL ended at once: ${output().trim()}`);
    }
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
    // A connection that the server closes while it starts is answered by the next try.
    client.on('error', () => {});
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      const { code, message } = error as { code?: string; message: string };
      if (code === INVALID_PASSWORD || Date.now() > deadline) {
        throw new Error(`PostgreSQL cannot be reached: ${message}\n${output()}`.trim());
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}
