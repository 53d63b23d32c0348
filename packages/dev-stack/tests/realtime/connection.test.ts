import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { RawClient } from './raw-client.ts';
import {
  createUser,
  createWorld,
  eventually,
  publishableKey,
  signToken,
  subscribe,
  subscribePrivate,
  versions,
  type World,
} from './support.ts';

let world: World;
const said: string[] = [];
const note = (message: string) => void said.push(message);
beforeAll(async () => {
  world = await createWorld({
    limits: { bufferedBytes: 1_000_000 },
    log: { info: note, warn: note, error: note },
  });
});
afterAll(() => world.stop());

describe('opening', () => {
  const open = async (query: string, path = '/realtime/v1/websocket') => {
    const ws = new WebSocket(`${world.url.replace('http', 'ws')}${path}?${query}`);
    const [, response] = await once(ws, 'unexpected-response');
    ws.on('error', () => {});
    ws.terminate();
    return response.statusCode;
  };

  test('without a key, with an unknown or an expired one, there is no connection', async () => {
    const expired = await signToken({ exp: Math.floor(Date.now() / 1000) - 1 });
    expect(await open('vsn=2.0.0')).toBe(401);
    expect(await open('vsn=2.0.0&apikey=sb_publishable_wrong')).toBe(401);
    expect(await open(`vsn=2.0.0&apikey=${expired}`)).toBe(401);
  });

  test('an unknown version of the protocol, or another path, is refused', async () => {
    expect(await open(`vsn=3.0.0&apikey=${publishableKey}`)).toBe(400);
    expect(await open(`apikey=${publishableKey}`, '/realtime/v1/other')).toBe(404);
  });

  test("a user's token does as a key", async () => {
    const user = await createUser();
    const client = await RawClient.open(world, { key: user.token });
    client.send(`realtime:${user.topic}`, 'phx_join', { config: { private: true } }, '1');
    expect((await client.reply('1')).payload.status).toBe('ok');
  });
});

describe.each(versions)('protocol %s, frame by frame', (vsn) => {
  test('a heartbeat is answered', async () => {
    const client = await RawClient.open(world, { vsn });
    client.send('phoenix', 'heartbeat', {}, '7', null);
    expect(await client.reply('7')).toEqual({
      ...(vsn === '1.0.0' && { join_ref: null }),
      joinRef: null,
      ref: '7',
      topic: 'phoenix',
      event: 'phx_reply',
      payload: { status: 'ok', response: {} },
    });
  });

  test('leaving is answered, then the channel is closed under the ref of its join', async () => {
    const client = await RawClient.open(world, { vsn });
    client.send('realtime:a', 'phx_join', {}, '1');
    client.send('realtime:a', 'phx_leave', {}, '2', '1');
    await eventually(() => client.messages.at(-1)).toMatchObject({
      event: 'phx_close',
      joinRef: '1',
      ref: '1',
    });
    const events = client.messages.map(({ event, ref }) => `${event} ${ref}`);
    expect(events).toEqual(['phx_reply 1', 'presence_state null', 'phx_reply 2', 'phx_close 1']);
  });

  test('joining a topic again replaces the channel, and what was meant for the old one is refused', async () => {
    const client = await RawClient.open(world, { vsn });
    client.send('realtime:a', 'phx_join', {}, '1');
    await client.reply('1');
    client.send('realtime:a', 'phx_join', {}, '2');
    expect((await client.reply('2')).payload.status).toBe('ok');
    expect(client.messages.filter(({ event }) => event === 'phx_close')).toMatchObject([{ joinRef: '1' }]);
    client.send('realtime:a', 'broadcast', {}, '3', '1');
    expect((await client.reply('3')).payload).toEqual({
      status: 'error',
      response: { reason: 'unmatched topic' },
    });
  });

  test.each([
    ['no JSON', 'nonsense', 'MalformedFrame: not valid JSON'],
    ['another shape', '"text"', /MalformedFrame: version \d.0.0 expects/],
    [
      'no topic',
      vsn === '1.0.0' ? '{"event":"e"}' : '[null,null,null,"e",{}]',
      'MalformedFrame: topic: a string',
    ],
    [
      'a number as ref',
      vsn === '1.0.0' ? '{"topic":"t","event":"e","ref":1}' : '[null,1,"t","e",{}]',
      'MalformedFrame: ref: a string',
    ],
    ['an unknown binary kind', Buffer.from([9]), 'MalformedFrame: '],
    ['a truncated binary frame', Buffer.from([3, 1, 1, 200, 1, 0, 1, 49]), 'MalformedFrame: '],
  ])('a malformed frame (%s) is answered, and the connection stays', async (_name, frame, reason) => {
    const client = await RawClient.open(world, { vsn });
    client.ws.send(frame);
    const { payload } = await client.reply(null);
    expect(payload.response.reason).toMatch(reason);
    client.send('phoenix', 'heartbeat', {}, '1', null);
    expect((await client.reply('1')).payload.status).toBe('ok');
  });

  test('what cannot be joined or understood is said to be so', async () => {
    const client = await RawClient.open(world, { vsn });
    const ask = async (topic: string, event: string, payload: unknown, ref: string) => {
      client.send(topic, event, payload, ref);
      return (await client.reply(ref)).payload.response.reason;
    };
    expect(await ask('other:a', 'phx_join', {}, '1')).toBe('unmatched topic');
    expect(await ask('realtime:', 'phx_join', {}, '2')).toBe(
      'TopicNameRequired: You must provide a topic name',
    );
    expect(await ask('realtime:a', 'phx_join', { config: { private: 'yes' } }, '3')).toMatch(
      /^InvalidJoinPayload: config\.private: /,
    );
    expect(await ask('realtime:b', 'broadcast', {}, '4')).toBe('unmatched topic');
  });
});

