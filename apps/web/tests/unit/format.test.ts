import { describe, expect, it } from 'vitest';
import { age, count, formatCalendarDate, formatInstant } from '../../src/features/practice/format.ts';

describe('an age', () => {
  it.each([
    ['the day before the birthday', '2026-03-11', 65],
    ['the birthday', '2026-03-12', 66],
    ['the day after', '2026-03-13', 66],
    ['an earlier month', '2026-02-28', 65],
  ])('on %s', (_when, today, years) => {
    expect(age('1960-03-12', new Date(`${today}T12:00:00Z`))).toBe(years);
  });
});

describe('a French reader', () => {
  it('sees an instant in the time zone of the practice', () => {
    expect(formatInstant('2026-11-20T23:30:00Z', 'Europe/Paris')).toMatch(/21 nov\. 2026.*00:30/);
  });

  it('sees a calendar date as it was written, wherever the server is', () => {
    expect(formatCalendarDate('1960-03-01')).toBe('1 mars 1960');
  });

  it('counts none and one in the singular', () => {
    expect([0, 1, 2].map((n) => count(n, 'patient', 'patients'))).toEqual([
      '0 patient',
      '1 patient',
      '2 patients',
    ]);
  });
});
