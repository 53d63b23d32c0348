import { readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { runToEnd } from '../program.ts';
import type { SuiteResult } from './result.ts';
import { type RunnerOptions, runnerProgram, tail } from './runner.ts';

const report = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string().default(''),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
});

/**
 * Runs the vitest projects of the checkout against a running stack.
 * @param options `filters` are parts of file names; all files when empty
 */
export async function runUnitTests(
  options: RunnerOptions & { filters: readonly string[] },
): Promise<SuiteResult> {
  const { root, env, scratch, filters } = options;
  const program = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
  const file = join(scratch, 'vitest.json');
  await rm(file, { force: true });
  const args = [program, 'run', '--reporter=default', '--reporter=json', `--outputFile=${file}`, ...filters];
  const settings = runnerProgram(options, root, { ...env, NODE_ENV: 'test' }, /^ [✓❯×] /);
  const ran = await runToEnd(process.execPath, args, settings);
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { passed: 0, failures: [{ title: 'vitest', detail: tail(ran.output) }] };

  const result: SuiteResult = { passed: 0, failures: [] };
  for (const suite of report.parse(JSON.parse(text)).testResults) {
    const name = relative(root, suite.name);
    const before = result.failures.length;
    for (const test of suite.assertionResults) {
      if (test.status === 'passed') result.passed += 1;
      // Skipped and to do as well: what did not run proves nothing.
      else {
        const detail = test.failureMessages?.join('\n') || test.status;
        result.failures.push({ title: `${name}: ${test.fullName}`, detail });
      }
    }
    // A file that does not load, or whose hooks fail, has no failing test of its own.
    if (suite.status === 'failed' && result.failures.length === before) {
      result.failures.push({ title: name, detail: suite.message });
    }
  }
  // An error outside of any test, such as a promise that nobody awaited.
  if (ran.status !== 0 && result.failures.length === 0) {
    result.failures.push({ title: 'vitest', detail: tail(ran.output) });
  }
  return result;
}
