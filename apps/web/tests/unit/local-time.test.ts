import { describe, expect, it } from 'vitest';
import {
  addDays,
  instantAt,
  isCalendarDate,
  localDate,
  localTime,
  mondayOf,
} from '../../src/features/practice/local-time.ts';

const PARIS = 'Europe/Paris';

describe('the clock of a practice', () => {
  it.each([
    ['2026-07-14', '09:00', PARIS, '2026-07-14T07:00:00.000Z'],
    ['2026-12-24', '09:00', PARIS, '2026-12-24T08:00:00.000Z'],
    ['2026-12-31', '23:30', 'America/Montreal', '2027-01-01T04:30:00.000Z'],
    ['2026-06-01', '08:45', 'Asia/Kathmandu', '2026-06-01T03:00:00.000Z'],
    ['2026-06-01', '00:00', 'Pacific/Auckland', '2026-05-31T12:00:00.000Z'],
  ])('shows %s %s (%s) at one instant', (date, time, zone, instant) => {
    expect(instantAt(date, time, zone)?.toISOString()).toBe(instant);
    expect([localDate(instant, zone), localTime(instant, zone)]).toEqual([date, time]);
  });

  it('leaps over an hour in spring', () => {
    expect(instantAt('2026-03-29', '01:59', PARIS)?.toISOString()).toBe('2026-03-29T00:59:00.000Z');
    expect(instantAt('2026-03-29', '02:30', PARIS)).toBeNull();
    expect(instantAt('2026-03-29', '03:00', PARIS)?.toISOString()).toBe('2026-03-29T01:00:00.000Z');
  });

  it('shows an hour twice in autumn, of which the first is meant', () => {
    expect(instantAt('2026-10-25', '02:30', PARIS)?.toISOString()).toBe('2026-10-25T00:30:00.000Z');
    expect(instantAt('2026-10-25', '03:00', PARIS)?.toISOString()).toBe('2026-10-25T02:00:00.000Z');
  });
});

describe('a calendar day', () => {
  it('is one that exists', () => {
    expect(isCalendarDate('2028-02-29')).toBe(true);
    for (const text of ['2026-02-29', '2026-13-01', '2026-1-1', '20260101', '', null, '2026-01-01T00:00']) {
      expect(isCalendarDate(text), String(text)).toBe(false);
    }
  });

  it('belongs to the week that starts on its Monday', () => {
    expect(mondayOf('2026-11-23')).toBe('2026-11-23');
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(mondayOf('2027-01-01')).toBe('2026-12-28');
  });

  it('is followed by the next one, on days of 23 and 25 hours too', () => {
    expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
    expect(addDays('2026-10-25', 1)).toBe('2026-10-26');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });
});
