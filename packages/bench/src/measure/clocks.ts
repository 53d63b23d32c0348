/** A look at another clock: what it said, between two looks at our own. Milliseconds. */
export interface Look {
  before: number;
  there: number;
  after: number;
}

/**
 * How far another clock is ahead of ours, as far as looks at it tell: each look leaves a range, and what all of them leave
 * counts.
 * @returns 0 when they do not tell the clocks apart, else the middle of what is left; and how far off that may be
 * @throws RangeError without a look
 */
export function clockOffset(looks: readonly Look[]): { ms: number; uncertainty: number } {
  if (looks.length === 0) throw new RangeError('looks: there is none');
  const low = Math.max(...looks.map(({ there, after }) => there - after));
  const high = Math.min(...looks.map(({ there, before }) => there - before));
  const uncertainty = Math.abs(high - low) / 2;
  return low <= 0 && high >= 0 ? { ms: 0, uncertainty } : { ms: (low + high) / 2, uncertainty };
}

/** Milliseconds since 1970 by a clock that never jumps, to the microsecond. */
export const preciseNow = (): number => performance.timeOrigin + performance.now();
