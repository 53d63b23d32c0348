import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint } from '../../src/web/sources.ts';

let root: string;

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cassius-sources-'));
  for (const path of [
    ...['apps/web/src/page.tsx', 'packages/contracts/src/index.ts', 'packages/react/src/index.ts'],
    ...[
      'packages/contracts/package.json',
      'packages/react/package.json',
      'package-lock.json',
      'tsconfig.base.json',
    ],
  ]) {
    await write(path, path);
  }
});

afterEach(() => rm(root, { recursive: true, force: true }));

test('the same sources have the same fingerprint', async () => {
  const before = await fingerprint(root);
  await write('apps/web/src/page.tsx', 'apps/web/src/page.tsx');
  expect(await fingerprint(root)).toBe(before);
});

test.each([
  'apps/web/src/page.tsx',
  'apps/web/src/new.tsx',
  'packages/react/src/index.ts',
  'packages/contracts/src/event.ts',
  'package-lock.json',
])('a change of %s asks for a new build', async (path) => {
  const before = await fingerprint(root);
  await write(path, 'changed');
  expect(await fingerprint(root)).not.toBe(before);
});

test.each(['apps/web/.next/BUILD_ID', 'apps/web/tests/a.spec.ts', 'apps/web/node_modules/x.js', 'docs/a.md'])(
  'a change of %s does not',
  async (path) => {
    const before = await fingerprint(root);
    await write(path, 'changed');
    expect(await fingerprint(root)).toBe(before);
  },
);
