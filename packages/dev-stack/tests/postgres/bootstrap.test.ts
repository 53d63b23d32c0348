import { afterAll, beforeAll, expect, test } from 'vitest';
import { bootstrap } from '../../src/postgres/bootstrap.ts';
import { as, type BootstrappedServer, passwords, startBootstrapped } from './support.ts';

let server: BootstrappedServer;

beforeAll(async () => {
  server = await startBootstrapped();
});

afterAll(() => server?.stop());

test('a second run changes nothing', async () => {
  const privileges = () =>
    as(server.adminUrl, async (client) => [
      (
        await client.query(
          'select rolname, rolsuper, rolbypassrls, rolcanlogin, rolinherit from pg_roles order by 1',
        )
      ).rows,
      (await client.query('select nspname, nspacl::text from pg_namespace order by 1')).rows,
      (await client.query('select oid::regclass::text, relacl::text from pg_class order by 1')).rows,
    ]);
  const before = await privileges();
  await bootstrap(server.adminUrl, { passwords });
  expect(await privileges()).toEqual(before);
});

test('the roles are those of a hosted project', async () => {
  const { rows } = await as(server.adminUrl, (client) =>
    client.query(`
      select rolname, rolsuper as super, rolbypassrls as bypass, rolcanlogin as login, rolinherit as inherit
      from pg_roles where rolname in ('postgres', 'anon', 'authenticated', 'service_role', 'authenticator')
      order by rolname`),
  );
  expect(rows).toEqual([
    { rolname: 'anon', super: false, bypass: false, login: false, inherit: false },
    { rolname: 'authenticated', super: false, bypass: false, login: false, inherit: false },
    { rolname: 'authenticator', super: false, bypass: false, login: true, inherit: false },
    { rolname: 'postgres', super: false, bypass: true, login: true, inherit: true },
    { rolname: 'service_role', super: false, bypass: true, login: false, inherit: false },
  ]);
});

test('postgres makes schemas and trusted extensions, refers to users and adds some, without being superuser', async () => {
  await as(server.urlOf('postgres'), async (client) => {
    await client.query('begin');
    await client.query('create schema tried');
    await client.query('create extension citext with schema extensions');
    await client.query('create table tried.person (user_id uuid references auth.users (id), secret text)');
    await client.query(`
      insert into auth.users (instance_id, id, email, encrypted_password)
      values ('00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'x@lumiere.test',
        extensions.crypt('x', extensions.gen_salt('bf')))`);
    await client.query('insert into tried.person select id from auth.users');
    await client.query('rollback');
  });
});

test('a new table is closed to the Data API until it is granted', async () => {
  const { rows } = await as(server.urlOf('postgres'), async (client) => {
    await client.query('create table public.fresh (id int)');
    const found = await client.query(`
      select role, has_table_privilege(role, 'public.fresh', 'select, insert, update, delete') as allowed
      from unnest(array['anon', 'authenticated', 'service_role']) as role`);
    await client.query('drop table public.fresh');
    return found;
  });
  expect(rows.map(({ allowed }) => allowed)).toEqual([false, false, false]);
});

test.each([
  [
    'one JSON object',
    `set_config('request.jwt.claims', '{"sub":"00000000-0000-4000-8000-000000000101","role":"authenticated"}', true)`,
  ],
  [
    'one setting each',
    `set_config('request.jwt.claim.sub', '00000000-0000-4000-8000-000000000101', true),
     set_config('request.jwt.claim.role', 'authenticated', true)`,
  ],
])('a signed-in user is known from claims as %s', async (_, settings) => {
  const { rows } = await as(server.adminUrl, async (client) => {
    await client.query('begin');
    await client.query(`select ${settings}`);
    await client.query('set local role authenticated');
    return client.query('select auth.uid(), auth.role()');
  });
  expect(rows).toEqual([{ uid: '00000000-0000-4000-8000-000000000101', role: 'authenticated' }]);
});

test('who asks is found out inside a plan, without a call', async () => {
  const { rows } = await as(server.adminUrl, (client) =>
    client.query('explain verbose select (select auth.uid()), (select auth.role())'),
  );
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).toContain('request.jwt.claims');
  expect(plan).not.toMatch(/auth\.(uid|role)\(/);
});

test('nobody is known without claims, nor from empty ones', async () => {
  const { rows } = await as(server.adminUrl, async (client) => {
    await client.query('begin');
    await client.query(
      `select set_config('request.jwt.claims', '', true), set_config('request.jwt.claim.sub', '', true)`,
    );
    await client.query('set local role anon');
    return client.query('select auth.uid(), auth.jwt()');
  });
  expect(rows).toEqual([{ uid: null, jwt: null }]);
});

test('a cluster whose superuser is postgres is refused before anything is changed', async () => {
  await as(server.adminUrl, (client) => client.query(`create role stranger login superuser password 's'`));
  const url = server.adminUrl.replace('supabase_admin', 'stranger');
  await as(url, (client) => client.query('alter role postgres superuser'));
  await expect(bootstrap(server.urlOf('postgres'), { passwords })).rejects.toThrow(/^bootstrap: adminUrl: /);
  await as(url, (client) => client.query('alter role postgres nosuperuser'));
});
