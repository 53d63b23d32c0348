/** Turns bursts of requests into a few runs of one task. */
export interface Coalescer {
  /** Asks for a run that starts from now on. Resolves when such a run has ended, failed or not. */
  request(): Promise<void>;
  /** Nothing runs any more: what is pending, or requested later, is never answered. */
  stop(): void;
}

/** Runs that may follow each other without a pause, before the interval applies. */
const BURST = 2;

/**
 * The first request runs at once, and so does one soon after it: a look that was taken just before must not delay
 * news. Requests that come during a run, or faster than one every `minIntervalMs` for longer, share a later run.
 * Runs never overlap, and no request is answered by a run that began before it.
 *
 * @param task may reject: whoever observes the task's result reports it, a later request retries
 */
export function createCoalescer(task: () => Promise<unknown>, minIntervalMs: number): Coalescer {
  let running = false;
  let stopped = false;
  // When the runs so far would have ended at one every interval: how far it lies ahead is what the burst used up.
  let paidUntil = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let waiting: Array<() => void> = [];

  async function run() {
    timer = undefined;
    const answered = waiting;
    waiting = [];
    running = true;
    paidUntil = Math.max(paidUntil, Date.now()) + minIntervalMs;
    try {
      await task();
    } catch {
      // The task's own state (a query's error) carries the failure; a hint must never throw.
    }
    running = false;
    for (const resolve of answered) resolve();
    if (waiting.length > 0) schedule();
  }

  function schedule() {
    if (running || stopped || timer !== undefined) return;
    const wait = paidUntil - (BURST - 1) * minIntervalMs - Date.now();
    if (wait <= 0) void run();
    else timer = setTimeout(run, wait);
  }

  return {
    request() {
      return new Promise((resolve) => {
        waiting.push(resolve);
        schedule();
      });
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
