import { expect, test } from 'vitest';
import type { Benchmark, Context } from '../src/benchmark.ts';
import { benchmarks } from '../src/benchmarks.ts';
import { listed, runAll } from '../src/run.ts';

const named = (...names: string[]) => names.map((name) => ({ name, question: 'Does it?' }) as Benchmark);

function context() {
  const said: string[] = [];
  const abort = new AbortController();
  const say = (line: string) => void said.push(line);
  return { said, abort, context: { say, signal: abort.signal } as unknown as Context };
}

test('a benchmark that fails is named, and those after it run', async () => {
  const { said, context: given } = context();
  const ran: string[] = [];
  const outcome = await runAll(named('one', 'two', 'three'), given, async ({ name }) => {
    ran.push(name);
    if (name === 'two') throw new Error('the disk is full');
    return 1;
  });
  expect(ran).toEqual(['one', 'two', 'three']);
  expect(outcome).toEqual({ missed: 2, failed: ['two'] });
  expect(said).toContain('\n✗ two: the disk is full');
  expect(said.at(-1)).toMatch(/one +.+ s, bounds missed: 1\ntwo +.+ s, failed\nthree/);
});

test('an interruption ends the run without blaming a benchmark', async () => {
  const { said, abort, context: given } = context();
  const ran: string[] = [];
  const outcome = await runAll(named('one', 'two'), given, async ({ name }) => {
    ran.push(name);
    abort.abort(new Error('stopped by SIGINT'));
    throw new Error('canceling statement due to user request');
  });
  expect(ran).toEqual(['one']);
  expect(outcome.failed).toEqual([]);
  expect(said.join()).not.toContain('✗');
});

test('the list tells how long each takes, and all of them', () => {
  const lines = listed(benchmarks);
  expect(lines).toHaveLength(benchmarks.length + 1);
  for (const line of lines) expect(line).toMatch(/^\S+ +\d+ min {2}\S/);
  const minutes = benchmarks.reduce((sum, one) => sum + one.minutes, 0);
  expect(lines.at(-1)).toContain(`${minutes} min`);
  expect(minutes).toBeLessThanOrEqual(75);
});
