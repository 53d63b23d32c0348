import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { withFileLock } from '../src/lock.ts';
import { holdDataDir, readState } from '../src/state.ts';

let dataDir: string;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cassius-state-'));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('a data folder has one holder at a time', async () => {
  const hold = await holdDataDir(dataDir);
  await expect(holdDataDir(dataDir)).rejects.toThrow(
    `The stack already runs on ${dataDir} (process ${process.pid}).`,
  );
  await hold.release();
  await (await holdDataDir(dataDir)).release();
});

test('the state can be read by its owner only, while its process lives', async () => {
  const hold = await holdDataDir(dataDir);
  await hold.update({ phase: 'running' });
  expect((await readState(dataDir))?.phase).toBe('running');
  expect((await stat(join(dataDir, 'state.json'))).mode & 0o777).toBe(0o600);
  await hold.release();
  expect(await readState(dataDir)).toBeNull();
});

test('what a killed stack left behind does not count, even when its number was given to another process', async () => {
  const hold = await holdDataDir(dataDir);
  const file = join(dataDir, 'state.json');
  const text = await readFile(file, 'utf8');
  await hold.release();
  await writeFile(file, JSON.stringify({ ...JSON.parse(text), mark: 'another start' }));
  expect(await readState(dataDir)).toBeNull();
  await (await holdDataDir(dataDir)).release();
});

test('a state that was cut short does not count', async () => {
  await writeFile(join(dataDir, 'state.json'), '{"pid": 1');
  expect(await readState(dataDir)).toBeNull();
});

test('work under one lock never overlaps', async () => {
  const lock = join(dataDir, 'lock');
  const events: string[] = [];
  const work = (name: string) =>
    withFileLock(lock, async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
    });
  await work('a');
  await Promise.all([work('b'), work('c')]);
  expect(events.slice(0, 2)).toEqual(['a begins', 'a ends']);
  expect(events[3]).toBe(events[2]?.replace('begins', 'ends'));
});

test('the lock of a process that is gone is taken over', async () => {
  const lock = join(dataDir, 'lock');
  await writeFile(lock, `${process.pid} another-start`);
  expect(await withFileLock(lock, async () => 'done')).toBe('done');
});
