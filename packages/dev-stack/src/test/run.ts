import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptConsole } from '../console.ts';
import { createLog } from '../log.ts';
import { freePorts } from '../ports.ts';
import { createProgress } from '../progress.ts';
import { onStopSignal } from '../signals.ts';
import { type Stack, startStack } from '../stack.ts';
import { runBrowserTests } from './browser.ts';
import { runDatabaseTests } from './database.ts';
import { runFunctionTests } from './functions.ts';
import { combine, refuseEmpty, type SuiteResult } from './result.ts';
import { runUnitTests } from './unit.ts';

export const SUITES = ['database', 'unit', 'functions', 'browser'] as const;
export type SuiteName = (typeof SUITES)[number];

export interface TestOptions {
  /** Folder of the checkout. */
  root: string;
  suites: readonly SuiteName[];
  /** Parts of file names that narrow the suite; not for `functions`. */
  filters: readonly string[];
  write: (line: string) => void;
}

/**
 * Runs tests on a stack of their own: free ports, a database in a temporary folder.
 * @returns exit code: 0 when all passed, 1 when one did not, 130 when interrupted
 */
export async function runTests({ root, suites, filters, write }: TestOptions): Promise<number> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'cassius-test-')));
  const abort = new AbortController();
  const stopListening = onStopSignal(abort, write, () => {});
  // What the services say matters only when something fails.
  const logLines: string[] = [];
  const toLog = (line: string) => void logLines.push(line);
  adoptConsole(createLog('api', toLog));
  const progress = createProgress(write);
  const results: SuiteResult[] = [];
  let stack: Stack | null = null;
  try {
    const running = await startStack({
      dataDir: join(scratch, 'data'),
      root,
      ports: await freePorts(),
      web: suites.includes('browser') || suites.includes('unit') ? 'production' : 'none',
      progress,
      write: toLog,
      signal: abort.signal,
    });
    stack = running;
    const { addresses, adminDatabaseUrl: adminUrl } = running;
    const env = Object.fromEntries(
      Object.entries({ ...addresses, ADMIN_DB_URL: adminUrl }).map(([name, value]) => [
        `CASSIUS_TEST_${name}`,
        value,
      ]),
    );
    const runner = { root, env, scratch, signal: abort.signal, write };
    const run: Record<SuiteName, () => Promise<SuiteResult>> = {
      database: () =>
        runDatabaseTests({ adminUrl, databaseUrl: addresses.DB_URL, root, filters, signal: abort.signal }),
      unit: () => runUnitTests({ ...runner, filters }),
      functions: () => runFunctionTests(runner),
      browser: () => runBrowserTests({ ...runner, filters }),
    };
    for (const name of suites) {
      abort.signal.throwIfAborted();
      const result = await progress.step(`${name} tests`, async () => refuseEmpty(name, await run[name]()));
      write(`    ${result.passed} passed, ${result.failures.length} failed`);
      results.push(result);
    }
    abort.signal.throwIfAborted();
  } catch (error) {
    if (abort.signal.aborted) return 130;
    results.push({ passed: 0, failures: [{ title: 'stack', detail: (error as Error).message }] });
  } finally {
    await stack?.stop();
    if (!abort.signal.aborted) await report(combine(results), logLines, write);
    await rm(scratch, { recursive: true, force: true });
    stopListening();
  }
  const { passed, failures } = combine(results);
  write(`${passed} passed, ${failures.length} failed`);
  return failures.length === 0 ? 0 : 1;
}

async function report(
  { failures }: SuiteResult,
  logLines: string[],
  write: (line: string) => void,
): Promise<void> {
  if (failures.length === 0) return;
  write('');
  for (const { title, detail } of failures) {
    write(`✗ ${title}`);
    for (const line of detail.split('\n')) if (line.trim()) write(`    ${line}`);
  }
  const file = join(tmpdir(), `cassius-test-${process.pid}.log`);
  await writeFile(file, `${logLines.join('\n')}\n`);
  write(`\nWhat the services said: ${file}\n`);
}
