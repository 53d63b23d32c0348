import type { Host } from './resource.ts';

/** Reads what there is to read, one thing after the other, until nothing is left. */
export interface Reader<Data> {
  /** Resolves when nothing is left to read, or when something failed. */
  run(): Promise<void>;
  /** Nothing that was asked for until now is to be trusted. */
  touch(): void;
  isStale(at: number): boolean;
  /** Reads again, and rejects when that failed. */
  read(): Promise<Data>;
  /** Why the last thing could not be read. */
  getError(): Error | null;
}

/** @param next what to read now; undefined: nothing */
export function createReader<Data>(
  host: Host,
  next: () => (() => Promise<void>) | undefined,
  getData: () => Data | undefined,
): Reader<Data> {
  let running: Promise<void> | undefined;
  let error: Error | null = null;
  let staleSince = 0;

  async function work() {
    try {
      for (let task = next(); task; task = next()) {
        await task();
        error = null;
        host.changed();
      }
    } catch (failure) {
      error = failure as Error;
      host.changed();
    }
    // In the same breath as the last look for work: what is asked from here on starts a new run.
    running = undefined;
  }

  function run() {
    running ??= Promise.resolve().then(work);
    return running;
  }

  function touch() {
    staleSince = host.now();
  }

  return {
    run,
    touch,
    isStale: (at) => at <= staleSince,
    async read() {
      touch();
      await run();
      if (error) throw error;
      return getData() as Data;
    },
    getError: () => error,
  };
}
