import { expect } from '@playwright/test';
import { alertFor, bearer, NOBODYS } from './support/api.ts';
import { freshStart } from './support/clinic.ts';
import { openApi, test } from './support/documented.ts';
import { visit } from './support/screens.ts';

const PRACTITIONER = 'praticien@lumiere.test';

test.beforeEach(async () => {
  await freshStart(PRACTITIONER);
});

const METHODS = ['get', 'post', 'patch', 'delete'] as const;
const operations = Object.entries(openApi.paths).flatMap(([path, methods]) =>
  METHODS.filter((method) => methods[method]).map((method) => ({
    method,
    path: path.replace('{id}', NOBODYS),
  })),
);

for (const { method, path } of operations) {
  test(`${method.toUpperCase()} ${path} answers 401 without a session`, async ({ request }) => {
    for (const headers of [
      { accept: '*/*' },
      { authorization: 'Bearer nonsense' },
      { authorization: 'Basic abc' },
    ] as Record<string, string>[]) {
      const answer = await request[method](path, { headers });
      expect(answer.status()).toBe(401);
      expect(answer.headers()['cache-control']).toBe('no-store');
      expect(await answer.json()).toEqual({
        error: { code: 'unauthenticated', message: expect.any(String) },
      });
    }
  });
}

test('the description of the API is public, and the one of the repository', async ({ request }) => {
  const answer = await request.get('/api/openapi.json');
  expect(answer.status()).toBe(200);
  expect(await answer.json()).toEqual(openApi);
});

test('a method that a route does not have is refused', async ({ request }) => {
  expect((await request.put('/api/notifications', await bearer(PRACTITIONER))).status()).toBe(405);
});

test('a body above 64 KiB is refused, and one that is not JSON', async ({ request }) => {
  const { headers } = await bearer(PRACTITIONER);
  const post = (data: string) =>
    request.post('/api/notifications/seen', {
      headers: { ...headers, 'content-type': 'application/json' },
      data: Buffer.from(data),
    });
  const large = await post(JSON.stringify({ ids: [], filler: 'é'.repeat(40_000) }));
  expect(large.status()).toBe(413);
  expect((await large.json()).error).toMatchObject({ code: 'too_large', field: 'body' });
  const broken = await post('{"ids": [');
  expect(broken.status()).toBe(400);
  expect((await broken.json()).error.field).toBe('body');
});

test('a session cookie changes nothing on behalf of another site', async ({ page, baseURL }) => {
  const { id } = await alertFor(PRACTITIONER);
  await visit(page, PRACTITIONER);
  const change = (method: 'post' | 'patch' | 'delete', headers: Record<string, string>) =>
    method === 'post'
      ? page.request.post(`/api/notifications/${id}/read`, { headers })
      : page.request[method](`/api/notifications/${id}`, {
          headers,
          ...(method === 'patch' && { data: { isRead: true } }),
        });
  for (const method of ['post', 'patch', 'delete'] as const) {
    for (const headers of [
      { origin: 'https://evil.example' },
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
    ] as Record<string, string>[]) {
      expect((await change(method, headers)).status()).toBe(403);
    }
  }
  expect((await change('post', { origin: baseURL ?? '' })).status()).toBe(200);
});

test('every answer carries the security headers', async ({ request }) => {
  const answer = await request.get('/connexion');
  expect(answer.headers()).toMatchObject({
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
    'referrer-policy': 'same-origin',
  });
  expect(answer.headers()['content-security-policy']).toMatch(
    /script-src 'self' 'nonce-\w+' 'strict-dynamic'/,
  );
  expect(answer.headers()['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(answer.headers()['x-powered-by']).toBeUndefined();
  const health = await request.get('/healthz');
  expect(health.status()).toBe(200);
  expect(health.headers()['x-content-type-options']).toBe('nosniff');
});
