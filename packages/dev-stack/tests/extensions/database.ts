import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { installExtensions } from '../../src/extensions/install.ts';
import { silent } from '../../src/log.ts';
import { postgresHome } from '../../src/postgres/home.ts';
import { type PostgresServer, startPostgres } from '../../src/postgres/server.ts';
import { throwaway } from '../postgres/throwaway.ts';

export interface TestDatabase {
  readonly adminUrl: string;
  /** Runs statements as the superuser. */
  admin<Row extends pg.QueryResultRow>(sql: string, values?: unknown[]): Promise<Row[]>;
  /** A session of the platform's migration role: `postgres`, which is no superuser here. */
  connect(user?: string): Promise<pg.Client>;
  /** Stops the server and starts it again on the same data and port. */
  restart(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * A PostgreSQL of its own, with the hosted platform's roles and the stack's extensions at hand.
 * @param settings of the server, beside the usual ones
 */
export async function startTestDatabase(settings?: Record<string, string>): Promise<TestDatabase> {
  await installExtensions(join(postgresHome(), 'share', 'postgresql', 'extension'));
  const folder = await mkdtemp(join(tmpdir(), 'extensions-'));
  const options = {
    dataDir: join(folder, 'data'),
    port: await freePort(),
    password: 'secret',
    log: silent,
    settings: { ...throwaway, ...settings },
  };
  let server: PostgresServer = await startPostgres(options);
  const clients: pg.Client[] = [];
  let superuser: Promise<pg.Client> | null = null;

  const open = async (connectionString: string): Promise<pg.Client> => {
    const client = new pg.Client({ connectionString });
    client.on('error', () => {}); // a restart of the server ends it, on purpose
    await client.connect();
    clients.push(client);
    return client;
  };
  const closeAll = async () => {
    superuser = null;
    await Promise.all(clients.splice(0).map((client) => client.end()));
  };

  const database: TestDatabase = {
    adminUrl: server.adminUrl,
    async admin(sql, values) {
      superuser ??= open(server.adminUrl);
      return (await (await superuser).query(sql, values)).rows;
    },
    connect(user = 'postgres') {
      const url = new URL(server.adminUrl);
      url.username = user;
      return open(url.href);
    },
    async restart() {
      await closeAll();
      await server.stop();
      server = await startPostgres(options);
    },
    async stop() {
      await closeAll();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await database.admin(`
    create role postgres login password 'secret' bypassrls createrole createdb replication;
    create role stranger login password 'secret';
    grant stranger to postgres;
    create role service_role nologin bypassrls;
    create role anon nologin;
    grant create on database postgres to postgres;
    create schema extensions authorization postgres;
    create extension pgcrypto with schema extensions;
  `);
  return database;
}

/** A port nobody listened on a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no port was given');
  return address.port;
}
