import { afterAll, beforeAll, expect, test } from 'vitest';
import { RawClient } from './raw-client.ts';
import { createUser, createWorld, eventually, subscribePrivate, versions, type World } from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const send = (topic: string, from: number, to = from) =>
  world.sql(
    `insert into realtime.messages (topic, extension, event, payload, private, inserted_at)
     select $1, 'broadcast', 'n', jsonb_build_object('n', n), true, now() + n * interval '1 ms'
     from generate_series($2::int, $3::int) as n`,
    [topic, from, to],
  );

/** Somebody whose topic has so many messages, all of which have been through the gateway: none is still on its way. */
async function userWithMessages(count: number): ReturnType<typeof createUser> {
  const user = await createUser();
  const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic);
  await send(user.topic, 1, count);
  await eventually(() => broadcasts).toHaveLength(count);
  return user;
}

test.each(versions)(
  'protocol %s: a joining client hears the last messages again, oldest first',
  async (vsn) => {
    const user = await userWithMessages(40);
    const client = world.client({ token: user.token, vsn });
    const { broadcasts } = await subscribePrivate(client, user.topic, {
      broadcast: { replay: { since: 0, limit: 3 } },
    });
    await eventually(() => broadcasts).toHaveLength(3);
    expect(broadcasts.map(({ payload }) => payload.n)).toEqual([38, 39, 40]);
    expect(broadcasts[0]?.meta).toEqual({ id: expect.any(String), replayed: true });
    await send(user.topic, 41);
    await eventually(() => broadcasts).toHaveLength(4);
    expect(broadcasts[3]?.meta).toEqual({ id: expect.any(String) });
  },
);

test('at most 25 are replayed, and none from before `since`', async () => {
  const user = await userWithMessages(40);
  const all = await subscribePrivate(world.client({ token: user.token }), user.topic, {
    broadcast: { replay: { since: 0, limit: 1000 } },
  });
  await eventually(() => all.broadcasts).toHaveLength(25);
  const { rows } = await world.sql(
    `select extract(epoch from inserted_at at time zone 'utc') * 1000 as at
     from realtime.messages where topic = $1 and payload ->> 'n' = '39'`,
    [user.topic],
  );
  const late = await subscribePrivate(world.client({ token: user.token }), user.topic, {
    broadcast: { replay: { since: Math.floor(Number(rows[0].at)), limit: 25 } },
  });
  await eventually(() => late.broadcasts.map(({ payload }) => payload.n)).toEqual([39, 40]);
});

test('what is sent while a client joins is heard once, be it replayed or not', async () => {
  const user = await createUser();
  const sending = (async () => {
    for (let n = 1; n <= 20; n++) await send(user.topic, n);
  })();
  const since = Date.now() - 60_000;
  const { broadcasts } = await subscribePrivate(world.client({ token: user.token }), user.topic, {
    broadcast: { replay: { since, limit: 25 } },
  });
  await sending;
  await send(user.topic, 21);
  await eventually(() => broadcasts.map(({ payload }) => payload.n)).toContain(21);
  const heard = broadcasts.map(({ payload }) => payload.n as number).sort((a, b) => a - b);
  expect(heard).toEqual(Array.from({ length: 21 }, (_, index) => index + 1));
});

test('a public channel, or parameters that make no sense, are refused', async () => {
  const client = await RawClient.open(world);
  const joinWith = async (config: object, ref: string) => {
    client.send(`realtime:replay ${ref}`, 'phx_join', { config }, ref);
    return (await client.reply(ref)).payload;
  };
  expect(await joinWith({ broadcast: { replay: { since: 0 } } }, '1')).toEqual({
    status: 'error',
    response: { reason: 'UnableToReplayMessages: Replay is not allowed for public channels' },
  });
  expect(await joinWith({ private: true, broadcast: { replay: { since: 'now' } } }, '2')).toEqual({
    status: 'error',
    response: { reason: 'UnableToReplayMessages: Replay params are not valid' },
  });
});
