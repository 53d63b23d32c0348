import { type FSWatcher, watch } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Service } from '../service.ts';

/** Long enough to take the several writes of one save as one change, in milliseconds. */
const SETTLE_MS = 100;

/**
 * Tells when a file below these folders changes, appears or goes.
 * Folders are watched rather than files, because editors save by replacing the file.
 */
export async function watchFolders(roots: readonly string[], onChange: () => void): Promise<Service> {
  const watchers = new Map<string, FSWatcher>();
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;

  const changed = () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      await follow();
      if (!stopped) onChange();
    }, SETTLE_MS);
  };
  const follow = async () => {
    const present = new Set((await Promise.all(roots.map(foldersBelow))).flat());
    for (const [folder, watcher] of watchers) {
      if (present.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of present) {
      if (stopped || watchers.has(folder)) continue;
      const watcher = watch(folder, changed);
      // A folder that is removed ends its watcher; its parent tells us of the change.
      watcher.on('error', changed);
      watchers.set(folder, watcher);
    }
  };

  await follow();
  return {
    name: 'watch',
    async stop() {
      stopped = true;
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      watchers.clear();
    },
  };
}

async function foldersBelow(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    // Removed between two looks.
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (!entries) return [];
  const inner = entries.filter((entry) => entry.isDirectory() && entry.name !== 'node_modules');
  return [root, ...(await Promise.all(inner.map((entry) => foldersBelow(join(root, entry.name))))).flat()];
}
