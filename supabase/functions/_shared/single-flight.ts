/**
 * Runs a task one at a time. A call made while it runs waits for one more run, shared with all who call meanwhile: what
 * they ask for may have come after the current run looked. A burst of wake-ups thus costs two runs, not one each.
 */
export function singleFlight<Result>(task: () => Promise<Result>): () => Promise<Result> {
  let current: Promise<Result> | null = null;
  let next: Promise<Result> | null = null;

  const run = (): Promise<Result> => {
    current = task().finally(() => {
      current = null;
    });
    return current;
  };
  return () => {
    if (next !== null) return next;
    if (current === null) return run();
    // Whether the current run fails is told to those who asked for it.
    const settled = current.then(
      () => {},
      () => {},
    );
    next = settled.then(() => {
      next = null;
      return run();
    });
    return next;
  };
}
