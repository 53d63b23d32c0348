import { readdir, readFile, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { findBrowser } from '../browser.ts';
import { runToEnd } from '../program.ts';
import type { Addresses } from '../state.ts';
import type { SuiteResult } from './result.ts';
import { type RunnerOptions, runnerProgram, tail } from './runner.ts';

const spec = z.object({
  title: z.string(),
  file: z.string(),
  line: z.number(),
  tests: z.array(
    z.object({
      status: z.string(),
      results: z.array(
        z.object({ errors: z.array(z.object({ message: z.string().optional() })).default([]) }),
      ),
    }),
  ),
});

interface Suite {
  specs: z.infer<typeof spec>[];
  suites?: Suite[] | undefined;
}

const suite: z.ZodType<Suite> = z.object({
  specs: z.array(spec),
  suites: z.lazy(() => z.array(suite)).optional(),
});
const report = z.object({
  suites: z.array(suite),
  errors: z.array(z.object({ message: z.string().optional() })).default([]),
});

interface BrowserTestOptions extends RunnerOptions {
  /** One for each worker. */
  stacks: readonly Addresses[];
  /** Parts of file names; all files when empty. */
  filters: readonly string[];
}

/** How many files hold the stories that these parts of names select. */
export async function browserFiles(root: string, filters: readonly string[]): Promise<number> {
  const names = await readdir(join(root, 'apps', 'web', 'tests'));
  return names.filter(
    (name) =>
      name.endsWith('.spec.ts') && (filters.length === 0 || filters.some((part) => name.includes(part))),
  ).length;
}

/** Runs the stories of apps/web/tests in a real browser, against running stacks. */
export async function runBrowserTests(options: BrowserTestOptions): Promise<SuiteResult> {
  const { root, env, scratch, stacks, filters } = options;
  const browser = await findBrowser();
  const program = join(
    dirname(createRequire(import.meta.url).resolve('@playwright/test/package.json')),
    'cli.js',
  );
  const file = join(scratch, 'playwright.json');
  await rm(file, { force: true });
  // Of this run alone: one that shared it with another would lose it when that one begins.
  const output = join(tmpdir(), `cassius-test-${process.pid}`);
  const settings = runnerProgram(
    options,
    join(root, 'apps', 'web'),
    {
      ...env,
      CASSIUS_TEST_STACKS: JSON.stringify(stacks),
      CASSIUS_TEST_CHROMIUM: browser.executablePath,
      CASSIUS_TEST_CHROMIUM_ARGS: JSON.stringify(browser.args),
      PLAYWRIGHT_JSON_OUTPUT_FILE: file,
    },
    /^ +[✓✘] /,
  );
  const ran = await runToEnd(
    process.execPath,
    [program, 'test', '--reporter=list,json', `--output=${output}`, ...filters],
    settings,
  );
  const text = await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
  if (text === null) return { passed: 0, failures: [{ title: 'playwright', detail: tail(ran.output) }] };

  const { suites, errors } = report.parse(JSON.parse(text));
  const result: SuiteResult = {
    passed: 0,
    failures: errors.map((error) => ({ title: 'playwright', detail: error.message ?? '' })),
  };
  for (const each of suites.flatMap(specsOf)) {
    for (const test of each.tests) {
      // "flaky" and "skipped" are no passes.
      if (test.status === 'expected') result.passed += 1;
      else {
        const messages = test.results.flatMap((run) => run.errors.map((error) => error.message ?? ''));
        result.failures.push({
          title: `${each.file}:${each.line} ${each.title}`,
          detail: messages.join('\n') || test.status,
        });
      }
    }
  }
  if (result.failures.length === 0) await rm(output, { recursive: true, force: true });
  else options.write(`    Pictures and traces of what failed: ${output}`);
  return result;
}

const specsOf = ({ specs, suites = [] }: Suite): Suite['specs'] => [...specs, ...suites.flatMap(specsOf)];
