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

/** Workers of the browser tests. Each has a stack of its own, since stories share the people of the demo data. */
const BROWSER_WORKERS = 2;

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
 * unit tests; then the browser, by itself.
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
  const withPages = async () => {
    if (!wants('unit', 'browser')) return null;
    const stack = await stacks.start('production', progress);
    await run('unit', () => runUnitTests({ ...options, env: environmentOf(stack) }));
    return stack;
  };
  const [first] = await bothOf(withPages(), withoutPages());
  if (!first || !wants('browser')) return;

  signal.throwIfAborted();
  const workers = Math.min(BROWSER_WORKERS, availableParallelism(), await browserFiles(root, filters));
  const running = [first];
  while (running.length < workers)
    running.push(await progress.step('one more stack', () => stacks.start('production')));
  await run('browser', () =>
    runBrowserTests({ ...options, env: environmentOf(first), stacks: running.map((each) => each.addresses) }),
  );
}

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
