import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withFileLock } from '../lock.ts';
import { isSameProcess, processMark } from '../process.ts';

/** Where production builds live, relative to apps/web: one folder a fingerprint. */
const BUILDS = join('.next', 'builds');

/** Written into a build as the last step: a folder without it is a draft, whatever else it holds. */
const COMPLETE = 'cassius-complete';

/** Builds kept for a return to earlier sources, the newest first. */
const KEPT = 3;

/** A build that somebody uses. It stays where it is until its last user has released it, or ended. */
export interface ClaimedBuild {
  /** Folder of the build, relative to apps/web. */
  folder: string;
  /** Ends the claim; a second call does nothing. */
  release(): Promise<void>;
}

/**
 * Claims the folder of a build, made or not yet, and removes builds that nobody uses any more.
 * @param web folder of apps/web
 * @param name fingerprint of the sources
 */
export async function claimBuild(web: string, name: string): Promise<ClaimedBuild> {
  const builds = join(web, BUILDS);
  await mkdir(builds, { recursive: true });
  const claim = join(builds, `${name}.used-by-${process.pid}-${randomBytes(4).toString('hex')}`);
  // Claims and removals take turns, so that nobody claims a build that is just being removed.
  await withFileLock(join(builds, 'claiming'), async () => {
    await writeFile(claim, processMark(process.pid));
    await removeUnused(builds);
  });
  return { folder: join(BUILDS, name), release: () => rm(claim, { force: true }) };
}

/**
 * Fills the folder of a claimed build, unless that is done. Of several that want the same build, one makes it.
 * @param make builds into the folder, which does not exist yet
 * @returns whether it had to be made
 */
export async function completeBuild(
  web: string,
  folder: string,
  make: () => Promise<void>,
): Promise<boolean> {
  const marker = join(web, folder, COMPLETE);
  return withFileLock(join(web, `${folder}.lock`), async () => {
    if ((await lastAsked(marker)) !== null) {
      const now = new Date();
      await utimes(marker, now, now);
      return false;
    }
    // What an interrupted build has left.
    await rm(join(web, folder), { recursive: true, force: true });
    await make();
    await writeFile(marker, '');
    return true;
  });
}

/** Drafts that nobody makes, and whole builds that nobody uses beyond the newest few. */
async function removeUnused(builds: string): Promise<void> {
  const entries = await readdir(builds, { withFileTypes: true });
  const used = new Set<string>();
  for (const { name } of entries) {
    const [build = '', user] = name.split('.used-by-');
    if (user === undefined) continue;
    const mark = await readFile(join(builds, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      // Released between the two looks.
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    if (isSameProcess(mark)) used.add(build);
    else await rm(join(builds, name), { force: true });
  }
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const dated = await Promise.all(
    folders.map(async (name) => ({ name, usedAt: await lastAsked(join(builds, name, COMPLETE)) })),
  );
  const kept = dated
    .filter(({ usedAt }) => usedAt !== null)
    .sort((a, b) => Number(b.usedAt) - Number(a.usedAt))
    .slice(0, KEPT)
    .map(({ name }) => name);
  for (const { name } of dated) {
    if (used.has(name) || kept.includes(name)) continue;
    // The mark goes first: a removal that is interrupted leaves a draft.
    await rm(join(builds, name, COMPLETE), { force: true });
    await rm(join(builds, name), { recursive: true, force: true });
  }
}

/** When a build was last asked for, in milliseconds since 1970; null when it is not whole. */
async function lastAsked(marker: string): Promise<number | null> {
  try {
    return (await stat(marker)).mtimeMs;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
