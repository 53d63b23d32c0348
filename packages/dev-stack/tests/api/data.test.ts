import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type DataApi, startDataApi } from '../../src/api/data.ts';
import { silent } from '../../src/log.ts';
import { as, type BootstrappedServer, passwords, startBootstrapped } from '../postgres/support.ts';
import { type Counted, countTurns } from './turns.ts';

const USER = '00000000-0000-4000-8000-000000000101';
const secrets = {
  jwtSecret: 'a secret of at least thirty-two characters',
  publishableKey: 'sb_publishable_test',
  secretKey: 'sb_secret_test',
  automationsKey: 'sb_secret_automations',
  linkSigningKeys: 'k1:x',
  resendKey: 're_x',
  resendWebhookSecret: 'whsec_dGVzdA==',
  passwords: { supabase_admin: 's', ...passwords },
};
let server: BootstrappedServer;
let api: DataApi;
/** Between the API and the database. */
let turns: Counted;

beforeAll(async () => {
  // lite prints every refusal.
  vi.spyOn(console, 'error').mockImplementation(() => {});
  server = await startBootstrapped();
  await as(server.urlOf('postgres'), (client) =>
    client.query(`
      create table public.closed (id int);
      alter table public.closed enable row level security;
      create table public.note (
        owner uuid, value int constraint small check (value < 10), written_at timestamptz default '2026-11-21 00:56:49.15+00'
      );
      alter table public.note enable row level security;
      create policy "own notes" on public.note using (owner = (select auth.uid()));
      grant select, insert on public.note to authenticated, service_role;
      insert into public.note (owner, value) values ('${USER}', 1), (gen_random_uuid(), 2);
      create function public.refuse() returns void language plpgsql as $$
      begin raise exception using errcode = 'CN003', message = 'type: must be a string', hint = 'Write text.'; end $$;
      create function public.double(value int) returns int language sql immutable return value * 2;
      grant execute on function public.double(int) to anon;
      create function public.who() returns jsonb language sql as $$
        select jsonb_build_object(
          'role', current_user,
          'user', auth.uid(),
          'claims', nullif(current_setting('request.jwt.claims', true), '')::jsonb,
          'method', current_setting('request.method'),
          'path', current_setting('request.path'),
          'agent', current_setting('request.headers')::jsonb ->> 'user-agent'
        )
      $$;
    `),
  );
  turns = await countTurns(server.urlOf('authenticator'));
  api = await startDataApi({
    databaseUrl: turns.url,
    catalogUrl: server.urlOf('postgres'),
    secrets,
    siteUrl: 'http://127.0.0.1:3000',
    log: silent,
  });
});

afterAll(async () => {
  await api?.stop();
  await turns?.stop();
  await server?.stop();
});

interface Answer {
  status: number;
  body: unknown;
}

async function ask(
  path: string,
  apikey: string,
  more: { token?: string; body?: unknown } = {},
): Promise<Answer> {
  const headers: Record<string, string> = { apikey };
  if (more.token) headers.authorization = `Bearer ${more.token}`;
  if (more.body) headers['content-type'] = 'application/json';
  const response = await api.fetch(
    new Request(`http://127.0.0.1${path}`, {
      headers,
      ...(more.body ? { method: 'POST', body: JSON.stringify(more.body) } : {}),
    }),
  );
  const text = await response.text();
  return { status: response.status, body: text ? JSON.parse(text) : null };
}

const token = (claims: Record<string, string>, secret = secrets.jwtSecret): Promise<string> =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime('1h')
    .sign(new TextEncoder().encode(secret));

const codeOf = async (answer: Promise<Answer>): Promise<unknown[]> => {
  const { status, body } = await answer;
  return [status, (body as { code?: string }).code];
};

test('serving grants nothing to anybody', async () => {
  expect(await codeOf(ask('/rest/v1/closed', secrets.publishableKey))).toEqual([401, '42501']);
  expect(await codeOf(ask('/rest/v1/closed', secrets.secretKey))).toEqual([403, '42501']);
});

test('a key that is not ours, or none, is refused', async () => {
  expect((await ask('/rest/v1/note', 'sb_secret_other')).status).toBe(401);
  expect((await ask('/rest/v1/note', '')).status).toBe(401);
});

