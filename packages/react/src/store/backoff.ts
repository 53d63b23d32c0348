/**
 * Full-jitter backoff: a delay drawn evenly from 0 to an exponentially growing, capped bound, so that the
 * windows that a server restart threw out do not come back together.
 *
 * @param attempt failures so far, from 0
 * @param random in [0, 1)
 * @returns milliseconds
 */
export function fullJitter(
  attempt: number,
  { baseMs, capMs }: { baseMs: number; capMs: number },
  random: () => number = Math.random,
): number {
  return Math.floor(random() * Math.min(capMs, baseMs * 2 ** attempt));
}
