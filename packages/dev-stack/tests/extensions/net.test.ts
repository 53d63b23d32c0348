import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type pg from 'pg';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startNet } from '../../src/extensions/net.ts';
import { silent } from '../../src/log.ts';
import type { Service } from '../../src/service.ts';
import { freePort, startTestDatabase, type TestDatabase } from './database.ts';

interface Received {
  method: string | undefined;
  url: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

let database: TestDatabase;
let postgres: pg.Client;
let net: Service;
let target: Server;
let url: string;
let received: Received[];
let answer: (request: Received, response: ServerResponse) => void;

beforeAll(async () => {
  // A session that asks for synchronous commits is held back at the end of one: nobody is there to confirm it.
  database = await startTestDatabase({ synchronous_standby_names: 'nobody', synchronous_commit: 'local' });
  postgres = await database.connect();
  await postgres.query('create extension pg_net');
  net = await startNet({ databaseUrl: database.adminUrl, log: silent });

  target = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      const whole = { method: request.method, url: request.url, headers: request.headers, body };
      received.push(whole);
      answer(whole, response);
    });
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => target.once('listening', resolve));
  const address = target.address();
  url = `http://127.0.0.1:${typeof address === 'object' && address?.port}`;

  return async () => {
    await net.stop();
    target.closeAllConnections();
    target.close();
    await database.stop();
  };
});
beforeEach(async () => {
  received = [];
  answer = (_, response) => response.writeHead(200, { 'content-type': 'text/plain' }).end('done');
  postgres = await database.connect();
});
afterEach(() => database.admin('truncate net._http_response'));

const soon = { timeout: 20_000, interval: 10 };
const response = async (id: string) =>
  (await database.admin('select * from net._http_response where id = $1', [id]))[0];
const post = async (address = url, rest = ''): Promise<string> =>
  (await postgres.query(`select net.http_post($1${rest}) as id`, [address])).rows[0].id;

test('http_post arrives once within a second of the commit, and its response is stored', async () => {
  await postgres.query('begin');
  const { rows } = await postgres.query(
    `select net.http_post(url := $1, body := '{"poke": "é"}', params := '{"a b": "c&d"}',
       headers := '{"apikey": "k"}', timeout_milliseconds := 2000) as id`,
    [`${url}/functions?x=1`],
  );
  expect(received).toEqual([]);
  await postgres.query('commit');

  await expect.poll(() => received.length, { timeout: 1000, interval: 10 }).toBe(1);
  expect(received[0]).toMatchObject({
    method: 'POST',
    url: '/functions?x=1&a%20b=c%26d',
    headers: { apikey: 'k', 'content-type': 'application/json' },
    body: '{"poke": "é"}',
  });
  await expect
    .poll(() => response(rows[0].id), { timeout: 1000, interval: 10 })
    .toMatchObject({
      status_code: 200,
      content_type: 'text/plain',
      headers: expect.objectContaining({ 'content-type': 'text/plain' }),
      content: 'done',
      timed_out: false,
      error_msg: null,
      created: expect.any(Date),
    });
  expect(await database.admin('select from net.http_request_queue')).toEqual([]);
});

test('a transaction that rolls back sends nothing', async () => {
  await postgres.query('begin');
  await post(`${url}/rolled-back`);
  await postgres.query('rollback');
  await post(`${url}/committed`);
  await expect.poll(() => received.map((request) => request.url), soon).toEqual(['/committed']);
});

test('a commit that sends a request waits for no other that does', async () => {
  const held = await database.connect();
  await held.query('set synchronous_commit = on');
  // Something for the log: without it there is nothing to confirm.
  await held.query(`begin; select pg_logical_emit_message(true, 'test', 'written')`);
  await held.query('select net.http_post($1)', [`${url}/held`]);
  const heldCommit = held.query('commit');
  const waits = async () =>
    (await database.admin(`select pid from pg_stat_activity where wait_event = 'SyncRep'`))[0]?.pid;
  await expect.poll(waits, soon).toBeDefined();

  await postgres.query(`set lock_timeout = '5s'`);
  await post(`${url}/free`);
  await expect.poll(() => received.map((request) => request.url), soon).toEqual(['/free']);

  await database.admin('select pg_cancel_backend($1)', [await waits()]);
  await heldCommit;
  await expect.poll(() => received.map((request) => request.url), soon).toEqual(['/free', '/held']);
});

test('http_get sends parameters and headers', async () => {
  await postgres.query(`select net.http_get($1, '{"q": "ok"}', '{"x-from": "sql"}', 1000)`, [`${url}/#part`]);
  await expect
    .poll(() => received, soon)
    .toMatchObject([{ method: 'GET', url: '/?q=ok', headers: { 'x-from': 'sql' }, body: '' }]);
});

test('http_delete sends an optional body', async () => {
  await postgres.query(`select net.http_delete($1, body := '{"id": 1}')`, [url]);
  await expect.poll(() => received, soon).toMatchObject([{ method: 'DELETE', body: '{"id": 1}' }]);
});

