import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from '@playwright/test';
import type { Benchmark, Context } from '../benchmark.ts';
import { withBrowser } from '../stack/browser.ts';
import { type Bundles, weighBundles } from '../start/bundles.ts';
import { measureFloor } from '../start/floor.ts';
import { cloneHead, copyManifests, install } from '../start/installation.ts';
import { type Started, startAndStop } from '../start/npm-start.ts';
import { type Installed, type Round, report } from '../start/report.ts';

/** Clones, and how often each is started again: `npm ci` takes most of a round. */
const ROUNDS = 2;
const AGAIN = 2;

export const start: Benchmark = {
  name: 'start',
  question: 'How long from a clone to a page, and what do the components weigh beside those of others?',
  minutes: 8,
  async run(context) {
    const bundles = await context.progress.step('bundles', () => weighBundles(context));
    return withBrowser(context, (browser) =>
      context.quick ? quick(context, browser, bundles) : full(context, browser, bundles),
    );
  },
};

/** Once, on the installation that is there, with whatever pages it has built already. */
async function quick(context: Context, browser: Browser, bundles: Bundles) {
  const { root, progress, signal, scratch } = context;
  const dataDir = join(scratch, 'start');
  const started = await progress.step('npm start', () => startAndStop(root, dataDir, browser, signal));
  const floor = await progress.step('floor', () =>
    measureFloor(context, { folder: root, dataDir: join(scratch, 'floor'), browser, build: false }),
  );
  return report({ clones: [], first: [], again: [], existing: [{ started, floor }], bundles });
}

async function full(context: Context, browser: Browser, bundles: Bundles) {
  const { progress, signal } = context;
  const clones: Round[] = [];
  const first: Installed[] = [];
  const again: Installed[] = [];
  for (let round = 1; round <= ROUNDS; round += 1) {
    signal.throwIfAborted();
    const folder = join(context.scratch, 'clone');
    const step = <T>(label: string, work: () => Promise<T>) =>
      progress.step(`${label}, ${round} of ${ROUNDS}`, work);
    try {
      const cloned = await step('git clone', () => cloneHead(context.root, folder, signal));
      const installed = await step('npm ci', () => install(folder, signal));
      const dataDir = join(folder, '.cassius');
      const begin = (label: string): Promise<Started> =>
        step(label, () => startAndStop(folder, dataDir, browser, signal));
      const newStack = await begin('npm start for the first time');
      clones.push({
        cloned,
        installed,
        started: newStack.ms,
        bareInstall: await step('bare npm ci', () => bareInstall(context)),
      });
      const floor = (build: boolean) =>
        step(`floor${build ? ' with a build' : ''}`, () =>
          measureFloor(context, {
            ...{ folder, browser, build },
            dataDir: build ? join(context.scratch, 'floor') : dataDir,
          }),
        );
      for (let start = 0; start < AGAIN; start += 1) {
        again.push({ started: await begin('npm start again'), floor: await floor(false) });
      }
      first.push({ started: newStack, floor: await floor(true) });
    } finally {
      await rm(folder, { recursive: true, force: true });
      await rm(join(context.scratch, 'floor'), { recursive: true, force: true });
    }
  }
  return report({ clones, first, again, existing: [], bundles });
}

/** `npm ci` of the same lock file in a folder that holds nothing else. */
async function bareInstall({ root, scratch, signal }: Context): Promise<number> {
  const folder = join(scratch, 'bare');
  await mkdir(folder);
  try {
    await copyManifests(root, folder);
    return await install(folder, signal);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
