import type pg from 'pg';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startCron } from '../../src/extensions/cron.ts';
import { silent } from '../../src/log.ts';
import type { Service } from '../../src/service.ts';
import { startTestDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
let postgres: pg.Client;
let cron: Service;

beforeAll(async () => {
  database = await startTestDatabase();
  return () => database.stop();
});
beforeEach(async () => {
  postgres = await database.connect();
  await postgres.query(
    'create extension pg_cron; create schema app; create table app.ticks (who text, at timestamptz)',
  );
  cron = await startCron({ databaseUrl: database.adminUrl, log: silent });
});
afterEach(async () => {
  await cron.stop();
  await database.admin('drop extension pg_cron; drop schema app cascade');
});

const runs = async (where = 'true') =>
  database.admin(`select * from cron.job_run_details where ${where} order by runid`);
const ticks = async () => (await database.admin('select * from app.ticks')) as { who: string; at: Date }[];
const soon = { timeout: 20_000, interval: 50 };

test('a job of every second runs as its owner and says so in job_run_details', async () => {
  const { rows } = await postgres.query(`select cron.schedule('tick', '1 second',
    'insert into app.ticks values (current_user, now())') as id`);

  await expect.poll(async () => (await ticks()).length, soon).toBeGreaterThanOrEqual(2);
  expect((await ticks())[0]).toMatchObject({ who: 'postgres' });
  await expect.poll(() => runs("status = 'succeeded'"), soon).not.toHaveLength(0);
  expect((await runs("status = 'succeeded'"))[0]).toMatchObject({
    jobid: rows[0].id,
    database: 'postgres',
    username: 'postgres',
    command: 'insert into app.ticks values (current_user, now())',
    return_message: 'INSERT 0 1',
    job_pid: expect.any(Number),
    start_time: expect.any(Date),
    end_time: expect.any(Date),
  });
});

test('a job stops when it is unscheduled or made inactive, and an altered command is what runs next', async () => {
  const { rows } = await postgres.query("select cron.schedule('tick', '1 second', 'select 1') as id");
  await expect.poll(() => runs("return_message = '1 row'"), soon).not.toHaveLength(0);

  await postgres.query("select cron.alter_job($1, command := 'insert into app.ticks values (null, now())')", [
    rows[0].id,
  ]);
  await expect.poll(ticks, soon).not.toHaveLength(0);

  await postgres.query("select cron.unschedule('tick')");
  await postgres.query("select cron.schedule('other', '1 second', 'select 2')");
  await expect.poll(() => runs("command = 'select 2'"), soon).not.toHaveLength(0);
  const last = (await runs()).at(-1);
  expect(last).toMatchObject({ command: 'select 2' });
});

test('a command that fails leaves the error of PostgreSQL in return_message', async () => {
  await postgres.query("select cron.schedule('1 second', 'select 1 / 0')");
  await expect
    .poll(() => runs("status = 'failed'"), soon)
    .toContainEqual(expect.objectContaining({ return_message: 'ERROR:  division by zero\n' }));
});

test('a command of several statements is one transaction', async () => {
  await postgres.query(
    `select cron.schedule('1 second', 'insert into app.ticks values (''half'', now()); select 1 / 0')`,
  );
  await expect.poll(() => runs("status = 'failed'"), soon).not.toHaveLength(0);
  expect(await ticks()).toEqual([]);
});

test('a job has no more rights than its owner', async () => {
  await database.admin('grant usage on schema cron to stranger');
  const stranger = await database.connect('stranger');
  await stranger.query(
    "select cron.schedule('1 second', 'insert into app.ticks values (current_user, now())')",
  );
  await expect
    .poll(() => runs("username = 'stranger' and status = 'failed'"), soon)
    .toContainEqual(
      expect.objectContaining({ return_message: expect.stringContaining('permission denied') }),
    );
});

test("a job has its owner's settings", async () => {
  await database.admin('alter role postgres set search_path = app');
  await postgres.query("select cron.schedule('1 second', 'insert into ticks values (null, now())')");
  await expect.poll(ticks, soon).not.toHaveLength(0);
  await database.admin('alter role postgres reset search_path');
});

test('a run longer than its interval is never doubled', async () => {
  await postgres.query("select cron.schedule('slow', '1 second', 'select pg_sleep(1.5)')");
  await expect.poll(() => runs("status = 'succeeded'"), soon).toHaveLength(2);
  const [first, second] = (await runs()) as { start_time: Date; end_time: Date }[];
  expect(second?.start_time.getTime()).toBeGreaterThanOrEqual(first?.end_time.getTime() ?? Number.NaN);
});

test('a run cut by a stop of the launcher is reported at the next start, and jobs go on', async () => {
  await postgres.query("select cron.schedule('slow', '1 second', 'select pg_sleep(60)')");
  await expect.poll(() => runs("status = 'running'"), soon).toHaveLength(1);
  await cron.stop();
  await database.admin("update cron.job_run_details set status = 'running'");

  cron = await startCron({ databaseUrl: database.adminUrl, log: silent });
  expect((await runs())[0]).toMatchObject({ status: 'failed', return_message: 'server restarted' });
  await expect.poll(() => runs("status = 'running'"), soon).toHaveLength(1);
});

test('jobs go on after the database was restarted', async () => {
  await postgres.query(
    "select cron.schedule('tick', '1 second', 'insert into app.ticks values (null, now())')",
  );
  await expect.poll(ticks, soon).not.toHaveLength(0);
  await database.restart();
  const before = (await ticks()).length;
  await expect.poll(async () => (await ticks()).length, soon).toBeGreaterThan(before);
});

test('an extension created while the launcher runs is noticed', async () => {
  await postgres.query('drop extension pg_cron');
  await postgres.query('create extension pg_cron');
  await postgres.query("select cron.schedule('tick', '1 second', 'select 1')");
  await expect.poll(() => runs("status = 'succeeded'"), soon).not.toHaveLength(0);
});

test('stopping twice is safe', async () => {
  await cron.stop();
  await expect(cron.stop()).resolves.toBeUndefined();
});
