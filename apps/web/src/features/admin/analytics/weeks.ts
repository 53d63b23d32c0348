import { frenchDate } from '../../practice/french-date.ts';
import { addDays, localDate, mondayOf } from '../../practice/local-time.ts';

/**
 * The Mondays of the last weeks, oldest first; the last one is of the week that runs now.
 * @param timeZone the clock by which a week begins
 */
export function lastWeeks(count: number, now: Date, timeZone: string): string[] {
  const monday = mondayOf(localDate(now, timeZone));
  return Array.from({ length: count }, (_, week) => addDays(monday, (week + 1 - count) * 7));
}

const written = (day: string, options: Intl.DateTimeFormatOptions) =>
  frenchDate(new Date(day), { ...options, timeZone: 'UTC' });

/** Under a column: « 16 nov. ». */
export const shortDay = (day: string): string => written(day, { day: 'numeric', month: 'short' });

/** In a column of days: « 16 nov. 2026 ». */
export const fullDay = (day: string): string => written(day, { dateStyle: 'medium' });

/** A week in words: « semaine du 16 novembre 2026 ». */
export const weekName = (monday: string): string => `semaine du ${written(monday, { dateStyle: 'long' })}`;

/** From the first Monday to the last Sunday: « du 31 août au 22 novembre 2026 ». */
export function spanName(mondays: string[]): string {
  const first = mondays[0] ?? '';
  const last = addDays(mondays.at(-1) ?? '', 6);
  const sameYear = first.slice(0, 4) === last.slice(0, 4);
  const from = written(first, { day: 'numeric', month: 'long', ...(!sameYear && { year: 'numeric' }) });
  return `du ${from} au ${written(last, { dateStyle: 'long' })}`;
}
