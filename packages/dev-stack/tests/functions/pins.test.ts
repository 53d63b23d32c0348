import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../../../../supabase/functions');
const json = (path: string) =>
  JSON.parse(readFileSync(join(folder, path), 'utf8')) as Record<string, Record<string, string>>;
const functions = readdirSync(folder).filter((name) => existsSync(join(folder, name, 'index.ts')));

test.each(functions)('%s pins its packages to the versions that npm ci brings', (name) => {
  const installed = json('package.json').dependencies;
  const pinned = Object.entries(json(`${name}/deno.json`).imports ?? {}).filter(([, target]) =>
    target.startsWith('npm:'),
  );
  expect(pinned.length).toBeGreaterThan(0);
  for (const [alias, target] of pinned) {
    const [, packageName, version] = /^npm:(@?[^@]+)@(.+)$/.exec(target) ?? [];
    expect({ alias, version }).toEqual({ alias, version: installed?.[packageName ?? ''] });
  }
});
