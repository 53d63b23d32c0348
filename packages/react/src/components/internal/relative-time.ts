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
  const today = new Date(now);
  const days = calendarDays(date, today);
  if (days < 7) return relative.format(-days, 'day');
  const year = date.getFullYear() === today.getFullYear() ? undefined : 'numeric';
  return date.toLocaleDateString(locale, { day: 'numeric', month: 'short', year });
}

/** Nights between two moments: at 3 o'clock, 30 hours ago is not "yesterday". */
function calendarDays(from: Date, to: Date): number {
  // Rounded, because a day of a clock change has 23 or 25 hours.
  return Math.round((new Date(to).setHours(0, 0, 0, 0) - new Date(from).setHours(0, 0, 0, 0)) / DAY);
}

/** The whole date and time, for a `title`. */
export function fullDate(date: Date, locale: string): string {
  return date.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'short' });
}

/** A moment to come, as short as it is clear: "18:00", "mar. 08:00", "mar. 15 déc. à 08:00". */
export function comingTime(date: Date, now: number, locale: string): string {
  const days = calendarDays(new Date(now), date);
  return date.toLocaleString(locale, {
    hour: 'numeric',
    minute: '2-digit',
    weekday: days > 0 ? 'short' : undefined,
    day: days > 6 ? 'numeric' : undefined,
    month: days > 6 ? 'short' : undefined,
  });
}