test('an event that the gateway does not know is refused', async () => {
  const client = await RawClient.open(world);
  client.send('realtime:a', 'phx_join', {}, '1');
  client.send('realtime:a', 'dance', {}, '2', '1');
  expect((await client.reply('2')).payload.response.reason).toBe('Unknown event: dance');
});

test('a join that asks for postgres_changes is told that there are none, and the rest of it works', async () => {
  const client = world.client();
  const channel = client.channel('changes');
  const seen: string[] = [];
  channel
    .on('postgres_changes', { event: '*', schema: 'public', table: 'things' }, () => {})
    .on('system', {}, ({ extension, status, message }) => seen.push(`${extension} ${status} ${message}`))
    .on('broadcast', { event: 'hello' }, () => seen.push('hello'))
    .subscribe((status) => seen.push(status));
  await eventually(() => seen).toContain('SUBSCRIBED');
  await eventually(() => seen.join()).toMatch(/postgres_changes error postgres_changes is not offered/);
  await channel.httpSend('hello', {});
  await eventually(() => seen).toContain('hello');
});

test('a join may ask to be told that the stream from the database is open', async () => {
  const { systems } = await subscribe(world.client(), 'ready', { broadcast: { replication_ready: true } });
  await eventually(() => systems).toMatchObject([
    { extension: 'system', status: 'ok', message: 'Replication connection established' },
  ]);
});

test('a client whose connection is cut comes back by itself, joins again and hears what follows', async () => {
  const user = await createUser();
  const cut: WebSocket[] = [];
  class Cuttable extends WebSocket {
    constructor(url: string) {
      super(url);
      cut.push(this);
    }
  }
  const client = world.client({
    token: user.token,
    realtime: { transport: Cuttable, reconnectAfterMs: () => 20 },
  });
  const { statuses, broadcasts } = await subscribePrivate(client, user.topic);
  for (const ws of cut) ws.terminate();
  await eventually(() => statuses.filter((status) => status === 'SUBSCRIBED')).toHaveLength(2);
  await world.sql(`select realtime.send('{}', 'after', $1)`, [user.topic]);
  await eventually(() => broadcasts).toMatchObject([{ event: 'after' }]);
});

test('leaving and ending are seen in the counters', async () => {
  const client = world.client();
  const before = world.gateway.stats();
  const { channel } = await subscribe(client, 'counted');
  expect(world.gateway.stats().channels).toBe(before.channels + 1);
  expect(await channel.unsubscribe()).toBe('ok');
  await eventually(() => world.gateway.stats().channels).toBeLessThanOrEqual(before.channels);
});

test('a client that goes away, with a good-bye or without, is nothing to tell', async () => {
  const before = world.gateway.stats().connections;
  const leave: ((client: RawClient) => void)[] = [
    ({ ws }) => ws.close(),
    ({ ws }) => ws.terminate(),
    // What a closed tab does while something is on its way to it.
    (client) => client.reset(),
  ];
  said.length = 0;
  for (const how of leave) {
    const client = await RawClient.open(world);
    client.send('realtime:leaving', 'phx_join', {}, '1');
    await client.reply('1');
    how(client);
    await eventually(() => world.gateway.stats().connections).toBeLessThanOrEqual(before);
  }
  expect(said).toEqual(leave.map(() => 'joined'));
});

test('a client that does not read is dropped, and the others hear everything at once', async () => {
  const slow = await RawClient.open(world);
  slow.send('realtime:flood', 'phx_join', {}, '1');
  await slow.reply('1');
  slow.ws.pause();
  const fast = await subscribe(world.client(), 'flood');
  const sender = await subscribe(world.client(), 'flood');
  const text = 'x'.repeat(250_000);
  // More than the operating system keeps for a connection, and the gateway on top of it.
  for (let n = 1; n <= 60; n++) {
    sender.channel.send({ type: 'broadcast', event: 'n', payload: { text } });
    await eventually(() => fast.broadcasts.length, { interval: 1 }).toBe(n);
  }
  slow.ws.resume();
  await eventually(() => slow.closeCode).toBe(1006);
  expect(slow.messages.filter(({ event }) => event === 'broadcast').length).toBeLessThan(60);
});
