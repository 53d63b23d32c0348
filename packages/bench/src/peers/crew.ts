import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { spawnGuarded, stopGuarded } from '@cassius/dev-stack/src/guard.ts';
import { processorTime } from '../measure/processes.ts';

/** Several processes that work on the jobs of one queue, started and connected to nothing until they are told to work. */
export interface Crew {
  /** Lets the first `workers` of them work. Resolves when they have done `jobs` between them. */
  work(workers: number, jobs: number, signal: AbortSignal): Promise<void>;
  /** Ends the work, when no job is left. */
  rest(): Promise<void>;
  /** Milliseconds that all of them have had so far. */
  processorTime(): number;
  stop(): Promise<void>;
}

/** @param queue whose jobs */
export async function openCrew(
  queue: 'pg-boss' | 'graphile-worker',
  url: string,
  workers: number,
): Promise<Crew> {
  const children = Array.from({ length: workers }, () =>
    spawnGuarded(process.execPath, ['--import', 'tsx', join(import.meta.dirname, 'work.ts'), queue, url], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      stop: 'SIGTERM',
    }),
  );
  const stop = async () => {
    await Promise.all(children.map((child) => stopGuarded(child, 'SIGTERM', 1000)));
  };
  const ended = new Promise<never>((_, reject) => {
    for (const child of children) child.once('exit', () => reject(new Error(`a worker of ${queue} ended`)));
  });
  // Looked at while somebody waits; otherwise it is an end that was wanted.
  ended.catch(() => {});
  try {
    await Promise.race([Promise.all(children.map((child) => once(child, 'message'))), ended]);
  } catch (error) {
    await stop();
    throw error;
  }
  let busy: ChildProcess[] = [];
  return {
    async work(count, jobs, signal) {
      busy = children.slice(0, count);
      const finished = allDone(busy, jobs, signal);
      for (const child of busy) child.send('work');
      await Promise.race([finished, ended]);
    },
    async rest() {
      const resting = Promise.all(busy.map(saysResting));
      for (const child of busy) child.send('rest');
      await Promise.race([resting, ended]);
    },
    processorTime: () => children.reduce((sum, { pid }) => sum + processorTime(pid as number), 0),
    stop,
  };
}

async function saysResting(child: ChildProcess): Promise<void> {
  for (;;) {
    const [word] = await once(child, 'message');
    if (word === 'resting') return;
  }
}

/** Until workers have told of so many jobs between them. */
function allDone(workers: readonly ChildProcess[], jobs: number, signal: AbortSignal): Promise<void> {
  const done = new Map<ChildProcess, number>();
  return new Promise((resolve, reject) => {
    const end = () => {
      for (const [child, listener] of listeners) child.off('message', listener);
      signal.removeEventListener('abort', abort);
    };
    const abort = () => {
      end();
      reject(signal.reason);
    };
    const listeners = workers.map((child): [ChildProcess, (count: unknown) => void] => [
      child,
      (count) => {
        done.set(child, Number(count));
        if ([...done.values()].reduce((sum, each) => sum + each, 0) < jobs) return;
        end();
        resolve();
      },
    ]);
    for (const [child, listener] of listeners) child.on('message', listener);
    signal.addEventListener('abort', abort, { once: true });
  });
}
