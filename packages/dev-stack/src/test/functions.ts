import { join } from 'node:path';
import { type DenoPackage, denoBinary, denoEnvironment, denoFlags } from '../functions/deno.ts';
import { runToEnd } from '../program.ts';
import { combine, type SuiteResult } from './result.ts';
import { type RunnerOptions, runnerProgram, tail } from './runner.ts';
import { readTap } from './tap.ts';

/** The current Deno, and the one that hosted Edge Functions are compatible with. */
const DENOS: DenoPackage[] = ['deno', 'deno-hosted'];

/** Runs the tests of supabase/functions/tests on each Deno. */
export async function runFunctionTests(options: RunnerOptions): Promise<SuiteResult> {
  const { root, env, scratch } = options;
  const results: SuiteResult[] = [];
  for (const name of DENOS) {
    const args = [
      'test',
      ...denoFlags,
      '--no-check',
      '--allow-all',
      '--reporter=tap',
      'supabase/functions/tests',
    ];
    const settings = runnerProgram(
      options,
      root,
      { ...denoEnvironment(join(scratch, name)), ...env },
      /^not ok /,
    );
    const ran = await runToEnd(denoBinary(name), args, settings);
    const result = readTap(name, ran.output, null);
    if (ran.status !== 0 && result.failures.length === 0) {
      result.failures.push({ title: name, detail: tail(ran.output) });
    }
    results.push(result);
  }
  return combine(results);
}
