import type { RealtimeChannel, SupabaseClient } from '@supabase/supabase-js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { RawClient } from './raw-client.ts';
import { createUser, createWorld, eventually, subscribe, versions, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

interface Present {
  channel: RealtimeChannel;
  statuses: string[];
  events: string[];
  /** Who is there, by key: what each of their metas says. */
  who(): Record<string, unknown[]>;
}

async function enter(
  client: SupabaseClient,
  topic: string,
  key: string,
  isPrivate = false,
): Promise<Present> {
  await client.realtime.setAuth();
  const channel = client.channel(topic, { config: { presence: { key }, private: isPrivate } });
  const events: string[] = [];
  const statuses: string[] = [];
  channel
    .on('presence', { event: 'sync' }, () => events.push('sync'))
    .on('presence', { event: 'join' }, (event) => events.push(`join ${event.key}`))
    .on('presence', { event: 'leave' }, (event) => events.push(`leave ${event.key}`))
    .subscribe((status) => statuses.push(status));
  await eventually(() => statuses).toEqual(['SUBSCRIBED']);
  const who = () =>
    Object.fromEntries(
      Object.entries(channel.presenceState()).map(([name, metas]) => [
        name,
        metas.map(({ presence_ref, ...rest }) => rest),
      ]),
    );
  return { channel, statuses, events, who };
}

describe.each(versions)('protocol %s', (vsn) => {
  test('two clients see each other come and leave', async () => {
    const topic = `presence ${vsn}`;
    const anna = await enter(world.client({ vsn }), topic, 'anna');
    expect(await anna.channel.track({ at: 'desk' })).toBe('ok');
    const second = world.client({ vsn });
    const bruno = await enter(second, topic, 'bruno');
    await eventually(bruno.who).toEqual({ anna: [{ at: 'desk' }] });
    await bruno.channel.track({ at: 'home' });
    await eventually(anna.who).toEqual({ anna: [{ at: 'desk' }], bruno: [{ at: 'home' }] });
    await bruno.channel.untrack();
    await eventually(anna.who).toEqual({ anna: [{ at: 'desk' }] });
    await bruno.channel.track({ at: 'train' });
    await eventually(anna.who).toMatchObject({ bruno: [{ at: 'train' }] });
    second.realtime.disconnect();
    await eventually(anna.who).toEqual({ anna: [{ at: 'desk' }] });
    expect(anna.events).toContain('join bruno');
    expect(anna.events).toContain('leave bruno');
  });
});

test('several tabs of one key are several metas', async () => {
  const watcher = await enter(world.client(), 'tabs', 'watcher');
  const [one, two] = [
    await enter(world.client(), 'tabs', 'anna'),
    await enter(world.client(), 'tabs', 'anna'),
  ];
  await one.channel.track({ tab: 1 });
  await two.channel.track({ tab: 2 });
  await eventually(watcher.who).toEqual({ anna: [{ tab: 1 }, { tab: 2 }] });
});

/** Frame by frame, because version 2.109.0 of the client loses the refs of several metas under one key. */
describe('the differences that are told', () => {
  async function watch(topic: string) {
    const watcher = await RawClient.open(world);
    watcher.send(`realtime:${topic}`, 'phx_join', {}, '1');
    await watcher.reply('1');
    const diffs = () =>
      watcher.messages.filter(({ event }) => event === 'presence_diff').map(({ payload }) => payload);
    return { diffs, state: () => watcher.messages.find(({ event }) => event === 'presence_state')?.payload };
  }

  test('a change is the new meta, which names the one that it replaces, and the old one', async () => {
    const { diffs } = await watch('change');
    const { channel } = await enter(world.client(), 'change', 'anna');
    await channel.track({ at: 'desk' });
    await channel.track({ at: 'desk' });
    await channel.track({ at: 'lunch' });
    await eventually(diffs).toHaveLength(2);
    const [first, second] = diffs();
    const [before] = first.joins.anna.metas;
    expect(first.leaves).toEqual({});
    expect(second.leaves).toEqual({ anna: { metas: [before] } });
    expect(second.joins).toEqual({
      anna: { metas: [{ at: 'lunch', phx_ref: expect.any(String), phx_ref_prev: before.phx_ref }] },
    });
  });

  test('closing one of two tabs takes away its meta only', async () => {
    const { diffs } = await watch('two tabs');
    const [one, two] = [
      await enter(world.client(), 'two tabs', 'anna'),
      await enter(world.client(), 'two tabs', 'anna'),
    ];
    await one.channel.track({ tab: 1 });
    await two.channel.track({ tab: 2 });
    await one.channel.unsubscribe();
    await eventually(diffs).toHaveLength(3);
    expect(diffs()[2]).toMatchObject({ joins: {}, leaves: { anna: { metas: [{ tab: 1 }] } } });
    expect((await watch('two tabs')).state()).toMatchObject({ anna: { metas: [{ tab: 2 }] } });
  });

  test('a key of any spelling is only a key', async () => {
    const { diffs } = await watch('spelling');
    const client = await RawClient.open(world);
    client.send('realtime:spelling', 'phx_join', { config: { presence: { key: '__proto__' } } }, '1');
    client.send('realtime:spelling', 'presence', { event: 'track', payload: { n: 1 } }, '2', '1');
    await client.reply('2');
    await eventually(diffs).toHaveLength(1);
    expect(JSON.stringify(diffs()[0].joins)).toMatch(
      /^{"__proto__":{"metas":\[{"n":1,"phx_ref":"[\w-]+"}\]}}$/,
    );
  });
});

test('without a key the gateway makes one for each client', async () => {
  const one = await enter(world.client(), 'no key', '');
  const two = await enter(world.client(), 'no key', '');
  await one.channel.track({});
  await two.channel.track({});
  await eventually(() => Object.keys(one.who())).toHaveLength(2);
});

test('in a private topic the policies say who may be present', async () => {
  const [anna, bruno] = [await createUser(), await createUser()];
  const inRoom = await enter(world.client({ token: anna.token }), 'room:presence', 'anna', true);
  const other = await enter(world.client({ token: bruno.token }), 'room:presence', 'bruno', true);
  expect(await inRoom.channel.track({ here: true })).toBe('ok');
  await eventually(other.who).toEqual({ anna: [{ here: true }] });

  const own = await enter(world.client({ token: anna.token }), anna.topic, 'anna', true);
  expect(await own.channel.track({ here: true })).toBe('error');
  expect(own.who()).toEqual({});
});

test('a channel that calls presence too often is closed with the reason', async () => {
  const { channel, statuses, systems } = await subscribe(world.client(), 'often');
  for (let n = 0; n < 6; n++) channel.track({ n });
  await eventually(() => statuses).toContain('CLOSED');
  expect(systems).toMatchObject([{ status: 'error', message: 'Client presence rate limit exceeded' }]);
});

test('what is not an object cannot be tracked', async () => {
  const { channel } = await subscribe(world.client(), 'not an object');
  expect(await channel.send({ type: 'presence', event: 'track', payload: 'text' })).toBe('error');
  expect(await channel.send({ type: 'presence', event: 'dance' })).toBe('error');
});
