/** Milliseconds since the epoch. */
export type Clock = () => number;
/** Resolves after so many milliseconds, or as soon as the signal fires. */
export type Sleep = (milliseconds: number, signal?: AbortSignal) => Promise<void>;

/** Spaces calls evenly, whoever makes them, so that a provider which counts by the second sees no burst. */
export interface Pacer {
  /** Resolves when the next call may go out, or when the signal fires. */
  turn(signal: AbortSignal): Promise<void>;
  /** No call before this instant: the provider has asked for a pause. */
  hold(until: number): void;
  /** The instant from which the next call may go out. */
  freeFrom(): number;
}

export interface PacerOptions {
  requestsPerSecond: number;
  now?: Clock;
  sleep?: Sleep;
}

/**
 * Calls that leave evenly arrive unevenly: at exactly the rate granted, one second in a few would see one too many, and
 * the pause that it costs is dearer than this.
 */
const SLACK = 1.05;

export function createPacer({ requestsPerSecond, now = Date.now, sleep = sleepFor }: PacerOptions): Pacer {
  const intervalMs = (1000 / requestsPerSecond) * SLACK;
  const slackMs = intervalMs - 1000 / requestsPerSecond;
  let free = Number.NEGATIVE_INFINITY;
  return {
    async turn(signal) {
      // Asked again after each sleep: another caller may have taken the turn, or a pause may have begun meanwhile.
      while (!signal.aborted) {
        const waitMs = free - now();
        if (waitMs <= 0) {
          // A timer is late by a millisecond or two: the slack pays for that, so that lateness does not add up.
          free = (-waitMs <= slackMs ? free : now()) + intervalMs;
          return;
        }
        await sleep(waitMs, signal);
      }
    },
    hold(until) {
      free = Math.max(free, until);
    },
    freeFrom: () => free,
  };
}

export const sleepFor: Sleep = (milliseconds, signal) =>
  new Promise((resolve) => {
    if (signal?.aborted) return resolve();
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve();
    };
    // A timer counts whole milliseconds, and must not end before its time.
    const timer = setTimeout(end, Math.ceil(milliseconds));
    signal?.addEventListener('abort', end);
  });
