import { createInterface } from 'node:readline';
import { type StopSignal, spawnGuarded, stopGuarded } from './guard.ts';

export interface ProgramOptions {
  cwd?: string;
  env?: NodeJS.ProcessEnv;
  /** User and group to run it as, by number; needs root. */
  uid?: number;
  gid?: number;
  /** Signal that asks it to end in good order; SIGTERM unless told. */
  stop?: StopSignal;
  /** Ends the program when aborted. */
  signal?: AbortSignal;
  /** Told each line as it comes. */
  onLine?: (line: string) => void;
  /** How long it may take before it counts as hanging, in milliseconds. */
  limitMs?: number;
}

export interface Ran {
  /** Exit code, or the word for what ended it: a signal, or the reason why it did not start. */
  status: number | string;
  /** The lines of standard output and standard error, in the order in which they came. */
  output: string;
}

/** Runs a program to its end. It never rejects: what went wrong is in the status. */
export async function runToEnd(
  command: string,
  args: readonly string[],
  options: ProgramOptions = {},
): Promise<Ran> {
  const { stop = 'SIGTERM', signal, limitMs, onLine, ...rest } = options;
  const child = spawnGuarded(command, args, { ...rest, stdio: ['ignore', 'pipe', 'pipe'], stop });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr]) {
    if (!stream) continue;
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      onLine?.(line);
    });
  }
  const end = () => void stopGuarded(child, stop);
  const timer =
    limitMs === undefined
      ? undefined
      : setTimeout(() => {
          lines.push(`did not end in ${limitMs / 1000} s`);
          end();
        }, limitMs);
  signal?.addEventListener('abort', end, { once: true });
  const status = await new Promise<number | string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', (code, ended) => resolve(code ?? ended ?? 'ended'));
  });
  clearTimeout(timer);
  signal?.removeEventListener('abort', end);
  return { status, output: lines.join('\n') };
}
