// A PostgreSQL of its own: the stack's would be drained by the stack's own function, and its clock is the machine's.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { installExtensions } from '../../../packages/dev-stack/src/extensions/install.ts';
import { silent } from '../../../packages/dev-stack/src/log.ts';
import { freePort } from '../../../packages/dev-stack/src/ports.ts';
import { bootstrap } from '../../../packages/dev-stack/src/postgres/bootstrap.ts';
import { postgresHome } from '../../../packages/dev-stack/src/postgres/home.ts';
import { startPostgres } from '../../../packages/dev-stack/src/postgres/server.ts';
import { throwaway } from '../../../packages/dev-stack/tests/postgres/throwaway.ts';

export interface Database {
  /** Role `postgres`, as the worker logs in. */
  readonly url: string;
  /** As role `postgres`: what happens here happens as in production, triggers and all. */
  readonly owner: pg.Client;
  /** As superuser with triggers off: what is written here is a fact that nobody is told of. */
  readonly facts: pg.Client;
  /** Sets the engine's clock, in milliseconds since 1970. */
  setClock(moment: number): Promise<void>;
  stop(): Promise<void>;
}

const migrations = new URL('../../migrations/', import.meta.url);

/** The clock is a row that any session and process sees, and chance follows from it: the same seed, the same pauses. */
const LABORATORY = `
  create schema tests;
  create table tests.clock (at timestamptz not null, drawn integer not null default 0);
  insert into tests.clock values ('2030-01-15T08:00:00Z');
  grant usage on schema tests to public;
  grant select, update on tests.clock to public;
  create or replace function notify.clock() returns timestamptz language sql stable set search_path = ''
  as $$ select at from tests.clock $$;
  create function tests.random() returns float8 language sql volatile set search_path = ''
  as $$ update tests.clock set drawn = drawn + 1 returning abs(hashint4(drawn) % 1000) / 1000.0 $$;
  do $$
  declare
    definition text := pg_get_functiondef('notify.retry_emails'::regproc);
  begin
    if definition !~ ' random\\(\\)' then
      raise exception 'notify.retry_emails draws no random() any more';
    end if;
    execute replace(definition, ' random()', ' tests.random()');
  end
  $$;`;

/** Starts a server in a temporary folder, with every migration applied. */
export async function startDatabase(): Promise<Database> {
  await installExtensions(join(postgresHome(), 'share', 'postgresql', 'extension'));
  const folder = await mkdtemp(join(tmpdir(), 'cassius-faults-'));
  const server = await startPostgres({
    dataDir: join(folder, 'data'),
    port: await freePort(),
    password: 'throwaway',
    log: silent,
    settings: {
      ...throwaway,
      synchronous_commit: 'off',
      // With a handful of rows, planning anew would take longer than all the rest.
      plan_cache_mode: 'force_generic_plan',
    },
  });
  await bootstrap(server.adminUrl, { passwords: { postgres: 'throwaway', authenticator: 'throwaway' } });
  const url = server.adminUrl.replace('supabase_admin', 'postgres');
  const owner = await connect(url);
  for (const file of (await readdir(migrations)).sort()) {
    await owner.query(await readFile(new URL(file, migrations), 'utf8'));
  }
  await owner.query(LABORATORY);
  const facts = await connect(server.adminUrl);
  await facts.query('set session_replication_role = replica');
  return {
    ...{ url, owner, facts },
    async setClock(moment) {
      await facts.query('update tests.clock set at = $1', [new Date(moment)]);
    },
    async stop() {
      await Promise.all([owner.end(), facts.end()]);
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
