import { SignJWT } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startOrigin } from '../../src/api/origin.ts';
import { silent } from '../../src/log.ts';
import { freePort } from '../../src/ports.ts';
import type { Service } from '../../src/service.ts';

const jwtSecret = 'a secret of at least thirty-two characters';
const answering = (name: string) => ({
  fetch: async (request: Request) => Response.json({ name, path: new URL(request.url).pathname }),
});
let url: string;
let origin: Service;

beforeAll(async () => {
  const port = await freePort();
  url = `http://127.0.0.1:${port}`;
  const served: Record<string, { verifyJwt: boolean; fetch(request: Request): Promise<Response> }> = {
    open: { verifyJwt: false, ...answering('open') },
    closed: { verifyJwt: true, ...answering('closed') },
  };
  origin = await startOrigin({
    port,
    jwtSecret,
    data: answering('data'),
    realtime: { ...answering('realtime'), upgrade: (_, socket) => void socket.destroy() },
    functions: { find: (name) => served[name] },
    log: silent,
  });
});

afterAll(() => origin?.stop());

const token = (secret: string, expires: string) =>
  new SignJWT({ role: 'authenticated' })
    .setProtectedHeader({ alg: 'HS256' })
    .setExpirationTime(expires)
    .sign(new TextEncoder().encode(secret));

test.each([
  ['/rest/v1/patients', 'data'],
  ['/auth/v1/token', 'data'],
  ['/realtime/v1/api/broadcast', 'realtime'],
  ['/functions/v1/open', 'open'],
  ['/functions/v1/open/more/of/it', 'open'],
])('%s is answered by %s', async (path, name) => {
  expect(await (await fetch(url + path)).json()).toEqual({ name, path });
});

test.each(['/', '/_system/config', '/_system/introspect', '/storage/v1/bucket', '/functions/v1/unknown'])(
  '%s is nobody’s',
  async (path) => {
    expect((await fetch(url + path)).status).toBe(404);
  },
);

test('a connection is kept for who asks now and then: a busy server takes long to accept a new one', async () => {
  expect((await fetch(`${url}/rest/v1/patients`)).headers.get('keep-alive')).toBe('timeout=65');
});

test('a function that verifies tokens refuses callers without a good one', async () => {
  const call = async (authorization?: string) =>
    (await fetch(`${url}/functions/v1/closed`, { headers: authorization ? { authorization } : {} })).status;
  expect(await call()).toBe(401);
  expect(await call('Bearer sb_publishable_x')).toBe(401);
  expect(await call(`Bearer ${await token('another secret of thirty-two characters', '1h')}`)).toBe(401);
  expect(await call(`Bearer ${await token(jwtSecret, '-1h')}`)).toBe(401);
  expect(await call(`Bearer ${await token(jwtSecret, '1h')}`)).toBe(200);
});

test('browsers of any origin may call it with the headers of supabase-js', async () => {
  const headers = 'apikey,authorization,content-type,prefer,x-client-info';
  const response = await fetch(`${url}/rest/v1/patients`, {
    method: 'OPTIONS',
    headers: {
      origin: 'http://127.0.0.1:3000',
      'access-control-request-method': 'PATCH',
      'access-control-request-headers': headers,
    },
  });
  expect(response.status).toBe(204);
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('access-control-allow-methods')).toContain('PATCH');
  expect(response.headers.get('access-control-allow-headers')).toBe(headers);
});
