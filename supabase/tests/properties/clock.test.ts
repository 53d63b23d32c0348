import { describe, expect, it } from 'vitest';
import { addDays, momentOf, wallClock, weekday } from './clock.ts';

const at = (iso: string): number => Date.parse(iso);
const shows = (zone: string, date: string, time: string): string =>
  new Date(momentOf({ date, time }, zone)).toISOString().replace('.000Z', 'Z');

describe('the clock of the model', () => {
  it('shows a moment as the wall clock of a zone does', () => {
    expect(wallClock(at('2026-07-01T22:30:15Z'), 'Europe/Paris')).toEqual({
      date: '2026-07-02',
      time: '00:30:15',
    });
    expect(wallClock(at('2026-01-01T00:00:00Z'), 'Asia/Kathmandu')).toEqual({
      date: '2026-01-01',
      time: '05:45:00',
    });
  });

  it('finds the moment of an ordinary time of day', () => {
    expect(shows('Europe/Paris', '2026-01-15', '08:00:00')).toBe('2026-01-15T07:00:00Z');
    expect(shows('Europe/Paris', '2026-07-15', '08:00:00')).toBe('2026-07-15T06:00:00Z');
    expect(shows('Pacific/Auckland', '2026-06-02', '08:00:00')).toBe('2026-06-01T20:00:00Z');
  });

  it('moves an hour that is skipped to the hour after it', () => {
    expect(shows('Europe/Paris', '2026-03-29', '01:59:59')).toBe('2026-03-29T00:59:59Z');
    // 02:30 is shown by no clock that day: 03:30 summer time.
    expect(shows('Europe/Paris', '2026-03-29', '02:30:00')).toBe('2026-03-29T01:30:00Z');
    expect(shows('Europe/Paris', '2026-03-29', '03:00:00')).toBe('2026-03-29T01:00:00Z');
    expect(shows('America/Santiago', '2026-09-06', '00:30:00')).toBe('2026-09-06T04:30:00Z');
  });

  it('moves half an hour that is skipped by half an hour', () => {
    expect(shows('Australia/Lord_Howe', '2026-10-04', '02:15:00')).toBe('2026-10-03T15:45:00Z');
  });

  it('takes the later of two hours of the same name', () => {
    // 02:30 comes at 00:30 and at 01:30 UTC.
    expect(shows('Europe/Paris', '2026-10-25', '02:30:00')).toBe('2026-10-25T01:30:00Z');
    expect(shows('America/New_York', '2026-11-01', '01:00:00')).toBe('2026-11-01T06:00:00Z');
  });

  it('knows the days of the week and the ends of months', () => {
    expect(weekday('2026-11-23')).toBe(1);
    expect(weekday('2026-11-22')).toBe(7);
    expect(addDays('2026-02-28', 1)).toBe('2026-03-01');
    expect(addDays('2026-01-01', -1)).toBe('2025-12-31');
  });
});
