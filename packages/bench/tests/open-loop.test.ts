import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { randomGap, startOpenLoop } from '../src/measure/open-loop.ts';

const even = () => 1;

/** Holds the only thread: nothing is scheduled meanwhile. */
function stall(ms: number): void {
  const until = performance.now() + ms;
  while (performance.now() < until);
}

describe('an open loop', () => {
  it('does not wait for one call to end before the next', async () => {
    let open = 0;
    let most = 0;
    let release = () => {};
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    const loop = startOpenLoop(
      async () => {
        open += 1;
        most = Math.max(most, open);
        if (open === 5) release();
        await gate;
      },
      { perSecond: 200, gap: even },
    );
    await gate;
    const { failed } = await loop.stop();
    expect(most).toBeGreaterThanOrEqual(5);
    expect(failed).toBe(0);
  });

  it('makes up for the calls that were due while everything stood still, and counts their waiting', async () => {
    const loop = startOpenLoop(async () => {}, { perSecond: 100, gap: even });
    stall(300);
    await pause(0);
    await pause(5);
    const { due, latencies } = await loop.stop();
    expect(due).toBeGreaterThanOrEqual(30);
    expect(latencies).toHaveLength(due);
    // The first was due after 10 ms, and could be made after 300.
    expect(Math.max(...latencies)).toBeGreaterThanOrEqual(285);
  });

  it('tells calls that ended after the schedule, and those that failed, from the others', async () => {
    const loop = startOpenLoop(
      async (index) => {
        if (index === 0) return;
        if (index === 1) throw new Error('refused');
        await pause(60);
      },
      { perSecond: 1000, gap: even },
    );
    await pause(30);
    const { due, endedInTime, failed, firstFailure, latencies } = await loop.stop();
    expect(endedInTime).toBe(1);
    expect(failed).toBe(1);
    expect(firstFailure).toEqual(new Error('refused'));
    expect(latencies).toHaveLength(due - 1);
  });

  it('draws gaps of which the mean is one interval', () => {
    const draws = Array.from({ length: 20_000 }, randomGap);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(0);
    expect(draws.reduce((sum, gap) => sum + gap, 0) / draws.length).toBeCloseTo(1, 1);
  });
});
