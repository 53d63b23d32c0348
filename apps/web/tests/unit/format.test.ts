import { describe, expect, it } from 'vitest';
import {
  age,
  count,
  formatCalendarDate,
  formatDateRange,
  formatInstant,
  formatWeekday,
} from '../../src/features/practice/format.ts';

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
    expect(formatCalendarDate('1960-03-01')).toBe('1er mars 1960');
  });

  it('sees the first of a month as « 1er », and no other day so', () => {
    expect(formatCalendarDate('2026-11-01')).toBe('1er novembre 2026');
    expect(formatCalendarDate('2026-11-11')).toBe('11 novembre 2026');
    expect(formatInstant('2026-11-01T10:01:00Z', 'Europe/Paris')).toMatch(/^1er nov\. 2026.*11:01/);
    expect(formatDateRange('2026-06-01', '2026-06-07')).toMatch(/^1er.7 juin 2026$/);
    expect(formatDateRange('2026-06-29', '2026-07-01')).toMatch(/^29 juin\s.\s1er juillet 2026$/);
  });

  it('sees the year of a weekday when it is not this one', () => {
    expect(formatWeekday('2026-03-01', '2026-11-21')).toBe('dimanche 1er mars');
    expect(formatWeekday('2031-03-12', '2026-11-21')).toBe('mercredi 12 mars 2031');
    expect(formatWeekday('2031-03-12')).toBe('mercredi 12 mars');
  });

  it('counts none and one in the singular', () => {
    expect([0, 1, 2].map((n) => count(n, 'patient', 'patients'))).toEqual([
      '0 patient',
      '1 patient',
      '2 patients',
    ]);
  });
});
