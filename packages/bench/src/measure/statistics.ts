import { quantileSorted } from 'simple-statistics';

/** What a series of measurements says. Quantiles interpolate between neighbours (simple-statistics). */
export interface Summary {
  runs: number;
  median: number;
  /** Quartiles: half of the measurements lie between them. */
  q1: number;
  q3: number;
  p95: number;
  p99: number;
  min: number;
  max: number;
}

/**
 * @param samples measurements of one kind, in any order and unit
 * @throws RangeError when there is none, or one is not a number
 */
export function summarise(samples: readonly number[]): Summary {
  if (samples.length === 0) throw new RangeError('samples: nothing was measured');
  const wrong = samples.findIndex((sample) => !Number.isFinite(sample));
  if (wrong >= 0) throw new RangeError(`samples[${wrong}]: ${samples[wrong]} is not a measurement`);
  const sorted = [...samples].sort((one, other) => one - other);
  const at = (share: number) => quantileSorted(sorted, share);
  return {
    ...{ runs: sorted.length, median: at(0.5), q1: at(0.25), q3: at(0.75), p95: at(0.95), p99: at(0.99) },
    ...{ min: at(0), max: at(1) },
  };
}

/**
 * How many times its baseline something takes, round by round: what slows a whole round slows both.
 * @param samples one measurement a round
 * @param baseline that of the same rounds, in the same order
 * @throws RangeError when they are not of the same rounds
 */
export const ratios = (samples: readonly number[], baseline: readonly number[]): number[] =>
  byRound(samples, baseline, (sample, base) => sample / base);

/**
 * How much more than its baseline something takes, round by round.
 * @throws RangeError when they are not of the same rounds
 */
export const differences = (samples: readonly number[], baseline: readonly number[]): number[] =>
  byRound(samples, baseline, (sample, base) => sample - base);

function byRound(
  samples: readonly number[],
  baseline: readonly number[],
  compare: (sample: number, base: number) => number,
): number[] {
  if (samples.length !== baseline.length) {
    throw new RangeError(`baseline: ${baseline.length} rounds, not ${samples.length}`);
  }
  return samples.map((sample, round) => compare(sample, baseline[round] as number));
}
