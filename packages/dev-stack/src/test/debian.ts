import { existsSync } from 'node:fs';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { installExtensions } from '../extensions/install.ts';
import { silent } from '../log.ts';
import { migrate } from '../migrations/apply.ts';
import { freePort, UsageError } from '../ports.ts';
import { bootstrap } from '../postgres/bootstrap.ts';
import { startPostgres } from '../postgres/server.ts';
import type { Progress } from '../progress.ts';
import { runDatabaseTests } from './database.ts';
import { combine, refuseEmpty, type SuiteResult } from './result.ts';

const binDir = '/usr/lib/postgresql/15/bin';
const extensionDir = '/usr/share/postgresql/15/extension';
const password = 'a-throwaway-cluster';

/** One statement that should give no row; each row is a failing test. */
const plpgsqlCheck = `
  select routine.oid::regprocedure || ' line ' || coalesce(problem.lineno, 0) || ': ' || problem.message as problem
  from pg_proc as routine
  join pg_namespace as schema on schema.oid = routine.pronamespace and schema.nspname in ('public', 'notify')
  join pg_language as language on language.oid = routine.prolang and language.lanname = 'plpgsql'
  left join pg_trigger as trigger on trigger.tgfoid = routine.oid
  cross join lateral extensions.plpgsql_check_function_tb(
    routine.oid, coalesce(trigger.tgrelid, 0),
    -- A function that several statement triggers share names a table that only its update trigger has.
    oldtable => coalesce(trigger.tgoldtable, case when trigger.tgnewtable is not null then 'replaced' end),
    newtable => coalesce(trigger.tgnewtable, case when trigger.tgoldtable is not null then 'replaced' end),
    performance_warnings => false, other_warnings => false, extra_warnings => false
  ) as problem
  where problem.level = 'error'`;

/**
 * The same migrations and database tests on Debian's PostgreSQL 15, with the true pg_cron, pgTAP and plpgsql_check: what
 * passes here does not lean on the local stack's stand-ins.
 * @throws UsageError when the packages are not installed
 */
export async function runDebianTests(
  root: string,
  progress: Progress,
  signal: AbortSignal,
): Promise<SuiteResult> {
  for (const file of [
    `${binDir}/postgres`,
    ...['pg_cron', 'pgtap', 'plpgsql_check'].map((name) => `${extensionDir}/${name}.control`),
  ]) {
    if (!existsSync(file)) {
      throw new UsageError(
        `${file} is missing: apt-get install postgresql-15 postgresql-15-cron postgresql-15-pgtap postgresql-15-plpgsql-check`,
      );
    }
  }
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'cassius-debian-')));
  const port = await freePort();
  await installExtensions(extensionDir, ['pg_net', 'supabase_vault']);
  const server = await progress.step('PostgreSQL 15', () =>
    startPostgres({
      dataDir: join(scratch, 'postgres'),
      port,
      password,
      log: silent,
      binDir,
      settings: {
        shared_preload_libraries: 'pg_cron',
        'cron.database_name': 'postgres',
        'cron.use_background_workers': 'on',
      },
    }),
  );
  const databaseUrl = server.adminUrl.replace('supabase_admin', 'postgres');
  try {
    await progress.step('migrations', async () => {
      await bootstrap(server.adminUrl, { passwords: { postgres: password, authenticator: password } });
      await migrate({ databaseUrl, root, seed: true, log: silent });
    });
    const database = await progress.step('database tests', () =>
      runDatabaseTests({ adminUrl: server.adminUrl, databaseUrl, root, signal }),
    );
    const checked = await progress.step('plpgsql_check', () => checkFunctions(server.adminUrl));
    const fired = await progress.step('a scheduled job fires', () => watchCron(databaseUrl, signal));
    return combine([refuseEmpty('database', database), checked, fired]);
  } finally {
    await server.stop();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function checkFunctions(adminUrl: string): Promise<SuiteResult> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    await client.query('create extension if not exists plpgsql_check with schema extensions');
    const { rows } = await client.query<{ problem: string }>(plpgsqlCheck);
    const failures = rows.map(({ problem }) => ({ title: 'plpgsql_check', detail: problem }));
    return { passed: failures.length === 0 ? 1 : 0, failures };
  } finally {
    await client.end();
  }
}

/** A digest that is due has to become an email by nobody's hand but pg_cron's, within its minute. */
async function watchCron(databaseUrl: string, signal: AbortSignal): Promise<SuiteResult> {
  const title = 'the job notify-digests of the true pg_cron builds a due digest';
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await client.query(`
      insert into public.notification_preferences (user_id, organisation_id, category, frequency)
      select user_id, organisation_id, 'alerts', 'DAILY' from public.organisation_members where role = 'admin';
      insert into public.isq_measurements (organisation_id, implant_id, value)
      select organisation_id, id, 25 from public.implants;
      update public.notification_digest set due_at = now();`);
    // The launcher of Debian's pg_cron sometimes misses jobs that were scheduled right after its start, and sleeps until
    // any job is touched.
    await client.query('select cron.alter_job(jobid, active := true) from cron.job');
    const deadline = Date.now() + 130_000;
    while (Date.now() < deadline) {
      signal.throwIfAborted();
      const { rows } = await client.query<{ built: boolean; ran: boolean }>(`
        select
          exists (select from public.email_outbox where type = 'DIGEST') as built,
          exists (
            select from cron.job_run_details as run join cron.job using (jobid)
            where job.jobname = 'notify-digests' and run.status = 'succeeded'
          ) as ran`);
      if (rows[0]?.built && rows[0].ran) return { passed: 1, failures: [] };
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    const { rows } = await client.query(`
      select
        (select count(*) from public.notification_digest where sent_at is null and due_at <= now()) as due,
        (select count(*) from public.email_outbox where type = 'DIGEST') as built,
        (select jsonb_agg(to_jsonb(run)) from (select * from cron.job_run_details order by runid desc limit 5) as run) as runs,
        (select jsonb_agg(to_jsonb(at_work)) from (
          select pid, backend_type, state, wait_event, left(query, 80) as query from pg_stat_activity where backend_type <> 'client backend'
        ) as at_work) as at_work`);
    return { passed: 0, failures: [{ title, detail: `not within 130 s: ${JSON.stringify(rows)}` }] };
  } finally {
    await client.end();
  }
}
