const BASE_MS = 1_000;
const CAP_MS = 60_000;

/**
 * Full-jitter backoff: a delay drawn evenly from 0 to an exponentially growing, capped bound, so that the
 * windows that a server restart threw out do not come back together.
 *
 * @param attempt failures so far, from 0
 * @returns milliseconds
 */
export function fullJitter(attempt: number): number {
  return Math.random() * Math.min(CAP_MS, BASE_MS * 2 ** attempt);
}
