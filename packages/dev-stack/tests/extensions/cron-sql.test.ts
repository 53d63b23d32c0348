import type pg from 'pg';
import { afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
let postgres: pg.Client;

beforeAll(async () => {
  database = await startTestDatabase();
  postgres = await database.connect();
  await postgres.query('create extension pg_cron');
  await database.admin('grant usage on schema cron to stranger');
  return () => database.stop();
});
beforeEach(() => postgres.query('begin'));
afterEach(() => postgres.query('rollback'));

const jobs = async () => (await postgres.query('select * from cron.job order by jobid')).rows;

describe('scheduling', () => {
  test('keeps an unnamed job of the caller, in the current database', async () => {
    const { rows } = await postgres.query("select cron.schedule('0 10 * * *', 'vacuum')");
    expect(await jobs()).toEqual([
      {
        jobid: rows[0].schedule,
        schedule: '0 10 * * *',
        command: 'vacuum',
        nodename: 'localhost',
        nodeport: Number(new URL(database.adminUrl).port),
        database: 'postgres',
        username: 'postgres',
        active: true,
        jobname: null,
      },
    ]);
  });

  test('replaces the schedule and the command of a job with the same name', async () => {
    const first = await postgres.query("select cron.schedule('tidy', '0 10 * * *', 'vacuum') as id");
    const second = await postgres.query("select cron.schedule('tidy', '10 seconds', 'analyze') as id");
    expect(second.rows).toEqual(first.rows);
    expect(await jobs()).toMatchObject([{ jobname: 'tidy', schedule: '10 seconds', command: 'analyze' }]);
  });

  test('accepts named arguments in schedule_in_database', async () => {
    await postgres.query(`select cron.schedule_in_database(
      job_name := 'tidy', schedule := '@hourly', command := 'vacuum', database := 'template1', active := false)`);
    expect(await jobs()).toMatchObject([{ database: 'template1', username: 'postgres', active: false }]);
  });

  test('takes the user from a security definer function that schedules', async () => {
    await postgres.query(`
      create schema app;
      grant usage on schema app to stranger;
      create function app.plan() returns bigint language sql security definer
        as $$ select cron.schedule('planned', '1 second', 'select 1') $$;
      set local role stranger;
      select app.plan();
      reset role`);
    expect(await jobs()).toMatchObject([{ username: 'postgres' }]);
  });

  test.each([
    '* * * * *',
    '*/5 0-6,12 1,15 jan-mar mon-fri',
    '0 0 $ * *',
    '5 4 * * 7',
    '0-59/2 * * * SUN',
    '1 second',
    ' 30 sEcOnDs ',
    '59 seconds',
    '@daily',
    '@reboot',
  ])('accepts the schedule "%s"', async (schedule) => {
    await postgres.query('select cron.schedule($1, $2)', [schedule, 'select 1']);
    expect(await jobs()).toMatchObject([{ schedule }]);
  });

  test.each([
    '',
    '* * * *',
    '* * * * * *',
    '60 * * * *',
    '* 24 * * *',
    '* * 0 * *',
    '* * * 13 *',
    '* * * * 8',
    '1/20 * * * *',
    '*/0 * * * *',
    '5-1 * * * *',
    'a * * * *',
    '* * * foo *',
    '5, * * * *',
    '0 seconds',
    '60 seconds',
    '-1 seconds',
    '5 secondc',
    '50 seconds c',
    '@restar',
    'a'.repeat(1000),
  ])('refuses the schedule "%s" in the words of pg_cron', async (schedule) => {
    await expect(
      postgres.query('select cron.schedule($1, $2)', [schedule, 'select 1']),
    ).rejects.toMatchObject({
      code: '22023',
      message: `invalid schedule: ${schedule}`,
      hint: "Use cron format (e.g. 5 4 * * *), or interval format '[1-59] seconds'",
    });
  });

  test('refuses a job for another role', async () => {
    await expect(
      postgres.query(
        "select cron.schedule_in_database('x', '* * * * *', 'select 1', 'postgres', 'stranger')",
      ),
    ).rejects.toThrow('must be superuser to create a job for another role');
  });

  test('refuses a database that does not exist', async () => {
    await expect(
      postgres.query("select cron.schedule_in_database('x', '* * * * *', 'select 1', 'nowhere')"),
    ).rejects.toThrow('database "nowhere" does not exist');
  });

  test('refuses a name that is null', async () => {
    await expect(postgres.query("select cron.schedule(null, '* * * * *', 'select 1')")).rejects.toThrow(
      'job_name can not be NULL',
    );
  });
});

describe('altering', () => {
  test('changes what is given and keeps the rest', async () => {
    const { rows } = await postgres.query("select cron.schedule('tidy', '0 10 * * *', 'vacuum') as id");
    await postgres.query("select cron.alter_job($1, schedule := '5 seconds', active := false)", [rows[0].id]);
    expect(await jobs()).toMatchObject([{ schedule: '5 seconds', command: 'vacuum', active: false }]);
  });

  test.each([
    ['select cron.alter_job(%s)', 'no updates specified'],
    ['select cron.alter_job(-1, active := false)', "Job -1 does not exist or you don't own it"],
    ["select cron.alter_job(%s, schedule := 'often')", 'invalid schedule: often'],
    ["select cron.alter_job(%s, username := 'stranger')", 'must be superuser to alter username'],
  ])('refuses %s', async (statement, message) => {
    const { rows } = await postgres.query("select cron.schedule('tidy', '0 10 * * *', 'vacuum') as id");
    await expect(postgres.query(statement.replace('%s', rows[0].id))).rejects.toThrow(message);
  });
});

describe('unscheduling', () => {
  test('removes a job by its name', async () => {
    await postgres.query("select cron.schedule('tidy', '0 10 * * *', 'vacuum')");
    expect((await postgres.query("select cron.unschedule('tidy') as done")).rows).toEqual([{ done: true }]);
    expect(await jobs()).toEqual([]);
  });

  test('removes a job by its id', async () => {
    const { rows } = await postgres.query("select cron.schedule('0 10 * * *', 'vacuum') as id");
    await postgres.query('select cron.unschedule($1::bigint)', [rows[0].id]);
    expect(await jobs()).toEqual([]);
  });

  test.each([
    ["select cron.unschedule('nothing')", "could not find valid entry for job 'nothing'"],
    ['select cron.unschedule(77)', 'could not find valid entry for job 77'],
  ])('refuses %s', async (statement, message) => {
    await expect(postgres.query(statement)).rejects.toThrow(message);
  });
});

describe('rights', () => {
  test.each([
    "insert into cron.job (schedule, command) values ('* * * * *', 'select 1')",
    "update cron.job set username = 'supabase_admin'",
    'delete from cron.job',
  ])('role postgres cannot write the table itself: %s', async (statement) => {
    await expect(postgres.query(statement)).rejects.toThrow('permission denied for table job');
  });

  test('a role sees and removes only its own jobs', async () => {
    await postgres.query('commit');
    const { rows } = await postgres.query("select cron.schedule('mine', '0 10 * * *', 'vacuum') as id");
    const stranger = await database.connect('stranger');
    await stranger.query("select cron.schedule('theirs', '0 10 * * *', 'vacuum')");

    expect((await stranger.query('select jobname from cron.job')).rows).toEqual([{ jobname: 'theirs' }]);
    await expect(stranger.query('select cron.unschedule($1::bigint)', [rows[0].id])).rejects.toThrow(
      `could not find valid entry for job ${rows[0].id}`,
    );
    await expect(postgres.query("select cron.unschedule('theirs')")).rejects.toThrow('could not find');
    const theirs = await postgres.query("select jobid from cron.job where jobname = 'theirs'");
    await expect(
      postgres.query('select cron.unschedule($1::bigint)', [theirs.rows[0].jobid]),
    ).rejects.toThrow('permission denied for table job');
    await stranger.query("select cron.unschedule('theirs')");
    await postgres.query("select cron.unschedule('mine')");
  });

  test('the helper view cannot plant a job for somebody else', async () => {
    const stranger = await database.connect('stranger');
    await expect(
      stranger.query(
        "insert into cron._own_job (schedule, command, username) values ('* * * * *', 'x', 'postgres')",
      ),
    ).rejects.toThrow('violates check option');
  });
});
