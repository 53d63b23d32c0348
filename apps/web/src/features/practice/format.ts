/** Dates and names as a French reader expects them. Times are told in the practice's own time zone. */

/** @param date ISO 8601 instant */
export function formatInstant(date: string, timeZone: string): string {
  return new Intl.DateTimeFormat('fr-FR', { dateStyle: 'medium', timeStyle: 'short', timeZone }).format(
    new Date(date),
  );
}

/** @param date ISO 8601 instant */
export function formatDay(date: string, timeZone: string): string {
  return new Intl.DateTimeFormat('fr-FR', { dateStyle: 'medium', timeZone }).format(new Date(date));
}

/** @param date ISO 8601 instant */
export function formatTime(date: string, timeZone: string): string {
  return new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone }).format(new Date(date));
}

/** @param date calendar date `YYYY-MM-DD`, which has no time zone */
export function formatCalendarDate(date: string): string {
  return new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(date));
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

/** @param date calendar date `YYYY-MM-DD`, written with its day of the week */
export function formatWeekday(date: string): string {
  return new Intl.DateTimeFormat('fr-FR', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    timeZone: 'UTC',
  }).format(new Date(date));
}

/** Calendar dates `YYYY-MM-DD`, the first and the last of a time. */
export function formatDateRange(first: string, last: string): string {
  return new Intl.DateTimeFormat('fr-FR', { dateStyle: 'long', timeZone: 'UTC' }).formatRange(
    new Date(first),
    new Date(last),
  );
}

/** @param date calendar date `YYYY-MM-DD` */
export function formatMonth(date: string): string {
  return new Intl.DateTimeFormat('fr-FR', { month: 'short', year: 'numeric', timeZone: 'UTC' }).format(
    new Date(date),
  );
}
