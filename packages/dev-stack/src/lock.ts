import { randomBytes } from 'node:crypto';
import { link, readFile, rm, writeFile } from 'node:fs/promises';
import { isSameProcess, processMark, waitUntil } from './process.ts';

/** How long to wait for another process's work, in milliseconds. */
const LIMIT_MS = 300_000;

/**
 * Runs some work while no other process runs work under the same lock; waits for it when one does.
 * The lock of a process that was killed does not count.
 * @throws when the other work takes more than five minutes
 */
export async function withFileLock<T>(file: string, work: () => Promise<T>): Promise<T> {
  const draft = `${file}.${process.pid}.${randomBytes(4).toString('hex')}`;
  await writeFile(draft, processMark(process.pid));
  try {
    if (!(await waitUntil(() => take(draft, file), LIMIT_MS)))
      throw new Error(`${file} is held for too long`);
  } finally {
    await rm(draft, { force: true });
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}

/** A link appears whole or not at all, and never over another one. */
async function take(draft: string, file: string): Promise<boolean> {
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const holder = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    // Released between the two looks: the next try takes it.
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  if (holder && !isSameProcess(holder)) await rm(file, { force: true });
  return false;
}