test('a redirection is followed, a POST as GET, unless it says to keep the method', async () => {
  answer = ({ url: path }, reply) => {
    if (path === '/moved') reply.writeHead(302, { location: '/here' }).end();
    else if (path === '/kept') reply.writeHead(307, { location: `${url}/there` }).end();
    else reply.end('arrived');
  };
  const ids = [await post(`${url}/moved`), await post(`${url}/kept`)];
  for (const id of ids) {
    await expect.poll(() => response(id), soon).toMatchObject({ status_code: 200, content: 'arrived' });
  }
  const followed = received.filter((request) => /here$/.test(request.url ?? ''));
  expect(followed).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ method: 'GET', url: '/here', body: '' }),
      expect.objectContaining({ method: 'POST', url: '/there', body: '{}' }),
    ]),
  );
});

test('redirections without end are an error', async () => {
  answer = (_, reply) => reply.writeHead(302, { location: '/again' }).end();
  const id = await post();
  await expect
    .poll(() => response(id), soon)
    .toMatchObject({ status_code: null, error_msg: 'Number of redirects hit maximum amount' });
});

test('an answer that comes too late is a timeout, not tried again', async () => {
  answer = () => {};
  const id = await post(url, ', timeout_milliseconds := 100');
  await expect
    .poll(() => response(id), soon)
    .toMatchObject({
      status_code: null,
      timed_out: true,
      error_msg: expect.stringMatching(/^Timeout of 100 ms reached/),
    });
  expect(received).toHaveLength(1);
});

test('a server that is down is an error, not tried again', async () => {
  const id = await post(`http://127.0.0.1:${await freePort()}/`);
  await expect
    .poll(() => response(id), soon)
    .toMatchObject({
      timed_out: false,
      error_msg: "Couldn't connect to server",
    });
});

test('an answer of 500 is stored like any other', async () => {
  answer = (_, reply) => reply.writeHead(500).end('broken');
  const id = await post();
  await expect.poll(() => response(id), soon).toMatchObject({ status_code: 500, content: 'broken' });
});

test('an answer with a null byte can be stored', async () => {
  answer = (_, reply) => reply.end('a\u0000b');
  const id = await post();
  await expect.poll(() => response(id), soon).toMatchObject({ status_code: 200, content: 'ab' });
});

test('at most 200 requests are under way at once, and all are made', async () => {
  const held: ServerResponse[] = [];
  answer = (_, reply) => held.push(reply);
  await postgres.query('select net.http_post($1) from generate_series(1, 250)', [url]);
  await expect.poll(() => received.length, soon).toBe(200);
  expect(await database.admin('select from net.http_request_queue')).toHaveLength(50);
  answer = (_, reply) => reply.end();
  for (const reply of held) reply.end();
  await expect.poll(() => received.length, soon).toBe(250);
});

test('a security definer function of postgres can be used by a role that has no other right', async () => {
  await postgres.query(`
    create schema app;
    grant usage on schema app to stranger;
    create function app.poke(url text) returns bigint language sql security definer set search_path = ''
      as $$ select net.http_post(url) $$`);
  const stranger = await database.connect('stranger');
  await stranger.query('select app.poke($1)', [url]);
  await expect.poll(() => received.length, soon).toBe(1);
});

test('http_collect_response waits for the answer', async () => {
  const id = await post();
  const { rows } = await postgres.query(
    'select status, message, (response).body from net.http_collect_response($1, async := false)',
    [id],
  );
  expect(rows).toEqual([{ status: 'SUCCESS', message: 'ok', body: 'done' }]);
  await expect(postgres.query('select net.check_worker_is_up()')).resolves.toBeDefined();
});

test.each([
  ["net.http_post('example.test/x')", 'Bad scheme'],
  ["net.http_post('ftp://example.test')", 'Unsupported URL scheme'],
  ["net.http_get('http://')", 'Malformed input to a URL function'],
  [
    `net.http_post('http://x.test', headers := '{"content-type": "text/plain"}')`,
    'must be "application/json"',
  ],
])('refuses %s', async (call, message) => {
  await expect(postgres.query(`select ${call}`)).rejects.toThrow(message);
});

test('responses are dropped after six hours', async () => {
  await net.stop();
  await database.admin(
    `insert into net._http_response (id, created) values (-1, now() - interval '7 hours'), (-2, now() - interval '5 hours')`,
  );
  net = await startNet({ databaseUrl: database.adminUrl, log: silent });
  expect(await database.admin('select id from net._http_response')).toEqual([{ id: '-2' }]);
});

test('what was queued while the worker was down is sent when it is back', async () => {
  await net.stop();
  await post();
  await expect(postgres.query('select net.check_worker_is_up()')).rejects.toThrow('worker is not up');
  net = await startNet({ databaseUrl: database.adminUrl, log: silent });
  await expect.poll(() => received.length, soon).toBe(1);
});

test('requests go on after the database was restarted', async () => {
  await database.restart();
  postgres = await database.connect();
  await postgres.query('select net.wait_until_running()');
  await post();
  await expect.poll(() => received.length, soon).toBe(1);
});
