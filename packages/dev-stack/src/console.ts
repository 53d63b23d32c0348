import { format } from 'node:util';
import type { Log } from './log.ts';

/** Libraries that print errors by themselves are given our one line an event; the stack traces are theirs, not ours. */
export function adoptConsole(log: Log): void {
  console.error = console.warn = (...parts: unknown[]) => {
    const [first] = parts;
    log.warn(first instanceof Error ? describe(first) : (format(...parts).split('\n')[0] ?? ''));
  };
}

function describe(error: Error & { code?: unknown }): string {
  const text = (error.message.split('\n')[0] ?? '').slice(0, 300);
  return typeof error.code === 'string' && error.code !== 'PGRST' ? `${error.code} ${text}` : text;
}
