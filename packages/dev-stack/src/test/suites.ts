import { availableParallelism } from 'node:os';
import { createProgress } from '../progress.ts';
import type { Stack } from '../stack.ts';
import { browserFiles, runBrowserTests } from './browser.ts';
import { runDatabaseTests } from './database.ts';
import { runFunctionTests } from './functions.ts';
import { refuseEmpty, type SuiteResult } from './result.ts';
import type { RunnerOptions } from './runner.ts';
import type { Stacks } from './stacks.ts';
import { runUnitTests } from './unit.ts';

export const SUITES = ['database', 'unit', 'functions', 'browser'] as const;
export type SuiteName = (typeof SUITES)[number];

/**
 * Workers of the browser tests: a story waits half of its time, so one more than two cores. Each has a stack of its own,
 * since stories share the people of the demo data.
 */
const BROWSER_WORKERS = 3;

export interface SuitesOptions extends Omit<RunnerOptions, 'env'> {
  suites: readonly SuiteName[];
  /** Parts of file names; all files when empty. */
  filters: readonly string[];
  stacks: Stacks;
  /** Where each suite puts its result once it has one. */
  results: SuiteResult[];
}

/**
 * Runs suites: the database and the functions, which keep about one core busy, beside the build of the pages and the
 * unit tests; then the browser, by itself, on stacks that were started meanwhile.
 * @throws when a stack does not start, or the run is interrupted
 */
export async function runSuites({ suites, stacks, results, ...options }: SuitesOptions): Promise<void> {
  const { root, filters, signal, write } = options;
  const progress = createProgress(write);
  const wants = (...names: SuiteName[]) => names.some((name) => suites.includes(name));
  const run = async (name: SuiteName, work: () => Promise<SuiteResult>) => {
    if (!wants(name)) return;
    signal.throwIfAborted();
    const result = await progress.step(`${name} tests`, async () => refuseEmpty(name, await work()));
    write(`    ${name}: ${result.passed} passed, ${result.failures.length} failed`);
    results.push(result);
  };
  const workers = wants('browser') ? await browserWorkers(root, filters) : 0;
  const first = wants('unit', 'browser') ? stacks.start('production', progress) : null;

  const withoutPages = async () => {
    if (!wants('database', 'functions')) return;
    const stack = await progress.step('a stack without pages', () => stacks.start('none'));
    const databaseUrl = stack.addresses.DB_URL;
    await run('database', () =>
      runDatabaseTests({ root, filters, signal, databaseUrl, adminUrl: stack.adminDatabaseUrl }),
    );
    await run('functions', () => runFunctionTests({ ...options, env: environmentOf(stack) }));
    await stack.stop();
  };
  const unit = async () => {
    const stack = await first;
    if (stack) await run('unit', () => runUnitTests({ ...options, env: environmentOf(stack) }));
  };
  const beside = async (): Promise<Stack[]> => {
    await withoutPages();
    // It builds the pages for all.
    const stack = await first;
    if (!stack) return [];
    const running = [stack];
    while (running.length < workers) {
      signal.throwIfAborted();
      running.push(await progress.step('one more stack', () => stacks.start('production')));
    }
    return running;
  };
  const [running] = await bothOf(beside(), unit());
  const [one] = running;
  if (!one || !wants('browser')) return;
  signal.throwIfAborted();
  await run('browser', () =>
    runBrowserTests({ ...options, env: environmentOf(one), stacks: running.map((each) => each.addresses) }),
  );
}

/** One more than there are cores, and no more than there are files. */
const browserWorkers = async (root: string, filters: readonly string[]): Promise<number> =>
  Math.min(BROWSER_WORKERS, availableParallelism() + 1, await browserFiles(root, filters));

/** How the tests of a suite reach their stack. */
const environmentOf = ({ addresses, adminDatabaseUrl }: Stack): Record<string, string> =>
  Object.fromEntries(
    Object.entries({ ...addresses, ADMIN_DB_URL: adminDatabaseUrl }).map(([name, value]) => [
      `CASSIUS_TEST_${name}`,
      value,
    ]),
  );

/** Waits for both, also when one fails: what the other still uses must not be stopped under it. */
async function bothOf<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  await Promise.allSettled([first, second]);
  return Promise.all([first, second]);
}
