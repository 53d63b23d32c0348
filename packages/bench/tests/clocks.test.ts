import { describe, expect, it } from 'vitest';
import { clockOffset, preciseNow } from '../src/measure/clocks.ts';

describe('the offset of another clock', () => {
  it('is none where the looks allow for it', () => {
    expect(clockOffset([{ before: 100, there: 101.9, after: 102 }])).toEqual({ ms: 0, uncertainty: 1 });
  });

  it('lies in what every look allows for', () => {
    // 50 ms ahead: the slow look leaves a wide range, the quick one a narrow one inside it.
    const looks = [
      { before: 1000, there: 1059, after: 1020 },
      { before: 2000, there: 2050.5, after: 2001 },
    ];
    expect(clockOffset(looks)).toEqual({ ms: 50, uncertainty: 0.5 });
  });

  it('has a sign', () => {
    expect(clockOffset([{ before: 100, there: 80, after: 102 }]).ms).toBe(-21);
  });

  it('cannot be told without a look', () => {
    expect(() => clockOffset([])).toThrow(RangeError);
  });

  it('is asked of a clock that agrees with the wall', () => {
    expect(Math.abs(preciseNow() - Date.now())).toBeLessThan(1000);
  });
});
