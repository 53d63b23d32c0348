import { useSyncExternalStore } from 'react';

const TICK_MS = 30_000;

// One clock for every date on the page.
const listeners = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function tick() {
  now = Date.now();
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) {
    now = Date.now();
    timer = setInterval(tick, TICK_MS);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

const getNow = () => now;

/** The time in ms since the epoch, which renders again twice a minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, getNow, getNow);
}
