import type { ProgramOptions } from '../program.ts';

/** What every runner of another program needs. */
export interface RunnerOptions {
  /** Folder of the checkout. */
  root: string;
  /** How to reach the stack under test. */
  env: Record<string, string>;
  /** Folder for reports and caches. */
  scratch: string;
  /** Ends the runner when aborted. */
  signal: AbortSignal;
  /** Where lines go that show a person how far it is. */
  write: (line: string) => void;
}

/** How long one runner may take before it counts as hanging, in milliseconds. */
const LIMIT_MS = 900_000;

/**
 * How a runner is run: no colours, since its words go into our report.
 * @param shown which of its lines tell how far it is
 */
export const runnerProgram = (
  { signal, write }: RunnerOptions,
  cwd: string,
  env: Record<string, string>,
  shown: RegExp,
): ProgramOptions => ({
  cwd,
  onLine: (line) => shown.test(line) && write(`    ${line.trim()}`),
  env: { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0', ...env },
  signal,
  limitMs: LIMIT_MS,
});

/** The end of what a program said, for a person who has to find out why it failed. */
export const tail = (output: string): string => output.split('\n').slice(-40).join('\n').trim();
