import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { filesOfTar } from './tar.ts';

export const extensionNames = ['pg_cron', 'pg_net', 'supabase_vault', 'pgtap'] as const;
export type ExtensionName = (typeof extensionNames)[number];

const sources = join(import.meta.dirname, 'sql');

/**
 * Makes the extensions known to a PostgreSQL installation, so that `create extension` finds them.
 *
 * @param extensionDir the installation's `share/…/extension` folder
 * @param names which ones; a server that has the true `pg_cron` is given the others only
 * @returns the files that were written; a file that already says the same is left untouched, so that
 *   stacks sharing one installation do not disturb each other
 * @throws when the folder does not exist or cannot be written
 */
export async function installExtensions(
  extensionDir: string,
  names: readonly ExtensionName[] = extensionNames,
): Promise<string[]> {
  const written: string[] = [];
  for (const [name, content] of await extensionFiles(names)) {
    const path = join(extensionDir, name);
    const present = await readFile(path).catch(() => null); // not there yet, or unreadable: written below
    if (present?.equals(content)) continue;
    const draft = `${path}.${process.pid}.new`;
    try {
      await writeFile(draft, content);
      await rename(draft, path);
    } catch (error) {
      await rm(draft, { force: true });
      throw new Error(`PostgreSQL extension ${name} cannot be installed: ${(error as Error).message}`);
    }
    written.push(name);
  }
  return written;
}

async function extensionFiles(names: readonly ExtensionName[]): Promise<Map<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for (const file of await readdir(sources)) {
    if (names.some((name) => name === extensionOf(file))) {
      files.set(file, await readFile(join(sources, file)));
    }
  }
  if (names.includes('pgtap')) {
    const require = createRequire(import.meta.url);
    // The package exports its JavaScript only; the archive lies beside it.
    const archive = join(require.resolve('@electric-sql/pglite-pgtap'), '..', 'pgtap.tar.gz');
    for (const [path, content] of filesOfTar(gunzipSync(await readFile(archive)))) {
      // Scripts that upgrade from older versions have no use in a new cluster.
      if (/^pgtap(\.control|--\d+\.\d+\.\d+\.sql)$/.test(basename(path))) files.set(basename(path), content);
    }
  }
  return files;
}

const extensionOf = (file: string): string => file.replace(/(--.*)?\.(control|sql)$/, '');
