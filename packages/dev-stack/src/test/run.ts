import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adoptConsole } from '../console.ts';
import { createLog } from '../log.ts';
import { onStopSignal } from '../signals.ts';
import { combine, type SuiteResult } from './result.ts';
import { createStacks } from './stacks.ts';
import { runSuites, type SuiteName } from './suites.ts';

export interface TestOptions {
  /** Folder of the checkout. */
  root: string;
  suites: readonly SuiteName[];
  /** Parts of file names that narrow the suite; not for `functions`. */
  filters: readonly string[];
  write: (line: string) => void;
}

/**
 * Runs tests on stacks of their own: free ports, databases in a temporary folder.
 * @returns exit code: 0 when all passed, 1 when one did not, 130 when interrupted
 */
export async function runTests({ root, suites, filters, write }: TestOptions): Promise<number> {
  const scratch = await realpath(await mkdtemp(join(tmpdir(), 'cassius-test-')));
  const abort = new AbortController();
  const { signal } = abort;
  const stopListening = onStopSignal(abort, write, () => {});
  // What the services say matters only when something fails.
  const logLines: string[] = [];
  const toLog = (line: string) => void logLines.push(line);
  adoptConsole(createLog('api', toLog));
  const results: SuiteResult[] = [];
  const stacks = createStacks({ root, scratch, write: toLog, signal });
  try {
    await runSuites({ root, suites, filters, scratch, signal, write, stacks, results });
    signal.throwIfAborted();
  } catch (error) {
    if (signal.aborted) return 130;
    results.push({ passed: 0, failures: [{ title: 'stack', detail: (error as Error).message }] });
  } finally {
    await stacks.stop();
    if (!signal.aborted) await report(combine(results), logLines, write);
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
