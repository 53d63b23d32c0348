import pg from 'pg';

/** A row of `cron.job`. */
export interface Job {
  jobid: string;
  schedule: string;
  command: string;
  database: string;
  username: string;
}

/**
 * Runs a job's command once and writes its row of `cron.job_run_details`, from `starting` to its end.
 *
 * @param launcher sessions that write the details
 * @param databaseUrl of a superuser; the job gets a session of its own, whose authorization is set to the
 *   job's user. A command that resets its authorization becomes superuser: fit for a developer's machine only.
 * @returns the run's final status
 */
export async function runJob(
  launcher: pg.Pool,
  databaseUrl: string,
  job: Job,
): Promise<{ status: 'succeeded' | 'failed'; message: string }> {
  const { rows } = await launcher.query<{ runid: string }>(
    `insert into cron.job_run_details (jobid, database, username, command, status)
     values ($1, $2, $3, $4, 'starting') returning runid`,
    [job.jobid, job.database, job.username, job.command],
  );
  const runid = rows[0]?.runid;
  const url = new URL(databaseUrl);
  url.pathname = `/${encodeURIComponent(job.database)}`;
  const session = new pg.Client({ connectionString: url.href, application_name: 'pg_cron job' });
  let lost: Error | null = null;
  session.on('error', (error) => {
    lost = error;
  });

  const finish = async (status: 'succeeded' | 'failed', message: string) => {
    await launcher.query(
      `update cron.job_run_details set status = $2, return_message = $3, end_time = clock_timestamp()
       where runid = $1`,
      [runid, status, message],
    );
    return { status, message };
  };

  try {
    await session.connect();
    const pid = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    await session.query(applyRoleSettings, [job.username]);
    await session.query(`set session authorization ${pg.escapeIdentifier(job.username)}`);
    await launcher.query(
      `update cron.job_run_details set status = 'running', job_pid = $2, start_time = clock_timestamp()
       where runid = $1`,
      [runid, pid.rows[0]?.pid],
    );
    // A command of several statements answers with an array.
    const results = [await session.query(job.command)].flat() as pg.QueryResult[];
    return await finish('succeeded', describeResult(results.at(-1)));
  } catch (error) {
    return await finish('failed', describeError(lost ?? error));
  } finally {
    await session.end().catch(() => {}); // the server may have closed it
  }
}

/** What `alter role … set` gives a session that logs in as the role; the database's own settings are there. */
const applyRoleSettings = `
  select set_config(split_part(setting, '=', 1), substr(setting, strpos(setting, '=') + 1), false)
  from pg_db_role_setting, unnest(setconfig) as setting
  where setrole = (select oid from pg_roles where rolname = $1)
    and setdatabase in (0, (select oid from pg_database where datname = current_database()))
  order by setdatabase`;

/** libpq's words, as pg_cron stores them: the number of rows of a query, else the command's tag. */
function describeResult(result: pg.QueryResult | undefined): string {
  if (!result) return '';
  if (result.fields.length > 0) return result.rowCount === 1 ? '1 row' : `${result.rowCount} rows`;
  const count = result.rowCount === null ? '' : ` ${result.rowCount}`;
  return result.command === 'INSERT' ? `INSERT 0${count}` : `${result.command}${count}`;
}

function describeError(error: unknown): string {
  if (!(error instanceof pg.DatabaseError)) return error instanceof Error ? error.message : String(error);
  const lines = [`${error.severity ?? 'ERROR'}:  ${error.message}`];
  if (error.detail) lines.push(`DETAIL:  ${error.detail}`);
  if (error.hint) lines.push(`HINT:  ${error.hint}`);
  if (error.where) lines.push(`CONTEXT:  ${error.where}`);
  return `${lines.join('\n')}\n`;
}
