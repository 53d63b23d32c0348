import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createWorld, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const day = (offset: number) => {
  const date = new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
  return `messages_${date.replaceAll('-', '_')}`;
};

const partitions = async () =>
  (
    await world.sql(`select inhrelid::regclass::text as name from pg_inherits
                     where inhparent = 'realtime.messages'::regclass order by 1`)
  ).rows.map(({ name }) => name.replace('realtime.', ''));

test('applying the schema again changes nothing', async () => {
  const before = await partitions();
  await world.sql(await readFile(new URL('../../src/realtime/schema.sql', import.meta.url), 'utf8'));
  expect(await partitions()).toEqual(before);
});

test('realtime.messages has the columns of the hosted one', async () => {
  const { rows } = await world.sql(`
    select column_name as name, data_type as type, is_nullable as nullable from information_schema.columns
    where table_schema = 'realtime' and table_name = 'messages' order by 1`);
  expect(
    rows.map(({ name, type, nullable }) => `${name} ${type}${nullable === 'NO' ? ' not null' : ''}`),
  ).toEqual([
    'event text',
    'extension text not null',
    'id uuid not null',
    'inserted_at timestamp without time zone not null',
    'payload jsonb',
    'private boolean',
    'topic text not null',
    'updated_at timestamp without time zone not null',
  ]);
});

describe('rights', () => {
  test('postgres, no superuser, makes, changes and drops policies on realtime.messages', async () => {
    const database = await world.connect();
    await database.query(`create policy "p" on realtime.messages for select to authenticated using (true)`);
    await database.query(`alter policy "p" on realtime.messages using (false)`);
    await database.query(`drop policy "p" on realtime.messages`);
    const { rows } = await database.query('select rolsuper from pg_roles where rolname = current_user');
    expect(rows).toEqual([{ rolsuper: false }]);
  });

  test('row level security is on, and the API roles may do no more than on the hosted platform', async () => {
    const { rows } = await world.sql(`
      select grantee, string_agg(privilege_type, ' ' order by privilege_type) as may
      from information_schema.role_table_grants
      where table_schema = 'realtime' and table_name = 'messages' and grantee in ('anon', 'authenticated', 'service_role')
      group by 1 order by 1`);
    const may = 'INSERT SELECT UPDATE';
    expect(rows).toEqual(['anon', 'authenticated', 'service_role'].map((grantee) => ({ grantee, may })));
    const rls = await world.sql(
      `select relrowsecurity from pg_class where oid = 'realtime.messages'::regclass`,
    );
    expect(rls.rows).toEqual([{ relrowsecurity: true }]);
  });

  test('nobody but the gateway touches partitions', async () => {
    const database = await world.connect();
    await expect(
      database.query('set role authenticated; select realtime.keep_message_partitions()'),
    ).rejects.toThrow('permission denied for function keep_message_partitions');
    await database.query('reset role; begin; set local role authenticated');
    await expect(database.query(`select from realtime.${day(0)}`)).rejects.toThrow(
      'permission denied for table',
    );
  });
});

describe('partitions', () => {
  test('there is one for each day from yesterday to three days ahead', async () => {
    expect(await partitions()).toEqual([-1, 0, 1, 2, 3].map(day));
  });

  test('those older than three days go, with their messages', async () => {
    const isoDay = (offset: number) => day(offset).replace('messages_', '').replaceAll('_', '-');
    for (const offset of [-3, -4]) {
      await world.sql(`
        create table realtime.${day(offset)} partition of realtime.messages
          for values from ('${isoDay(offset)}') to ('${isoDay(offset + 1)}')`);
    }
    await world.sql('select realtime.keep_message_partitions()');
    expect(await partitions()).toEqual([-3, -1, 0, 1, 2, 3].map(day));
  });

  test('a message of each of these days finds its place', async () => {
    const { rows } = await world.sql(`
      insert into realtime.messages (topic, extension, inserted_at)
      select 'days', 'broadcast', (now() at time zone 'utc') + n * interval '1 day' from generate_series(-1, 3) as n
      returning tableoid::regclass::text as name`);
    expect(rows.map(({ name }) => name)).toEqual([-1, 0, 1, 2, 3].map((offset) => `realtime.${day(offset)}`));
  });
});
