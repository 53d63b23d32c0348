export interface TurnsOptions {
  /** How often each is measured. */
  rounds: number;
  /** Rounds before that, which do not count: caches, plans and the compiler are warm then. */
  warmUp: number;
  /** Told after each round that counts. */
  onRound?: (done: number) => void;
}

/**
 * Measures variants in turns, so that neither drift of the machine nor what ran just before favours one of them: each round
 * runs all, and begins with another one than the last.
 * @param variants each does its work once and returns what it measured: a figure in its own unit, or many of them
 * @returns measurements by variant, one a round
 */
export async function measureInTurns<Name extends string, Sample = number>(
  variants: Record<Name, () => Promise<Sample>>,
  { rounds, warmUp, onRound }: TurnsOptions,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(variants) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as Sample[]])) as Record<Name, Sample[]>;
  for (let round = -warmUp; round < rounds; round += 1) {
    const first = (round + warmUp) % names.length;
    for (const name of [...names.slice(first), ...names.slice(0, first)]) {
      const sample = await variants[name]();
      if (round >= 0) samples[name].push(sample);
    }
    if (round >= 0) onRound?.(round + 1);
  }
  return samples;
}

/** Milliseconds that some work takes. */
export async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
