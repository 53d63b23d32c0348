import type { Database } from './database.ts';
import { withClient } from './database.ts';

/** One server for several benchmarks, each with a database that nobody has written in: starting and migrating takes seconds. */
export interface SharedServer {
  /** @param start how the server is started, the first time */
  anew(start: () => Promise<Database>): Promise<Database>;
  stop(): Promise<void>;
}

/** The database as it was migrated, which is copied for each of them. */
const ORIGINAL = 'migrated';

export function shareServer(): SharedServer {
  let server: Database | null = null;
  return {
    async anew(start) {
      if (server === null) {
        server = await start();
        await besides(server, (run) => run(`alter database postgres rename to ${ORIGINAL}`));
      }
      await besides(server, makeAnew);
      return server;
    },
    stop: async () => server?.stop(),
  };
}

async function makeAnew(run: (sql: string) => Promise<unknown>): Promise<void> {
  await run('alter system reset all');
  await run('select pg_reload_conf()');
  await run('drop database if exists postgres with (force)');
  await run(`create database postgres owner postgres template ${ORIGINAL}`);
  // What belongs to the name of a database, and is not copied with what is in it.
  await run('set allow_system_table_mods = on');
  await run(
    `insert into pg_catalog.pg_db_role_setting
     select copy.oid, setting.setrole, setting.setconfig
     from pg_catalog.pg_db_role_setting as setting
     join pg_catalog.pg_database as original on original.oid = setting.setdatabase and original.datname = '${ORIGINAL}'
     join pg_catalog.pg_database as copy on copy.datname = 'postgres'`,
  );
}

/** On a connection to another database than the one that is made. */
function besides(
  { adminUrl }: Database,
  work: (run: (sql: string) => Promise<unknown>) => Promise<unknown>,
): Promise<unknown> {
  const url = new URL(adminUrl);
  url.pathname = '/template1';
  return withClient(url.href, (client) => work((sql) => client.query(sql)));
}
