import type { Benchmark, Context } from './benchmark.ts';

/** What became of a run. */
export interface Outcome {
  /** Bounds that were missed. */
  missed: number;
  /** Names of benchmarks that could not be measured. */
  failed: string[];
}

/**
 * Runs benchmarks one after the other. One that fails is named, and the next one runs; an interruption ends all.
 * @param runOne returns how many bounds were missed
 */
export async function runAll(
  wanted: readonly Benchmark[],
  context: Context,
  runOne: (benchmark: Benchmark, context: Context) => Promise<number>,
): Promise<Outcome> {
  const { say, signal } = context;
  const outcome: Outcome = { missed: 0, failed: [] };
  const account: string[] = [];
  for (const [index, benchmark] of wanted.entries()) {
    if (signal.aborted) break;
    const { name, question } = benchmark;
    say(`\n== ${name} (${index + 1} of ${wanted.length}): ${question}`);
    const since = performance.now();
    const took = () => `${((performance.now() - since) / 1000).toFixed(1)} s`;
    try {
      const missed = await runOne(benchmark, context);
      outcome.missed += missed;
      account.push(`${name.padEnd(16)} ${took()}${missed > 0 ? `, bounds missed: ${missed}` : ''}`);
    } catch (error) {
      if (signal.aborted) break;
      outcome.failed.push(name);
      account.push(`${name.padEnd(16)} ${took()}, failed`);
      say(`\n✗ ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (!signal.aborted && wanted.length > 1) say(`\n${account.join('\n')}`);
  return outcome;
}

/** What there is, with how long each takes. */
export function listed(all: readonly Benchmark[]): string[] {
  const minutes = all.reduce((sum, one) => sum + one.minutes, 0);
  return [
    ...all.map(
      ({ name, question, minutes: own }) => `${name.padEnd(16)} ${`${own} min`.padStart(7)}  ${question}`,
    ),
    `${'all'.padEnd(16)} ${`${minutes} min`.padStart(7)}  in full, on two cores with nothing else to do; --quick: less than two minutes`,
  ];
}
