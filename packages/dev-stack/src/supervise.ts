import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { adoptConsole } from './console.ts';
import { startControl } from './control.ts';
import { endOrphans, journalTo } from './guard.ts';
import { createLog } from './log.ts';
import { type Ports, requireFree } from './ports.ts';
import { dropDatabase } from './postgres/database.ts';
import { createProgress } from './progress.ts';
import type { Service } from './service.ts';
import { onStopSignal } from './signals.ts';
import { type Stack, type StackOptions, startStack } from './stack.ts';
import { holdDataDir } from './state.ts';

export interface SuperviseOptions {
  dataDir: string;
  root: string;
  ports: Ports;
  web: StackOptions['web'];
  /** Where progress and log lines go. */
  write: (line: string) => void;
  /** Called each time the stack is up: after the start and after a reset. */
  onReady: (stack: Stack, milliseconds: number) => Promise<void>;
}

/**
 * Runs the stack until a signal asks it to end.
 * @returns exit code: 0 when a running stack was stopped, 130 when its start was given up
 * @throws when the stack does not start
 */
export async function supervise(options: SuperviseOptions): Promise<number> {
  const { dataDir, root, ports, web, write, onReady } = options;
  const abort = new AbortController();
  adoptConsole(createLog('api', write));
  const stopListening = onStopSignal(abort, write, () =>
    rmSync(join(dataDir, 'state.json'), { force: true }),
  );
  const hold = await holdDataDir(dataDir);
  let control: Service | null = null;
  let stack: Stack | null = null;
  let failed: (error: unknown) => void = () => {};
  const failure = new Promise<never>((_, reject) => {
    failed = reject;
  });
  // Looked at only once the stack runs; a failure before that is thrown where it happens.
  failure.catch(() => {});

  const bringUp = async () => {
    const since = performance.now();
    stack = await startStack({
      dataDir,
      root,
      ports,
      web,
      progress: createProgress(write),
      write,
      signal: abort.signal,
    });
    await hold.update({ phase: 'running', addresses: stack.addresses });
    await onReady(stack, performance.now() - since);
  };
  const reset = async () => {
    await hold.update({ phase: 'starting' });
    try {
      await stack?.stop();
      await dropDatabase(dataDir);
      await bringUp();
    } catch (error) {
      failed(error);
      throw error;
    }
  };
  try {
    const journal = join(dataDir, 'processes');
    await endOrphans(journal);
    journalTo(journal);
    await requireFree(ports);
    const orders = await startControl({ reset });
    control = orders;
    await hold.update({ web: web !== 'none', control: { port: orders.port, token: orders.token } });
    await bringUp();
    await Promise.race([aborted(abort.signal), failure]);
    return 0;
  } catch (error) {
    if (abort.signal.aborted) return 130;
    throw error;
  } finally {
    await hold.update({ phase: 'stopping' });
    await (stack as Stack | null)?.stop();
    await control?.stop();
    await hold.release();
    stopListening();
  }
}

const aborted = (signal: AbortSignal) =>
  new Promise<void>((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
