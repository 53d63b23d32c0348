import { setTimeout as pause } from 'node:timers/promises';

/** How often is looked, in milliseconds: the looking is not to weigh on the server whose time is measured. */
const EVERY_MS = 100;

/** Waits until something holds, looking ten times a second. */
export async function until(condition: () => boolean | Promise<boolean>, signal: AbortSignal): Promise<void> {
  while (!(await condition())) await pause(EVERY_MS, undefined, { signal });
}
