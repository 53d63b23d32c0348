import { afterAll, beforeAll, expect, test } from 'vitest';
import { createUser, createWorld, eventually, subscribe, subscribePrivate, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const slots = async () => (await world.sql('select temporary from pg_replication_slots')).rows;

test('when the database restarts, clients join again by themselves and hear what follows', async () => {
  const user = await createUser();
  const client = world.client({ token: user.token, realtime: { reconnectAfterMs: () => 50 } });
  const { statuses, broadcasts } = await subscribePrivate(client, user.topic);
  expect(await slots()).toEqual([{ temporary: true }]);

  await world.restartPostgres();
  await eventually(() => statuses.filter((status) => status === 'SUBSCRIBED').length).toBeGreaterThan(1);
  await world.sql(`select realtime.send('{}', 'after', $1)`, [user.topic]);
  await eventually(() => broadcasts).toMatchObject([{ event: 'after' }]);
  expect(await slots()).toEqual([{ temporary: true }]);
});

test('while the database is away a private join is refused with the reason, and public channels go on', async () => {
  const user = await createUser();
  const client = world.client({ token: user.token, realtime: { reconnectAfterMs: () => 50 } });
  const listener = await subscribe(world.client(), 'public');
  const sender = await subscribe(world.client(), 'public');
  await world.stopPostgres();
  sender.channel.send({ type: 'broadcast', event: 'still here', payload: {} });
  await eventually(() => listener.broadcasts).toMatchObject([{ event: 'still here' }]);
  const statuses: string[] = [];
  await client.realtime.setAuth();
  client
    .channel(user.topic, { config: { private: true } })
    .subscribe((status, error) => statuses.push(error ? error.message : status));
  await eventually(() => statuses).toContain(
    'UnableToConnectToProject: Realtime was unable to connect to the project database',
  );
  await world.restartPostgres();
  await eventually(() => statuses).toContain('SUBSCRIBED');
});

test('stopping the gateway ends its connections and leaves no slot behind', async () => {
  const user = await createUser();
  const { statuses } = await subscribePrivate(world.client({ token: user.token }), user.topic);
  await Promise.all([world.gateway.stop(), world.gateway.stop()]);
  await eventually(() => statuses.length).toBeGreaterThan(1);
  await eventually(slots).toEqual([]);
});
