import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawClient } from './raw-client.ts';
import { createWorld, eventually, subscribe, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld({
    limits: { idleMs: 1500, bufferedBytes: 1_000_000, channelsPerSocket: 3, joinsPerSecond: 50 },
  });
});
afterAll(() => world.stop());

/** Of a client that must not be dropped for its silence. */
const lively = { heartbeatIntervalMs: 500 };

test('a client that says nothing is dropped, one with heartbeats is not', async () => {
  const { statuses } = await subscribe(world.client({ realtime: lively }), 'alive');
  const silent = await RawClient.open(world);
  await eventually(() => silent.closeCode).toBe(1006);
  expect(statuses).toEqual(['SUBSCRIBED']);
});

test('one channel too many is refused, and there is room again after a leave', async () => {
  const client = await RawClient.open(world);
  const ask = async (topic: string, event: string, ref: string, joinRef = ref) => {
    client.send(`realtime:${topic}`, event, {}, ref, joinRef);
    return (await client.reply(ref)).payload;
  };
  for (const ref of ['1', '2', '3']) expect((await ask(ref, 'phx_join', ref)).status).toBe('ok');
  expect((await ask('4', 'phx_join', '4')).response.reason).toBe(
    'ChannelRateLimitReached: Too many channels',
  );
  await ask('3', 'phx_leave', '5', '3');
  expect((await ask('4', 'phx_join', '6')).status).toBe('ok');
});

test('too many joins in a second are refused', async () => {
  const client = await RawClient.open(world);
  for (let n = 0; n <= 50; n++) client.send('realtime:again', 'phx_join', {}, `${n}`);
  expect((await client.reply('50')).payload.response.reason).toBe(
    'ClientJoinRateLimitReached: Too many joins per second',
  );
});

test('a frame larger than any message closes its connection only', async () => {
  const client = await RawClient.open(world);
  client.ws.send('x'.repeat(5_000_001));
  await eventually(() => client.closeCode).toBe(1009);
  await RawClient.open(world);
});
