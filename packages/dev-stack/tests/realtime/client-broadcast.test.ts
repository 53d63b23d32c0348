import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from './raw-client.ts';
import { createWorld, eventually, subscribe, type Version, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const pairs: [Version, Version][] = [
  ['1.0.0', '1.0.0'],
  ['1.0.0', '2.0.0'],
  ['2.0.0', '1.0.0'],
  ['2.0.0', '2.0.0'],
];

describe.each(pairs)('from protocol %s to %s', (from, to) => {
  test('a broadcast reaches the others, and not its sender', async () => {
    const topic = `plain ${from} ${to}`;
    const sender = await subscribe(world.client({ vsn: from }), topic);
    const receiver = await subscribe(world.client({ vsn: to }), topic);
    await sender.channel.send({ type: 'broadcast', event: 'hello', payload: { text: 'été' } });
    await eventually(() => receiver.broadcasts).toHaveLength(1);
    expect(receiver.broadcasts).toEqual([{ type: 'broadcast', event: 'hello', payload: { text: 'été' } }]);
    await receiver.channel.send({ type: 'broadcast', event: 'back', payload: {} });
    await eventually(() => sender.broadcasts).toMatchObject([{ event: 'back' }]);
  });
});

test('with self, the sender hears itself; with ack, it is told that the message was taken', async () => {
  const { channel, broadcasts } = await subscribe(world.client(), 'self', {
    broadcast: { self: true, ack: true },
  });
  expect(await channel.send({ type: 'broadcast', event: 'echo', payload: { n: 1 } })).toBe('ok');
  await eventually(() => broadcasts).toMatchObject([{ event: 'echo', payload: { n: 1 } }]);
});

test('bytes travel as they are, between clients that can express them', async () => {
  const sender = await subscribe(world.client(), 'binary', { broadcast: { ack: true } });
  const receiver = await subscribe(world.client(), 'binary');
  const old = await subscribe(world.client({ vsn: '1.0.0' }), 'binary');
  const bytes = new Uint8Array([0, 1, 2, 250, 255]);
  expect(await sender.channel.send({ type: 'broadcast', event: 'bytes', payload: bytes.buffer })).toBe('ok');
  await sender.channel.send({ type: 'broadcast', event: 'json', payload: { n: 1 } });
  await eventually(() => receiver.broadcasts).toHaveLength(2);
  expect(new Uint8Array(receiver.broadcasts[0]?.payload as unknown as ArrayBuffer)).toEqual(bytes);
  await eventually(() => old.broadcasts).toMatchObject([{ event: 'json' }]);
});

test('a broadcast that is too large is refused with the sizes, and the channel stays', async () => {
  const client = await RawClient.open(world);
  client.send('realtime:size', 'phx_join', {}, '1');
  await client.reply('1');
  const payload = { type: 'broadcast', event: 'large', payload: { text: 'x'.repeat(256_000) } };
  client.send('realtime:size', 'broadcast', payload, '2', '1');
  const { payload: answer } = await client.reply('2');
  expect(answer.status).toBe('error');
  expect(answer.response.reason).toMatch(/^Payload size exceeded: \d+ of 256000 bytes$/);
  client.send('realtime:size', 'phx_leave', {}, '3', '1');
  expect((await client.reply('3')).payload.status).toBe('ok');
});

test('messages of one sender arrive in the order in which they were sent', async () => {
  const sender = await subscribe(world.client(), 'order');
  const receiver = await subscribe(world.client(), 'order');
  for (let n = 0; n < 200; n++) sender.channel.send({ type: 'broadcast', event: 'n', payload: { n } });
  await eventually(() => receiver.broadcasts).toHaveLength(200);
  expect(receiver.broadcasts.map(({ payload }) => payload.n)).toEqual(
    Array.from({ length: 200 }, (_, n) => n),
  );
});
