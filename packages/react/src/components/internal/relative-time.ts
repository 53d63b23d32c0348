const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/**
 * "il y a 5 minutes", "hier", and after a week the date.
 *
 * @param now ms since the epoch; a date ahead of it (the clocks differ) reads as `justNow`
 * @param justNow words for less than a minute, which `Intl` would count in seconds
 */
export function relativeTime(date: Date, now: number, locale: string, justNow: string): string {
  const elapsed = now - date.getTime();
  if (elapsed < MINUTE) return justNow;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (elapsed < HOUR) return relative.format(-Math.floor(elapsed / MINUTE), 'minute');
  if (elapsed < DAY) return relative.format(-Math.floor(elapsed / HOUR), 'hour');
  const days = calendarDays(date, new Date(now));
  if (days < 7) return relative.format(-days, 'day');
  const sameYear = date.getFullYear() === new Date(now).getFullYear();
  return new Intl.DateTimeFormat(locale, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  }).format(date);
}

/** Nights between two moments: at 3 o'clock, 30 hours ago is not "yesterday". */
function calendarDays(from: Date, to: Date): number {
  const midnight = (date: Date) => new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
  // Rounded, because a day of a clock change has 23 or 25 hours.
  return Math.round((midnight(to) - midnight(from)) / DAY);
}

/** The whole date and time, for a `title`. */
export function fullDate(date: Date, locale: string): string {
  return new Intl.DateTimeFormat(locale, { dateStyle: 'full', timeStyle: 'short' }).format(date);
}