test('a signed-in user sees what the policies let them see, with times that every browser reads', async () => {
  const signedIn = await token({ sub: USER, role: 'authenticated' });
  expect(await ask('/rest/v1/note', secrets.publishableKey, { token: signedIn })).toEqual({
    status: 200,
    body: [{ owner: USER, value: 1, written_at: '2026-11-21T00:56:49.15+00:00' }],
  });
});

test('a secret key, whatever its name, is the service role', async () => {
  for (const key of [secrets.secretKey, secrets.automationsKey]) {
    expect((await ask('/rest/v1/note?select=value&order=value', key)).body).toEqual([
      { value: 1 },
      { value: 2 },
    ]);
  }
});

const badTokens: [string, () => Promise<string>, unknown[]][] = [
  [
    'is signed by somebody else',
    () => token({ sub: USER, role: 'authenticated' }, 'x'.repeat(40)),
    [401, 'PGRST301'],
  ],
  ['is no token', async () => 'a.b.c', [401, 'PGRST301']],
  ['asks for the owner’s role', () => token({ sub: USER, role: 'postgres' }), [403, '42501']],
  ['asks for the superuser', () => token({ sub: USER, role: 'supabase_admin' }), [403, '42501']],
  ['has no role', () => token({ sub: USER }), [401, '42501']],
];

test.each(badTokens)('a token that %s gives nothing', async (_, make, refusal) => {
  expect(await codeOf(ask('/rest/v1/note', secrets.publishableKey, { token: await make() }))).toEqual(
    refusal,
  );
});

test('errors of the database reach the client with code, message and hint', async () => {
  expect(await ask('/rest/v1/rpc/refuse', secrets.secretKey, { body: {} })).toEqual({
    status: 400,
    body: { code: 'CN003', message: 'type: must be a string', details: null, hint: 'Write text.' },
  });
  expect(await codeOf(ask('/rest/v1/note', secrets.secretKey, { body: { value: 11 } }))).toEqual([
    400,
    '23514',
  ]);
  expect(await codeOf(ask('/rest/v1/note', secrets.secretKey, { body: { value: 'abc' } }))).toEqual([
    400,
    '22P02',
  ]);
});

test('a function knows who calls it, and how; the next caller inherits nothing', async () => {
  const claims = { sub: USER, role: 'authenticated', session_id: 's' };
  const signedIn = await ask('/rest/v1/rpc/who', secrets.publishableKey, {
    token: await token(claims),
    body: {},
  });
  expect(signedIn.body).toEqual({
    role: 'authenticated',
    user: USER,
    claims: { ...claims, exp: expect.any(Number) },
    method: 'POST',
    path: '/rpc/who',
    agent: null,
  });
  const answers = await Promise.all(
    Array.from({ length: 30 }, () => ask('/rest/v1/rpc/who', secrets.publishableKey, { body: {} })),
  );
  for (const { body } of answers) expect(body).toMatchObject({ role: 'anon', user: null });
});

test('other schemas than public are not exposed', async () => {
  const response = await api.fetch(
    new Request('http://127.0.0.1/rest/v1/users', {
      headers: { apikey: secrets.secretKey, 'accept-profile': 'auth' },
    }),
  );
  expect(response.status).toBe(406);
});

test('a changed schema is known without a restart', async () => {
  await as(server.urlOf('postgres'), async (client) => {
    await client.query('create table public.later (id int)');
    await client.query('grant select on public.later to service_role');
  });
  await expect.poll(() => ask('/rest/v1/later', secrets.secretKey)).toEqual({ status: 200, body: [] });
});

test('a call of a function waits for the database six times: begin, who asks, types, the answer, its status, commit', async () => {
  const call = () => ask('/rest/v1/rpc/double', secrets.publishableKey, { body: { value: 21 } });
  // The first one prepares what all begin with.
  expect(await call()).toEqual({ status: 200, body: 42 });
  const before = turns.count();
  expect(await call()).toEqual({ status: 200, body: 42 });
  expect(turns.count() - before).toBe(6);
});
