import { expect, test } from 'vitest';
import { call, project } from './support.ts';

const GREETER = `
  import { greeting } from '../_shared/greeting.ts';
  Deno.serve(async (request) => {
    const { pathname, search } = new URL(request.url);
    return new Response([greeting, Deno.env.get('GREETED'), request.method, pathname + search, await request.text()].join(' '));
  });
`;

test('a function is given the request, the path from its own name on, and the environment', async () => {
  const here = await project();
  await here.write('supabase/functions/greet/index.ts', GREETER);
  await here.write('supabase/functions/greet/deno.json', '{}');
  const functions = await here.serve();
  expect(await call(functions, 'greet', { method: 'POST', body: 'corps' })).toEqual({
    status: 200,
    text: 'bonjour Zébulon POST /greet/path?query=1 corps',
  });
});

test('a change of the function or of shared code is served without a restart of the stack', async () => {
  const here = await project();
  await here.write('supabase/functions/greet/index.ts', GREETER);
  await here.write('supabase/functions/greet/deno.json', '{}');
  const functions = await here.serve();
  await here.write('supabase/functions/_shared/greeting.ts', `export const greeting = 'bonsoir';\n`);
  await expect
    .poll(async () => (await call(functions, 'greet')).text, { timeout: 20_000 })
    .toContain('bonsoir');
  await here.write('supabase/functions/greet/index.ts', `Deno.serve(() => new Response('salut'));`);
  await expect.poll(async () => (await call(functions, 'greet')).text, { timeout: 20_000 }).toBe('salut');
});

test('a version that does not start leaves the one before in service, and says why', async () => {
  const here = await project();
  await here.write('supabase/functions/greet/index.ts', GREETER);
  await here.write('supabase/functions/greet/deno.json', '{}');
  const functions = await here.serve();
  await here.write('supabase/functions/greet/index.ts', 'this is no program');
  await expect.poll(() => here.lines.join('\n'), { timeout: 20_000 }).toContain('the version before goes on');
  expect((await call(functions, 'greet')).text).toContain('bonjour');
});

test('a function that ends is started again', async () => {
  const here = await project();
  await here.write(
    'supabase/functions/fragile/index.ts',
    `Deno.serve((request) => request.method === 'DELETE' ? Deno.exit(3) : new Response(String(Deno.pid)));`,
  );
  await here.write('supabase/functions/fragile/deno.json', '{}');
  const functions = await here.serve();
  const { text: before } = await call(functions, 'fragile');
  expect((await call(functions, 'fragile', { method: 'DELETE' })).status).toBe(502);
  await expect.poll(async () => (await call(functions, 'fragile')).status, { timeout: 20_000 }).toBe(200);
  expect((await call(functions, 'fragile')).text).not.toBe(before);
  expect(here.lines.join('\n')).toContain('ended unexpectedly restart_in_ms=100');
});

test('a function that never starts answers 503 and does not keep the others from being served', async () => {
  const here = await project();
  await here.write('supabase/functions/broken/index.ts', `throw new Error('no');`);
  await here.write('supabase/functions/broken/deno.json', '{}');
  await here.write('supabase/functions/greet/index.ts', GREETER);
  await here.write('supabase/functions/greet/deno.json', '{}');
  const functions = await here.serve();
  expect((await call(functions, 'greet')).status).toBe(200);
  expect((await call(functions, 'broken')).status).toBe(503);
});

test('a function that never listens does not hold back the end', { timeout: 15_000 }, async () => {
  const here = await project();
  await here.write('supabase/functions/greet/index.ts', GREETER);
  await here.write('supabase/functions/greet/deno.json', '{}');
  const functions = await here.serve();
  await here.write(
    'supabase/functions/greet/index.ts',
    `console.log('waiting'); setInterval(() => {}, 1000);`,
  );
  await expect.poll(() => here.lines.join('\n'), { timeout: 20_000 }).toContain('waiting');
  await functions.stop();
});

test('config.toml says who needs a token, and which functions are off', async () => {
  const here = await project('[functions.open]\nverify_jwt = false\n[functions.off]\nenabled = false\n');
  for (const name of ['open', 'closed', 'off', '_shared']) {
    await here.write(`supabase/functions/${name}/index.ts`, `Deno.serve(() => new Response(''));`);
    await here.write(`supabase/functions/${name}/deno.json`, '{}');
  }
  const functions = await here.serve();
  expect(functions.find('open')?.verifyJwt).toBe(false);
  expect(functions.find('closed')?.verifyJwt).toBe(true);
  expect(functions.find('off')).toBeUndefined();
  expect(functions.find('_shared')).toBeUndefined();
});

test('a setting of the wrong kind is refused by name', async () => {
  const here = await project('[functions.greet]\nverify_jwt = "no"\n');
  await expect(here.serve()).rejects.toThrow(/functions\.greet\.verify_jwt/);
});

test('a function without its import map is refused by name', async () => {
  const here = await project();
  await here.write('supabase/functions/greet/index.ts', GREETER);
  await expect(here.serve()).rejects.toThrow(/functions\/greet\/deno\.json is missing/);
});
