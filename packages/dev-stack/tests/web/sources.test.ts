import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fingerprint, SOURCES } from '../../src/web/sources.ts';

let root: string;

const write = async (path: string, text: string) => {
  await mkdir(dirname(join(root, path)), { recursive: true });
  await writeFile(join(root, path), text);
};

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cassius-sources-'));
  for (const path of [
    'apps/web/src/page.tsx',
    ...['contracts', 'emails', 'react'].flatMap((name) => [
      `packages/${name}/src/index.ts`,
      `packages/${name}/package.json`,
    ]),
    ...['supabase/functions/_shared/render-email.ts', 'package-lock.json', 'tsconfig.base.json'],
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
  'packages/emails/src/templates/alert.tsx',
  'supabase/functions/_shared/templates.generated.ts',
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

test('every package of ours that the pages depend on is among the sources', async () => {
  const manifest = await readFile(new URL('../../../../apps/web/package.json', import.meta.url), 'utf8');
  const { dependencies } = JSON.parse(manifest) as { dependencies: Record<string, string> };
  const ours = Object.keys(dependencies).filter((name) => name.startsWith('@cassius/'));
  expect(ours).not.toEqual([]);
  for (const name of ours) expect(SOURCES).toContain(`packages/${name.slice('@cassius/'.length)}/src`);
});
