import { setTimeout as pause } from 'node:timers/promises';

/** Waits until something holds, looking every few milliseconds. */
export async function until(condition: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!(await condition())) await pause(20, undefined, { signal });
}
