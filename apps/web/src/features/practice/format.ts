import { frenchDate, frenchDateRange } from './french-date.ts';

/** Dates and names as a French reader expects them. Times are told in the practice's own time zone. */

/** @param date ISO 8601 instant */
export function formatInstant(date: string, timeZone: string): string {
  return frenchDate(new Date(date), { dateStyle: 'medium', timeStyle: 'short', timeZone });
}

/** @param date ISO 8601 instant */
export function formatDay(date: string, timeZone: string): string {
  return frenchDate(new Date(date), { dateStyle: 'medium', timeZone });
}

/** @param date ISO 8601 instant */
export function formatTime(date: string, timeZone: string): string {
  return frenchDate(new Date(date), { timeStyle: 'short', timeZone });
}

/** @param date calendar date `YYYY-MM-DD`, which has no time zone */
export function formatCalendarDate(date: string): string {
  return frenchDate(new Date(date), { dateStyle: 'long', timeZone: 'UTC' });
}

/**
 * Completed years on a day.
 * @param birthDate calendar date `YYYY-MM-DD`
 */
export function age(birthDate: string, today: Date = new Date()): number {
  const [year = 0, month = 1, day = 1] = birthDate.split('-').map(Number);
  const years = today.getUTCFullYear() - year;
  const hadBirthday =
    today.getUTCMonth() + 1 > month || (today.getUTCMonth() + 1 === month && today.getUTCDate() >= day);
  return hadBirthday ? years : years - 1;
}

export function fullName({ firstName, lastName }: { firstName: string; lastName: string }): string {
  return `${firstName} ${lastName}`;
}

export function count(n: number, one: string, many: string): string {
  return `${new Intl.NumberFormat('fr-FR').format(n)} ${n > 1 ? many : one}`;
}

/**
 * With its day of the week.
 * @param date calendar date `YYYY-MM-DD`
 * @param today the same; a date of another year is told with its year. Left out where the year stands beside it
 */
export function formatWeekday(date: string, today = date): string {
  const isOtherYear = date.slice(0, 4) !== today.slice(0, 4);
  return frenchDate(new Date(date), {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(isOtherYear && { year: 'numeric' }),
    timeZone: 'UTC',
  });
}

/** Calendar dates `YYYY-MM-DD`, the first and the last of a time. */
export function formatDateRange(first: string, last: string): string {
  return frenchDateRange(new Date(first), new Date(last), { dateStyle: 'long', timeZone: 'UTC' });
}

/** @param date calendar date `YYYY-MM-DD` */
export function formatMonth(date: string): string {
  return frenchDate(new Date(date), { month: 'short', year: 'numeric', timeZone: 'UTC' });
}
