import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import type { FunctionConfig } from './config.ts';
import { startWorker, type Worker } from './worker.ts';

export interface EdgeFunctionOptions {
  definition: FunctionConfig;
  deno: string;
  env: Record<string, string>;
  log: Log;
}

export interface EdgeFunction extends Service {
  readonly verifyJwt: boolean;
  fetch(request: Request): Promise<Response>;
  /** Starts the version that is on disk now; the running one serves until the new one listens. */
  reload(): Promise<void>;
}

/** Pauses between restarts of a function that keeps dying, in milliseconds. */
const BACKOFF_MS = [100, 500, 1000, 2000, 5000];
/** A function that lived this long has earned a fresh backoff, in milliseconds. */
const STABLE_MS = 30_000;

/** Keeps one function served: replaced when its code changes, started again when it dies. */
export async function startFunction(options: EdgeFunctionOptions): Promise<EdgeFunction> {
  const { definition, log } = options;
  let current: Worker | null = null;
  const stopping = new AbortController();
  let failures = 0;
  let retry: NodeJS.Timeout | undefined;
  let starting: Promise<void> = Promise.resolve();

  const keep = (worker: Worker) => {
    const since = Date.now();
    current = worker;
    void worker.ended.then(() => {
      if (stopping.signal.aborted || current !== worker) return;
      current = null;
      if (Date.now() - since > STABLE_MS) failures = 0;
      again('ended unexpectedly');
    });
  };
  const again = (reason: string) => {
    const pause = BACKOFF_MS[Math.min(failures, BACKOFF_MS.length - 1)] ?? 0;
    failures += 1;
    log.error(reason, { restart_in_ms: pause });
    clearTimeout(retry);
    retry = setTimeout(() => void replace(), pause);
  };
  // One start at a time: a change during a start is taken up after it.
  const replace = (): Promise<void> => {
    starting = starting.then(async () => {
      if (stopping.signal.aborted) return;
      clearTimeout(retry);
      const previous = current;
      try {
        const worker = await startWorker({ ...options, signal: stopping.signal });
        if (stopping.signal.aborted) return await worker.retire();
        keep(worker);
        await previous?.retire();
      } catch (error) {
        const reason = `does not start: ${(error as Error).message}`;
        if (previous && current === previous) log.error(`${reason}; the version before goes on`);
        else if (!stopping.signal.aborted) again(reason);
      }
    });
    return starting;
  };

  await replace();
  return {
    name: definition.name,
    verifyJwt: definition.verifyJwt,
    async fetch(request) {
      if (!current) await starting;
      if (!current) {
        return Response.json(
          { code: 'BOOT_ERROR', message: 'Function failed to start (please check logs)' },
          { status: 503 },
        );
      }
      try {
        return await current.fetch(request);
      } catch (error) {
        if (request.signal.aborted) throw error;
        log.error('did not answer', { error });
        return Response.json(
          { code: 'WORKER_ERROR', message: 'Function exited due to an error' },
          { status: 502 },
        );
      }
    },
    async reload() {
      failures = 0;
      await replace();
    },
    async stop() {
      stopping.abort();
      clearTimeout(retry);
      await starting;
      await current?.retire();
    },
  };
}
