import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { addresses, place, SLOW_MS, said } from './support.ts';

test('a start that Ctrl-C ends twice leaves no process, one that is killed while it makes the database leaves nothing behind, and the next one makes it anew', {
  timeout: SLOW_MS,
}, async () => {
  const here = await place();
  const interrupted = here.run('start', '--no-web');
  await said(interrupted, '… database');
  await expect.poll(() => existsSync(join(here.dataDir, 'processes')), { timeout: 20_000 }).toBe(true);
  interrupted.child.kill('SIGINT');
  interrupted.child.kill('SIGINT');
  expect(await interrupted.ended).toBe(130);
  await expect.poll(here.leftovers, { timeout: 15_000 }).toEqual([]);
  expect(interrupted.stdout()).toContain('SIGINT: stopping');

  const killed = here.run('start', '--no-web');
  await said(killed, '… database');
  await expect
    .poll(() => existsSync(join(here.dataDir, 'postgres', 'postmaster.pid')), { timeout: 20_000 })
    .toBe(true);
  killed.child.kill('SIGKILL');
  await killed.ended;
  expect(existsSync(join(here.dataDir, 'database.complete'))).toBe(false);
  await expect.poll(here.leftovers, { timeout: 15_000 }).toEqual([]);

  const next = await here.up();
  expect(next.stdout()).toContain('making the database anew');
  await addresses(here);
});

test('a killed stack takes its programs with it, is not reported as running, and starts again at once; secrets that are lost are told, and a reset makes new ones', {
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

  const again = await here.up();
  expect(await addresses(here)).toEqual(before);
  again.child.kill('SIGINT');
  await again.ended;
  await rm(join(here.dataDir, 'secrets.json'));

  const start = here.run('start', '--no-web');
  expect(await start.ended).toBe(1);
  expect(start.stderr()).toContain('Run "npm run reset" to start anew.');

  const reset = here.run('reset');
  expect(await reset.ended).toBe(0);
  await here.up();
});
