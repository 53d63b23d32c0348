import { setTimeout as pause } from 'node:timers/promises';

export interface OpenLoopOptions {
  perSecond: number;
  /** Until the next call, in mean intervals. */
  gap?: () => number;
  /** How many there are; unless given, until it is stopped. */
  calls?: number;
}

/** What became of the calls. */
export interface OpenLoopOutcome {
  /** Calls that the schedule asked for. */
  due: number;
  /** Of them, those that had ended when the schedule did. */
  endedInTime: number;
  failed: number;
  firstFailure: unknown;
  /** How long the schedule ran, in seconds. */
  seconds: number;
  /** From the moment at which a call was due to its end, in milliseconds: what it waited for its turn is in it. */
  latencies: number[];
}

export interface OpenLoop {
  /** Resolves once the last call has been made, or the loop was stopped. */
  readonly scheduled: Promise<void>;
  /** Schedules no more, and resolves once every call has ended. */
  stop(): Promise<OpenLoopOutcome>;
}

/** As between events that know nothing of each other. */
export const randomGap = (): number => -Math.log(1 - Math.random());

/**
 * Calls some work at times that are fixed beforehand by the clock, whether earlier calls have ended or not: when what is
 * called stalls, the calls pile up as they would in life, and their waiting is counted. A loop that waits for each answer
 * would slow down with what it measures, and miss the worst of it.
 */
export function startOpenLoop(
  work: (index: number) => Promise<unknown>,
  { perSecond, gap = randomGap, calls = Number.POSITIVE_INFINITY }: OpenLoopOptions,
): OpenLoop {
  const meanMs = 1000 / perSecond;
  const start = performance.now();
  const stopping = new AbortController();
  const underWay = new Set<Promise<void>>();
  const outcome = {
    due: 0,
    endedInTime: 0,
    failed: 0,
    firstFailure: undefined as unknown,
    latencies: [] as number[],
  };

  const call = async (index: number, due: number): Promise<void> => {
    try {
      await work(index);
      outcome.latencies.push(performance.now() - due);
      if (!stopping.signal.aborted) outcome.endedInTime += 1;
    } catch (error) {
      outcome.failed += 1;
      outcome.firstFailure ??= error;
    }
  };

  const schedule = async (): Promise<void> => {
    for (let due = start + gap() * meanMs; outcome.due < calls; due += gap() * meanMs) {
      const wait = due - performance.now();
      // Ends early, with an error, when the loop is stopped: the next line sees it.
      if (wait > 0) await pause(wait, undefined, { signal: stopping.signal }).catch(() => {});
      if (stopping.signal.aborted) return;
      const made = call(outcome.due, due).finally(() => underWay.delete(made));
      underWay.add(made);
      outcome.due += 1;
    }
  };
  const scheduled = schedule();

  return {
    scheduled,
    async stop() {
      const seconds = (performance.now() - start) / 1000;
      stopping.abort();
      await scheduled;
      await Promise.all(underWay);
      return { ...outcome, seconds };
    },
  };
}
