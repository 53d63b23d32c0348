import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the production build of apps/web is made from, relative to the checkout. */
export const SOURCES: readonly string[] = [
  'apps/web',
  'packages/contracts/src',
  'packages/contracts/package.json',
  'packages/emails/src',
  'packages/emails/package.json',
  'packages/react/src',
  'packages/react/package.json',
  // The preview of emails fills the templates as the function that sends them does.
  'supabase/functions/_shared',
  'package-lock.json',
  'tsconfig.base.json',
];

/** Results, tests and settings of other tools: a change of these needs no new build. */
const IGNORED = new Set([
  'node_modules',
  '.next',
  'tests',
  'test-results',
  'next-env.d.ts',
  'tsconfig.tsbuildinfo',
]);

/** Fingerprint of everything that the build of apps/web depends on: same fingerprint, same build. */
export async function fingerprint(root: string): Promise<string> {
  const hash = createHash('sha256').update(`node ${process.versions.node.split('.')[0]}\n`);
  const files = (await Promise.all(SOURCES.map((source) => filesBelow(join(root, source))))).flat();
  const contents = await Promise.all(files.map((file) => readFile(file)));
  for (const [number, content] of contents.entries()) {
    hash.update(`${files[number]?.slice(root.length)} ${content.length}\n`).update(content);
  }
  return hash.digest('hex');
}

async function filesBelow(path: string): Promise<string[]> {
  const entries = await readdir(path, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOTDIR') return null;
    throw error;
  });
  if (!entries) return [path];
  const kept = entries.filter((entry) => !IGNORED.has(entry.name)).sort((a, b) => (a.name < b.name ? -1 : 1));
  const found = await Promise.all(
    kept.map((entry) =>
      entry.isDirectory() ? filesBelow(join(path, entry.name)) : [join(path, entry.name)],
    ),
  );
  return found.flat();
}
