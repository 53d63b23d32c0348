import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  createUser,
  createWorld,
  eventually,
  publishableKey,
  secretKey,
  subscribe,
  subscribePrivate,
  type World,
} from './support.ts';

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.stop());

function post(
  body: unknown,
  headers: Record<string, string> = { apikey: publishableKey },
  path = '',
): Promise<Response> {
  return fetch(`${world.url}/realtime/v1/api/broadcast${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

describe('several messages', () => {
  test('each goes to its topic, in order, and the answer is 202', async () => {
    const [one, two] = [await subscribe(world.client(), 'one'), await subscribe(world.client(), 'two')];
    const response = await post({
      messages: [
        { topic: 'one', event: 'a', payload: { n: 1 } },
        { topic: 'two', event: 'b', payload: {} },
        { topic: 'one', event: 'c', payload: {} },
      ],
    });
    expect(response.status).toBe(202);
    expect(await response.text()).toBe('');
    await eventually(() => one.broadcasts).toMatchObject([{ event: 'a', payload: { n: 1 } }, { event: 'c' }]);
    await eventually(() => two.broadcasts).toMatchObject([{ event: 'b' }]);
  });

  test('a private topic takes them from those whom its policies let insert', async () => {
    const user = await createUser();
    const own = await subscribePrivate(world.client({ token: user.token }), user.topic);
    const message = (event: string) => ({
      messages: [{ topic: user.topic, event, payload: {}, private: true }],
    });
    expect((await post(message('anonymous'))).status).toBe(202);
    const asUser = { apikey: publishableKey, authorization: `Bearer ${user.token}` };
    expect((await post(message('by a user'), asUser)).status).toBe(202);
    expect((await post(message('by the service'), { apikey: secretKey })).status).toBe(202);
    await eventually(() => own.broadcasts).toMatchObject([{ event: 'by the service' }]);
  });

  test.each([
    ['not JSON', '{', 422, 'body: not valid JSON'],
    ['no messages', {}, 422, /^messages: /],
    ['no topic', { messages: [{ event: 'e', payload: {} }] }, 422, /^messages\.0\.topic: /],
    [
      'an array as payload',
      { messages: [{ topic: 't', event: 'e', payload: [] }] },
      422,
      /^messages\.0\.payload: /,
    ],
    [
      'too large',
      { messages: [{ topic: 't', event: 'e', payload: { text: 'x'.repeat(256_000) } }] },
      422,
      /^messages\.0\.payload: Payload size exceeds/,
    ],
  ])('%s is refused with the field', async (_name, body, status, error) => {
    const response = await post(body);
    expect(response.status).toBe(status);
    expect((await response.json()).error).toMatch(error);
  });
});

describe('one message, as the stock client sends it', () => {
  test('httpSend delivers JSON', async () => {
    const { broadcasts } = await subscribe(world.client(), 'été/1');
    const sender = world.client().channel('été/1');
    expect(await sender.httpSend('hello', { n: 1 })).toEqual({ success: true });
    await eventually(() => broadcasts).toEqual([{ type: 'broadcast', event: 'hello', payload: { n: 1 } }]);
  });

  test('httpSend delivers bytes', async () => {
    const { broadcasts } = await subscribe(world.client(), 'bytes');
    const bytes = new Uint8Array([7, 0, 255]);
    await world.client().channel('bytes').httpSend('raw', bytes);
    await eventually(() => broadcasts).toHaveLength(1);
    expect(new Uint8Array(broadcasts[0]?.payload as unknown as ArrayBuffer)).toEqual(bytes);
  });

  test('httpSend to a private topic needs the right to insert', async () => {
    const user = await createUser();
    const client = world.client({ token: user.token });
    const { channel } = await subscribePrivate(client, user.topic);
    await expect(channel.httpSend('forged', {})).rejects.toThrow('Unauthorized');
    const room = await subscribePrivate(client, 'room:http');
    expect(await room.channel.httpSend('hello', {})).toEqual({ success: true });
    await eventually(() => room.broadcasts).toMatchObject([{ event: 'hello' }]);
  });

  test('another content type is refused', async () => {
    const headers = { apikey: publishableKey, 'content-type': 'text/plain' };
    expect((await post('text', headers, '/topic/events/event')).status).toBe(415);
  });

  test('a name that no frame can carry is refused', async () => {
    const response = await post({}, { apikey: publishableKey }, `/${'x'.repeat(250)}/events/event`);
    expect(response.status).toBe(422);
    expect((await response.json()).error).toBe('topic: more than 246 bytes');
  });
});

test('a request without a key, with an unknown one, by GET or elsewhere is refused', async () => {
  expect((await post({}, {})).status).toBe(401);
  expect((await post({}, { apikey: 'sb_secret_wrong' })).status).toBe(401);
  expect((await post({}, { authorization: 'Bearer nonsense' })).status).toBe(401);
  expect((await fetch(`${world.url}/realtime/v1/api/broadcast`)).status).toBe(405);
  expect((await fetch(`${world.url}/realtime/v1/api/tenants`)).status).toBe(404);
});
