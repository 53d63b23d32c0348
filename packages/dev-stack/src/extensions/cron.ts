import type pg from 'pg';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import { type Job, runJob } from './cron/run.ts';
import { everyMatchingMinute, parseSchedule } from './cron/schedule.ts';
import { keepSession, workerPool } from './session.ts';

/** pg_cron's default `max_running_jobs`. */
const jobsAtOnce = 32;

interface Task {
  job: Job;
  /** Runs that are due and not started: a run due while the one before goes on starts right after it. */
  due: number;
  running: boolean;
  lastStart: number;
  unschedule(): void;
}

/**
 * pg_cron's launcher: runs the jobs of `cron.job` as their users, one run of a job at a time, and follows
 * every change of the table. Runs missed while it was down are not made up for.
 *
 * @param options.databaseUrl of a superuser, in the database that has the extension (now or later)
 */
export async function startCron(options: { databaseUrl: string; log: Log }): Promise<Service> {
  const { databaseUrl, log } = options;
  const tasks = new Map<string, Task>();
  const runs = new Set<Promise<void>>();
  const launcher = workerPool({ databaseUrl, name: 'pg_cron', log });
  let reloading = Promise.resolve();
  let connectedBefore = false;
  let stopped = false;

  const run = async (task: Task): Promise<void> => {
    const { jobid, command } = task.job;
    try {
      const { status, message } = await runJob(launcher, databaseUrl, task.job);
      if (status === 'failed') log.warn('job failed', { jobid, command, message: message.trim() });
    } catch (error) {
      if (!stopped) log.warn('run not recorded', { jobid, command, error });
    }
  };

  const startDueRuns = (): void => {
    for (const task of tasks.values()) {
      if (stopped || runs.size >= jobsAtOnce) return;
      if (task.running || task.due === 0) continue;
      task.due -= 1;
      task.running = true;
      task.lastStart = Date.now();
      const ended = run(task).then(() => {
        runs.delete(ended);
        task.running = false;
        if (tasks.get(task.job.jobid) === task) planInterval(task);
        startDueRuns();
      });
      runs.add(ended);
    }
  };

  const makeDue = (task: Task): void => {
    task.due += 1;
    startDueRuns();
  };

  /** An interval counts from one start to the next, and waits for the end of a run that is longer. */
  const planInterval = (task: Task): void => {
    const schedule = parseSchedule(task.job.schedule);
    if (schedule.kind !== 'interval' || task.running) return;
    const wait = Math.max(0, task.lastStart + schedule.milliseconds - Date.now());
    const timer = setTimeout(() => makeDue(task), wait);
    task.unschedule = () => clearTimeout(timer);
  };

  const plan = (task: Task, atStart: boolean): void => {
    task.unschedule();
    task.unschedule = () => {};
    const schedule = parseSchedule(task.job.schedule);
    if (schedule.kind === 'interval') planInterval(task);
    if (schedule.kind === 'start' && atStart) makeDue(task);
    if (schedule.kind === 'calendar') {
      const cron = everyMatchingMinute(schedule.pattern, () => makeDue(task));
      task.unschedule = () => cron.stop();
    }
  };

  const reload = async (atStart: boolean): Promise<void> => {
    const jobs = await readJobs(launcher);
    for (const [jobid, task] of tasks) {
      if (jobs.has(jobid)) continue;
      task.unschedule();
      tasks.delete(jobid);
    }
    for (const [jobid, job] of jobs) {
      const known = tasks.get(jobid);
      const task = known ?? { job, due: 0, running: false, lastStart: Date.now(), unschedule() {} };
      const rescheduled = known?.job.schedule !== job.schedule;
      tasks.set(jobid, task);
      task.job = job;
      if (rescheduled) plan(task, atStart);
    }
  };

  const onNotify = (): void => {
    // One after the other: an older list of jobs must not overtake a newer one.
    reloading = reloading
      .then(() => reload(false))
      .catch((error: unknown) => log.warn('jobs not read', { error }));
  };
  const listener = await keepSession({
    databaseUrl,
    name: 'pg_cron',
    log,
    async onConnect(client) {
      client.on('notification', onNotify);
      await client.query('listen pg_cron');
      await endRunsOfBefore(launcher);
      await reload(!connectedBefore);
      connectedBefore = true;
    },
  });

  return {
    name: 'pg_cron',
    async stop() {
      if (stopped) return;
      stopped = true;
      for (const task of tasks.values()) task.unschedule();
      await listener.stop();
      await reloading;
      if (runs.size > 0) await cancelRuns(launcher);
      await Promise.all(runs);
      await launcher.end();
    },
  };
}

async function readJobs(launcher: pg.Pool): Promise<Map<string, Job>> {
  if (!(await hasExtension(launcher))) return new Map();
  const { rows } = await launcher.query<Job>(
    'select jobid, schedule, command, database, username from cron.job where active order by jobid',
  );
  return new Map(rows.map((job) => [job.jobid, job]));
}

/** Whatever ran when the database or the launcher went down ended with it. */
async function endRunsOfBefore(launcher: pg.Pool): Promise<void> {
  if (!(await hasExtension(launcher))) return;
  await launcher.query(
    `update cron.job_run_details
     set status = 'failed', return_message = 'server restarted', end_time = clock_timestamp()
     where status in ('starting', 'running')`,
  );
}

async function cancelRuns(launcher: pg.Pool): Promise<void> {
  await launcher
    .query(`select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'pg_cron job'`)
    .catch(() => {}); // the server is gone, and its sessions with it
}

async function hasExtension(launcher: pg.Pool): Promise<boolean> {
  const { rowCount } = await launcher.query(`select from pg_extension where extname = 'pg_cron'`);
  return rowCount === 1;
}
