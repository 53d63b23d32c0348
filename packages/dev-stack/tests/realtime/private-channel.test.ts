import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createUser,
  createWorld,
  eventually,
  listenTo,
  secretKey,
  signToken,
  subscribe,
  subscribePrivate,
  versions,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds;
const ping = (topic: string) => world.sql(`select realtime.send('{}', 'ping', $1)`, [topic]);

describe.each(versions)('joining, protocol %s', (vsn) => {
  test('a user joins the topic that the policies say is theirs', async () => {
    const user = await createUser();
    const { statuses } = await subscribePrivate(world.client({ token: user.token, vsn }), user.topic);
    expect(statuses).toEqual(['SUBSCRIBED']);
  });

  test('the topic of another user is refused, by name, and nothing of it is heard', async () => {
    const [user, other] = [await createUser(), await createUser()];
    const client = world.client({ token: user.token, vsn });
    const own = await subscribePrivate(client, user.topic);
    const foreign = await listenTo(client, other.topic, { private: true });
    const text = `CHANNEL_ERROR "Unauthorized: You do not have permissions to read from this Channel topic: ${other.topic}"`;
    await eventually(() => foreign.statuses.map((status) => status.replaceAll('"', ''))).toContain(
      text.replaceAll('"', ''),
    );
    await ping(other.topic);
    await ping(user.topic);
    await eventually(() => own.broadcasts).toHaveLength(1);
    expect(foreign.broadcasts).toEqual([]);
  });

  test('nobody signed in is refused, the secret key is not', async () => {
    const { topic } = await createUser();
    const anonymous = await listenTo(world.client({ vsn }), topic, { private: true });
    await eventually(() => anonymous.statuses.join()).toContain('Unauthorized');
    const service = await subscribePrivate(world.client({ key: secretKey, vsn }), topic);
    await ping(topic);
    await eventually(() => service.broadcasts).toHaveLength(1);
  });
});

describe('tokens', () => {
  const refusal = async (token: string) => {
    const { statuses } = await listenTo(world.client({ token }), 'anything', {});
    await eventually(() => statuses.join()).toContain('CHANNEL_ERROR');
    return statuses.join();
  };

  test('an expired token is refused', async () => {
    expect(await refusal(await signToken({ exp: inSeconds(-10) }))).toMatch(
      /InvalidJWTToken: Token has expired 1\d seconds ago/,
    );
  });

  test('a token that somebody else signed is refused', async () => {
    const [header, payload] = (await signToken()).split('.');
    const forged = `${header}.${payload}.${Buffer.from('a'.repeat(32)).toString('base64url')}`;
    expect(await refusal(forged)).toContain('JwtSignatureError: Failed to validate JWT signature');
  });

  test('what is no token at all is refused', async () => {
    expect(await refusal('nonsense')).toContain('MalformedJWT: The token provided is not a valid JWT');
  });

  test('a new token is judged by the policies again: what it may not read is closed', async () => {
    const [user, other] = [await createUser(), await createUser()];
    const client = world.client({ token: user.token });
    const { statuses, systems, broadcasts } = await subscribePrivate(client, user.topic);
    await client.realtime.setAuth(other.token);
    await eventually(() => statuses).toContain('CLOSED');
    expect(systems).toMatchObject([
      {
        extension: 'system',
        status: 'error',
        message: `You do not have permissions to read from this Channel topic: ${user.topic}`,
      },
    ]);
    await ping(user.topic);
    const fresh = await subscribePrivate(world.client({ token: user.token }), user.topic);
    await ping(user.topic);
    await eventually(() => fresh.broadcasts).toHaveLength(1);
    expect(broadcasts).toEqual([]);
  });

  test('a new token of the same user keeps the channel open beyond the end of the first', async () => {
    const user = await createUser();
    const tokens = [await signToken({ sub: user.id, exp: inSeconds(3) }), user.token];
    const client = world.client({ token: tokens[0] });
    const { statuses, broadcasts } = await subscribePrivate(client, user.topic);
    await client.realtime.setAuth(tokens[1]);
    const ending = await subscribePrivate(world.client({ token: tokens[0] }), user.topic);
    await eventually(() => ending.statuses).toContain('CLOSED');
    await ping(user.topic);
    await eventually(() => broadcasts).toHaveLength(1);
    expect(statuses).toEqual(['SUBSCRIBED']);
  });

  test('the client renews its token by itself, with its heartbeat, and what it lost is closed then', async () => {
    const user = await createUser();
    const topic = `team:${user.id}`;
    await world.sql(`
      create table team (user_id uuid);
      grant select on team to authenticated;
      create policy "members hear their team" on realtime.messages for select to authenticated
        using ((select realtime.topic()) like 'team:%' and exists (select from team where user_id = (select auth.uid())))`);
    await world.sql('insert into team values ($1)', [user.id]);
    let token = user.token;
    const client = world.client({ token: () => token, realtime: { heartbeatIntervalMs: 1000 } });
    const { statuses, systems, broadcasts } = await subscribePrivate(client, topic);
    await ping(topic);
    await eventually(() => broadcasts).toHaveLength(1);
    await world.sql('delete from team');
    token = await signToken({ sub: user.id, exp: inSeconds(1800) });
    await eventually(() => statuses).toEqual(['SUBSCRIBED', 'CLOSED']);
    expect(systems.map(({ message }) => message)).toEqual([
      `You do not have permissions to read from this Channel topic: ${topic}`,
    ]);
  });

  test('a token that ends closes the channel, with the reason, and the client does not come back', async () => {
    const user = await createUser();
    const token = await signToken({ sub: user.id, exp: inSeconds(3) });
    const { statuses, systems, channel } = await subscribePrivate(world.client({ token }), user.topic);
    await eventually(() => statuses).toEqual(['SUBSCRIBED', 'CLOSED']);
    expect(systems).toMatchObject([
      { status: 'error', message: expect.stringMatching(/^Token has expired [01] seconds ago$/) },
    ]);
    expect(channel.state).toBe('closed');
  });
});

