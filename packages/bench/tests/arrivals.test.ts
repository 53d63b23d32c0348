import { describe, expect, it } from 'vitest';
import { badgeArrivals, latencies } from '../src/latency/arrivals.ts';

describe('the arrival of an alert on a badge', () => {
  it('is the first change that counts it', () => {
    const changes = [
      { count: 1, at: 110 },
      { count: 2, at: 230 },
    ];
    expect(badgeArrivals([100, 200], changes)).toEqual([110, 230]);
  });

  it('is shared by alerts that were counted together', () => {
    expect(badgeArrivals([100, 101, 102], [{ count: 3, at: 150 }])).toEqual([150, 150, 150]);
  });

  it('is not seen where the badge never counted it', () => {
    expect(badgeArrivals([100, 200], [{ count: 1, at: 110 }])).toEqual([110, null]);
  });
});

describe('latencies', () => {
  it('count what never arrived with the whole wait, and say how many there were', () => {
    expect(latencies([100, 200, 300], [110, null, 305], 10_000)).toEqual({
      samples: [10, 9800, 5],
      missing: 1,
    });
  });
});
