import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { comingTime, fullDate, relativeTime } from '../src/components/internal/relative-time.ts';
import { en } from '../src/en.ts';
import { fr } from '../src/index.ts';

beforeAll(() => void vi.stubEnv('TZ', 'Europe/Paris'));
afterAll(() => vi.unstubAllEnvs());

const now = new Date('2026-03-18T15:00:00+01:00');
const french = (iso: string, at: Date = now) =>
  relativeTime(new Date(iso), at.getTime(), { locale: 'fr', messages: fr });

describe('a date in French', () => {
  it.each([
    ['2026-03-18T14:59:30+01:00', 'à l’instant'],
    ['2026-03-18T14:59:00+01:00', 'il y a 1 minute'],
    ['2026-03-18T14:55:00+01:00', 'il y a 5 minutes'],
    ['2026-03-18T14:00:00+01:00', 'il y a 1 heure'],
    ['2026-03-17T16:00:00+01:00', 'il y a 23 heures'],
    ['2026-03-17T14:00:00+01:00', 'hier'],
    ['2026-03-16T23:00:00+01:00', 'avant-hier'],
    ['2026-03-15T15:00:00+01:00', 'il y a 3 jours'],
    ['2026-03-02T15:00:00+01:00', '2 mars'],
    ['2026-03-01T15:00:00+01:00', '1er mars'],
    ['2025-12-24T15:00:00+01:00', '24 déc. 2025'],
    ['2025-12-01T15:00:00+01:00', '1er déc. 2025'],
    ['2025-12-11T15:00:00+01:00', '11 déc. 2025'],
  ])('%s reads "%s"', (iso, words) => {
    expect(french(iso)).toBe(words);
  });

  it('is "à l’instant" when the server’s clock is ahead', () => {
    expect(french('2026-03-18T15:04:00+01:00')).toBe('à l’instant');
  });

  it('counts nights, not spans of 24 hours', () => {
    const threeInTheMorning = new Date('2026-03-18T03:00:00+01:00');
    expect(french('2026-03-16T21:00:00+01:00', threeInTheMorning)).toBe('avant-hier');
  });

  it('counts nights right across a change of clocks', () => {
    const afterTheChange = new Date('2026-03-30T09:00:00+02:00');
    expect(french('2026-03-28T23:30:00+01:00', afterTheChange)).toBe('avant-hier');
  });
});

it('speaks the language it is asked for', () => {
  const date = new Date('2026-03-17T14:00:00+01:00');
  expect(relativeTime(date, now.getTime(), { locale: 'en', messages: en })).toBe('yesterday');
});

it('calls the first of a month by its number in other languages', () => {
  const date = new Date('2026-03-01T14:00:00+01:00');
  expect(relativeTime(date, now.getTime(), { locale: 'en', messages: en })).toBe('Mar 1');
});

it.each([
  ['2026-03-18T14:05:00+01:00', 'mercredi 18 mars 2026 à 14:05'],
  ['2026-12-01T01:01:00+01:00', 'mardi 1er décembre 2026 à 01:01'],
])('writes the whole date for a tooltip: %s', (iso, words) => {
  expect(fullDate(new Date(iso), { locale: 'fr-FR' })).toBe(words);
});

describe('a moment to come', () => {
  const words = (day: number, hour: number, locale = 'fr') => {
    const noon = new Date(2026, 0, 14, 12).getTime();
    return comingTime(new Date(2026, 0, day, hour), noon, { locale }).replace(/\s/g, ' ');
  };

  it.each([
    [14, 18, /^18:00$/],
    [15, 8, /^jeu\. 0?8:00$/],
    [20, 8, /^mar\. 0?8:00$/],
    [21, 8, /^mer\. 21 janv\.,? (à )?0?8:00$/],
  ])('says no more than it needs: the %i at %i', (day, hour, expected) => {
    expect(words(day, hour)).toMatch(expected);
  });

  it('follows the locale', () => {
    expect(words(15, 18, 'en')).toBe('Thu 6:00 PM');
  });
});
