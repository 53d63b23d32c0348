import { describe, expect, it } from 'vitest';
import { tensOf, timeTicks, valueScale } from '../../src/features/practice/isq-scale.ts';

describe('the scale of values', () => {
  it('always shows both thresholds, with room on either side', () => {
    expect(valueScale([62, 65, 68])).toEqual({ low: 40, high: 80 });
    expect(valueScale([])).toEqual({ low: 40, high: 80 });
  });

  it('reaches as far as the values, and never beyond the scale', () => {
    expect(valueScale([25, 70])).toEqual({ low: 20, high: 80 });
    expect(valueScale([1, 100])).toEqual({ low: 0, high: 100 });
    expect(tensOf({ low: 40, high: 80 })).toEqual([40, 50, 60, 70, 80]);
  });
});

describe('the dates below', () => {
  const ticks = (...instants: string[]) =>
    timeTicks(
      instants.map((measuredAt, id) => ({ id: String(id), value: 60, measuredAt })).reverse(),
      'Europe/Paris',
    );

  it('are the beginnings of months when there are several', () => {
    const found = ticks('2026-03-02T08:30:00Z', '2026-06-01T08:30:00Z');
    expect(found.map(({ label }) => label)).toEqual(['avr. 2026', 'mai 2026', 'juin 2026']);
    expect(found[0]?.at).toBeCloseTo(0.326, 2);
  });

  it('are five at most, on round months', () => {
    const found = ticks('2024-11-15T08:30:00Z', '2026-11-15T08:30:00Z');
    expect(found.map(({ label }) => label)).toEqual(['janv. 2025', 'juil. 2025', 'janv. 2026', 'juil. 2026']);
  });

  it('are the first and the last day of less, or the only one', () => {
    expect(ticks('2026-03-02T08:30:00Z', '2026-05-20T08:30:00Z')).toEqual([
      { at: 0, label: '2 mars 2026' },
      { at: 1, label: '20 mai 2026' },
    ]);
    expect(ticks('2026-03-02T08:30:00Z')).toEqual([{ at: 0.5, label: '2 mars 2026' }]);
    expect(ticks('2026-03-02T08:30:00Z', '2026-03-02T09:30:00Z')).toHaveLength(1);
  });
});
