import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { withFileLock } from '../lock.ts';
import { runToEnd } from '../program.ts';
import { fingerprint } from './sources.ts';

/** The next program, to be run with node. */
export const nextProgram = (root: string): string =>
  createRequire(join(root, 'apps', 'web', 'package.json')).resolve('next/dist/bin/next');

/** Settings of every next command that the stack runs. */
export const nextEnvironment = (mode: 'production' | 'development'): NodeJS.ProcessEnv => ({
  ...process.env,
  NODE_ENV: mode,
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
});

/**
 * Makes sure that the production build of apps/web is the one of the sources as they are.
 * Two commands that need it at the same time build it once.
 * @param root folder of the checkout
 * @returns whether it had to be built
 * @throws with the words of next when the build fails
 */
export async function buildWeb(root: string): Promise<boolean> {
  const web = join(root, 'apps', 'web');
  const marker = join(web, '.next', 'cassius-fingerprint');
  await mkdir(join(web, '.next'), { recursive: true });
  return withFileLock(join(web, '.next', 'cassius-building'), async () => {
    const wanted = await fingerprint(root);
    const present = await readFile(marker, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return '';
      throw error;
    });
    if (present === wanted) return false;
    // Gone first: an interrupted build must not pass for a whole one.
    await rm(marker, { force: true });
    await runBuild(root, web);
    await writeFile(marker, wanted);
    return true;
  });
}

async function runBuild(root: string, web: string): Promise<void> {
  const args = [nextProgram(root), 'build'];
  const { status, output } = await runToEnd(process.execPath, args, {
    cwd: web,
    env: nextEnvironment('production'),
  });
  if (status !== 0) throw new Error(`next build failed (${status}):\n${output.trim()}`);
}
