import { createRequire } from 'node:module';
import { join } from 'node:path';
import { runToEnd } from '../program.ts';
import { type ClaimedBuild, claimBuild, completeBuild } from './builds.ts';
import { fingerprint } from './sources.ts';

/** How often a build is started anew because the sources changed meanwhile. */
const ATTEMPTS = 3;

/** The next program, to be run with node. */
export const nextProgram = (root: string): string =>
  createRequire(join(root, 'apps', 'web', 'package.json')).resolve('next/dist/bin/next');

/**
 * Settings of every next command that the stack runs.
 * @param build folder of the production build, relative to apps/web; next.config.ts reads it
 */
export const nextEnvironment = (mode: 'production' | 'development', build?: string): NodeJS.ProcessEnv => ({
  ...process.env,
  CASSIUS_WEB_BUILD: build ?? '',
  NODE_ENV: mode,
  NEXT_TELEMETRY_DISABLED: '1',
  NO_COLOR: '1',
  FORCE_COLOR: '0',
});

/** Builds the app into a folder, given relative to apps/web. Rejects when the build fails. */
export type Builder = (root: string, folder: string) => Promise<void>;

/**
 * Makes sure that there is a production build of apps/web as its sources are now. Every state of the sources has a
 * folder of its own, so a build never changes under a server that runs on an earlier one.
 * @param root folder of the checkout
 * @returns the build, claimed for the caller
 * @throws with the words of next when the build fails, or when the sources do not stay the same for the time of a build
 */
export async function buildWeb(root: string, build: Builder = runNextBuild): Promise<ClaimedBuild> {
  const web = join(root, 'apps', 'web');
  let name = await fingerprint(root);
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const claimed = await claimBuild(web, name);
    let now = name;
    try {
      await completeBuild(web, claimed.folder, async () => {
        await build(root, claimed.folder);
        now = await fingerprint(root);
        // A mixture of two states must not pass for the build of one.
        if (now !== name) throw new SourcesChanged();
      });
      return claimed;
    } catch (error) {
      await claimed.release();
      if (!(error instanceof SourcesChanged)) throw error;
      name = now;
    }
  }
  throw new Error(`the sources of apps/web changed during each of ${ATTEMPTS} builds`);
}

class SourcesChanged extends Error {
  override readonly name = 'SourcesChanged';
}

async function runNextBuild(root: string, folder: string): Promise<void> {
  const { status, output } = await runToEnd(process.execPath, [nextProgram(root), 'build'], {
    cwd: join(root, 'apps', 'web'),
    env: nextEnvironment('production', folder),
  });
  if (status !== 0) throw new Error(`next build failed (${status}):\n${output.trim()}`);
}
