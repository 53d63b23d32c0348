import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { access, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { processMark } from '../../src/process.ts';
import { type Builder, buildWeb } from '../../src/web/build.ts';

let root: string;

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};
const page = (text: string) => write('apps/web/src/page.tsx', text);
const pathOf = (folder: string) => join(root, 'apps', 'web', folder);
const content = (folder: string) => readFile(join(pathOf(folder), 'server.js'), 'utf8');
const exists = (folder: string) =>
  access(pathOf(folder)).then(
    () => true,
    () => false,
  );

/** Copies the page into the build, as a bundler would. */
const build = vi.fn<Builder>();

/** Builds what the page says now, and gives the build up. */
async function buildAndRelease(text: string): Promise<string> {
  await page(text);
  const { folder, release } = await buildWeb(root, build);
  await release();
  return folder;
}

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cassius-builds-'));
  for (const path of [
    ...['contracts', 'emails', 'react'].flatMap((name) => [
      `packages/${name}/src/index.ts`,
      `packages/${name}/package.json`,
    ]),
    ...['supabase/functions/_shared/render-email.ts', 'package-lock.json', 'tsconfig.base.json'],
  ]) {
    await write(path, path);
  }
  await page('first');
  build.mockReset().mockImplementation(async (_root, folder) => {
    await mkdir(pathOf(folder), { recursive: true });
    await writeFile(
      join(pathOf(folder), 'server.js'),
      await readFile(join(root, 'apps/web/src/page.tsx'), 'utf8'),
    );
  });
});

afterEach(() => rm(root, { recursive: true, force: true }));

test('the same sources are built once', async () => {
  const first = await buildWeb(root, build);
  const second = await buildWeb(root, build);
  expect(second.folder).toBe(first.folder);
  expect(build).toHaveBeenCalledTimes(1);
});

test('several that want the same build at the same time make it once', async () => {
  const builds = await Promise.all([1, 2, 3].map(() => buildWeb(root, build)));
  expect(new Set(builds.map(({ folder }) => folder)).size).toBe(1);
  expect(build).toHaveBeenCalledTimes(1);
});

test('changed sources are built beside the build that a server runs on', async () => {
  const served = await buildWeb(root, build);
  await page('second');
  const next = await buildWeb(root, build);
  expect(await content(served.folder)).toBe('first');
  expect(await content(next.folder)).toBe('second');
});

test('sources that come back find their build again', async () => {
  const first = await buildAndRelease('first');
  await buildAndRelease('second');
  expect(await buildAndRelease('first')).toBe(first);
  expect(build).toHaveBeenCalledTimes(2);
});

test('a build that ended half-way is not taken for whole, and leaves nothing in the next one', async () => {
  build.mockImplementationOnce(async (_root, folder) => {
    await mkdir(pathOf(folder), { recursive: true });
    await writeFile(join(pathOf(folder), 'half'), '');
    throw new Error('next build failed');
  });
  await expect(buildWeb(root, build)).rejects.toThrow('next build failed');
  const { folder } = await buildWeb(root, build);
  expect(await content(folder)).toBe('first');
  expect(await exists(join(folder, 'half'))).toBe(false);
});

test('sources that change during the build are built as they are in the end', async () => {
  const copy = build.getMockImplementation() as Builder;
  build.mockImplementationOnce(async (...args) => {
    await copy(...args);
    await page('second');
  });
  const { folder } = await buildWeb(root, build);
  expect(await content(folder)).toBe('second');
  await page('first');
  expect(await content((await buildWeb(root, build)).folder)).toBe('first');
  expect(build).toHaveBeenCalledTimes(3);
});

test('sources that never stay the same are an error, not an endless build', async () => {
  build.mockImplementation(() => page(String(build.mock.calls.length)));
  await expect(buildWeb(root, build)).rejects.toThrow('changed during each of 3 builds');
});

test('of the builds that nobody uses, the last three stay', async () => {
  const folders: string[] = [];
  for (const text of ['a', 'b', 'c', 'd', 'e']) folders.push(await buildAndRelease(text));
  // What is removed is decided before a build is made.
  await buildAndRelease('e');
  const present = await Promise.all(folders.map(exists));
  expect(present).toEqual([false, false, true, true, true]);
});

test('a build in use stays, however old', async () => {
  const served = await buildWeb(root, build);
  for (const text of ['a', 'b', 'c', 'd', 'e']) await buildAndRelease(text);
  expect(await content(served.folder)).toBe('first');
});

test('a build whose user was killed counts as unused', async () => {
  const served = await buildWeb(root, build);
  await served.release();
  const user = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
  const claim = pathOf(`${served.folder}.used-by-${user.pid}-0`);
  await writeFile(claim, processMark(user.pid as number));
  for (const text of ['a', 'b', 'c', 'd']) await buildAndRelease(text);
  expect(await exists(served.folder)).toBe(true);
  user.kill('SIGKILL');
  await once(user, 'exit');
  await buildAndRelease('d');
  expect(await exists(served.folder)).toBe(false);
});

test('nothing but builds is left once they are released', async () => {
  const { folder, release } = await buildWeb(root, build);
  await release();
  expect(await readdir(dirname(pathOf(folder)))).toEqual([folder.split('/').at(-1)]);
});
