import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addresses, place, SLOW_MS, said } from './support.ts';

test('Ctrl-C twice during the start leaves no process, and the next start succeeds', {
  timeout: SLOW_MS,
}, async () => {
  const here = await place();
  const start = here.run('start', '--no-web');
  await said(start, '… database');
  await expect.poll(() => existsSync(join(here.dataDir, 'processes')), { timeout: 20_000 }).toBe(true);
  start.child.kill('SIGINT');
  start.child.kill('SIGINT');
  expect(await start.ended).toBe(130);
  await expect.poll(here.leftovers, { timeout: 15_000 }).toEqual([]);
  expect(start.stdout()).toContain('SIGINT: stopping');

  await here.up();
  await addresses(here);
});

test('a start that is killed while it makes the database leaves nothing behind, and the next one makes it anew', {
  timeout: SLOW_MS,
}, async () => {
  const here = await place();
  const start = here.run('start', '--no-web');
  await said(start, '… database');
  await expect
    .poll(() => existsSync(join(here.dataDir, 'postgres', 'postmaster.pid')), { timeout: 20_000 })
    .toBe(true);
  start.child.kill('SIGKILL');
  await start.ended;
  expect(existsSync(join(here.dataDir, 'database.complete'))).toBe(false);
  await expect.poll(here.leftovers, { timeout: 15_000 }).toEqual([]);

  const next = await here.up();
  expect(next.stdout()).toContain('making the database anew');
});

test('a killed stack takes its programs with it, is not reported as running, and starts again at once', {
  timeout: SLOW_MS,
}, async () => {
  const here = await place();
  const stack = await here.up();
  const before = await addresses(here);
  stack.child.kill('SIGKILL');
  await stack.ended;
  const status = here.run('status');
  expect(await status.ended).toBe(1);
  expect(status.stderr()).toContain('The stack is down');

  await here.up();
  expect(await addresses(here)).toEqual(before);
});

test('secrets that are lost are told, and a reset makes new ones', { timeout: SLOW_MS }, async () => {
  const here = await place();
  const stack = await here.up();
  stack.child.kill('SIGINT');
  await stack.ended;
  await rm(join(here.dataDir, 'secrets.json'));

  const start = here.run('start', '--no-web');
  expect(await start.ended).toBe(1);
  expect(start.stderr()).toContain('Run "npm run reset" to start anew.');

  const reset = here.run('reset');
  expect(await reset.ended).toBe(0);
  await here.up();
});
