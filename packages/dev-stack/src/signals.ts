import { killAllGuarded } from './guard.ts';
import { npmWatch } from './process.ts';

/** One Ctrl-C reaches a process twice when its parent passes it on: signals this near, in milliseconds, are one. */
const SAME_SIGNAL_MS = 500;

/**
 * Turns signals into an orderly end: the first one aborts, another one, given by an impatient person, ends at once.
 * @param beforeExit the little that is cleared even then
 * @returns how to stop listening
 */
export function onStopSignal(
  abort: AbortController,
  write: (line: string) => void,
  beforeExit: () => void,
): () => void {
  let first: number | null = null;
  const stop = (signal: string) => {
    if (first === null) {
      first = performance.now();
      write(`\n${signal}: stopping (once more to stop at once)`);
      abort.abort(new Error(`stopped by ${signal}`));
    } else if (performance.now() - first > SAME_SIGNAL_MS) {
      killAllGuarded();
      beforeExit();
      process.exit(130);
    }
  };
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const signal of signals) process.on(signal, stop);
  const npmRuns = process.env.npm_lifecycle_event ? npmWatch() : () => true;
  const watch = setInterval(() => first === null && !npmRuns() && stop('the end of npm'), 1000);
  watch.unref();
  return () => {
    clearInterval(watch);
    for (const signal of signals) process.off(signal, stop);
  };
}