describe('publishing', () => {
  test('a client without a policy to insert cannot publish, not even to its own topic', async () => {
    const user = await createUser();
    const listener = await subscribePrivate(world.client({ token: user.token }), user.topic);
    const publisher = await subscribePrivate(world.client({ token: user.token }), user.topic, {
      broadcast: { ack: true },
    });
    const message = { type: 'broadcast' as const, event: 'forged', payload: {} };
    const answer = await publisher.channel.send(message, { timeout: 200 });
    expect(answer).toBe('timed out');
    await ping(user.topic);
    await eventually(() => listener.broadcasts).toMatchObject([{ event: 'ping' }]);
  });

  test('a client with a policy to insert publishes, and hears the acknowledgement', async () => {
    const [one, two] = [await createUser(), await createUser()];
    const listener = await subscribePrivate(world.client({ token: one.token }), 'room:1');
    const publisher = await subscribePrivate(world.client({ token: two.token }), 'room:1', {
      broadcast: { ack: true },
    });
    expect(await publisher.channel.send({ type: 'broadcast', event: 'hello', payload: { n: 1 } })).toBe('ok');
    await eventually(() => listener.broadcasts).toMatchObject([{ event: 'hello', payload: { n: 1 } }]);
    const { rowCount } = await world.sql(`select from realtime.messages where topic = 'room:1'`);
    expect(rowCount, 'the probes that asked the policies are not stored').toBe(0);
  });

  test('somebody in the public topic of the same name cannot publish into the private one', async () => {
    const user = await createUser();
    const inside = await subscribePrivate(world.client({ token: user.token }), user.topic);
    const outside = await subscribe(world.client(), user.topic, { broadcast: { ack: true } });
    expect(await outside.channel.send({ type: 'broadcast', event: 'forged', payload: {} })).toBe('ok');
    await ping(user.topic);
    await eventually(() => inside.broadcasts).toMatchObject([{ event: 'ping' }]);
  });
});

test('a policy that fails is a no, and the gateway lives on', async () => {
  const database = await world.connect();
  await database.query(`
    create policy "broken" on realtime.messages for select to authenticated
      using ((select realtime.topic()) = 'broken' and 1 / (length(topic) - length(topic)) = 1)`);
  const user = await createUser();
  const broken = await listenTo(world.client({ token: user.token }), 'broken', { private: true });
  await eventually(() => broken.statuses.join()).toContain('Unauthorized');
  await database.query('drop policy "broken" on realtime.messages');
  await subscribePrivate(world.client({ token: user.token }), user.topic);
});

test('several sockets of one user, and several channels of one socket, all hear', async () => {
  const user = await createUser();
  const tabs = [world.client({ token: user.token }), world.client({ token: user.token, vsn: '1.0.0' })];
  const listeners = await Promise.all(tabs.map((tab) => subscribePrivate(tab, user.topic)));
  const room = await subscribePrivate(tabs[0] as (typeof tabs)[0], 'room:tabs');
  await ping(user.topic);
  for (const { broadcasts } of listeners) await eventually(() => broadcasts).toHaveLength(1);
  await ping('room:tabs');
  await eventually(() => room.broadcasts).toHaveLength(1);
});
