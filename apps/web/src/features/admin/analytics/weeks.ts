import { dayOf } from '../explain/moments.ts';

const DAY = 24 * 3600 * 1000;

/** A calendar day counted on the calendar, where every day has 24 hours: `YYYY-MM-DD`. */
const atMidnight = (day: string) => Date.parse(`${day}T00:00:00Z`);
const plusDays = (day: string, days: number) =>
  new Date(atMidnight(day) + days * DAY).toISOString().slice(0, 10);

/**
 * The Mondays of the last weeks, oldest first; the last one is of the week that runs now.
 * @param timeZone the clock by which a week begins
 */
export function lastWeeks(count: number, now: Date, timeZone: string): string[] {
  const today = dayOf(now, timeZone);
  const monday = plusDays(today, -((new Date(atMidnight(today)).getUTCDay() + 6) % 7));
  return Array.from({ length: count }, (_, week) => plusDays(monday, (week + 1 - count) * 7));
}

/** As a French reader writes it: the first of a month is « 1er ». */
const written = (day: string, options: Intl.DateTimeFormatOptions) =>
  new Intl.DateTimeFormat('fr-FR', { ...options, timeZone: 'UTC' })
    .format(atMidnight(day))
    .replace(/^1(?=\s)/, '1er');

/** Under a column: « 16 nov. ». */
export const shortDay = (day: string): string => written(day, { day: 'numeric', month: 'short' });

/** In a column of days: « 16 nov. 2026 ». */
export const fullDay = (day: string): string => written(day, { dateStyle: 'medium' });

/** A week in words: « semaine du 16 novembre 2026 ». */
export const weekName = (monday: string): string => `semaine du ${written(monday, { dateStyle: 'long' })}`;

/** From the first Monday to the last Sunday: « du 31 août au 22 novembre 2026 ». */
export function spanName(mondays: string[]): string {
  const first = mondays[0] ?? '';
  const last = plusDays(mondays.at(-1) ?? '', 6);
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  const from = written(first, { day: 'numeric', month: 'long', ...(!sameYear && { year: 'numeric' }) });
  return `du ${from} au ${written(last, { dateStyle: 'long' })}`;
}
