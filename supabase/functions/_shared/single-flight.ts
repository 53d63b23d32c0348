/** Said by a run that takes up nothing new: another one may begin while this one ends. */
export type Release = () => void;

/**
 * Runs a task one at a time, but for a run that has said that it takes up nothing new. A call made while it runs waits for
 * one more run, shared with all who call meanwhile: what they ask for may have come after the current run looked. A burst of
 * wake-ups thus costs two runs, not one each.
 */
export function singleFlight<Result>(task: (release: Release) => Promise<Result>): () => Promise<Result> {
  /** Resolves when another run may begin. */
  let current: Promise<void> | null = null;
  let next: Promise<Result> | null = null;

  const run = (): Promise<Result> => {
    let release: Release = () => {};
    const released = new Promise<void>((resolve) => {
      release = () => {
        if (current === released) current = null;
        resolve();
      };
    });
    current = released;
    const result = task(release);
    // Whether it fails is told to those who asked for it.
    result.then(release, release);
    return result;
  };
  return () => {
    if (next !== null) return next;
    if (current === null) return run();
    next = current.then(() => {
      next = null;
      return run();
    });
    return next;
  };
}
