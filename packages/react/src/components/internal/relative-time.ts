import type { Translator } from '../../messages/translator.ts';

/** How dates are written, and where. */
type Style = Pick<Translator, 'locale'> & Partial<Pick<Translator, 'timeZone'>>;

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Writes the day of a moment in a time zone (undefined: the reader's own) as `YYYY-MM-DD`, as Swedes do. */
export const dayIn = (timeZone: string | undefined) => new Intl.DateTimeFormat('sv', { timeZone }).format;

/**
 * "il y a 5 minutes", "hier", and after a week the date.
 *
 * @param now ms since the epoch; a date ahead of it (the clocks differ) reads as `justNow`
 * @param messages with words for less than a minute, which `Intl` would count in seconds
 */
export function relativeTime(
  date: Date,
  now: number,
  { locale, timeZone, messages }: Style & { messages: { justNow: string } },
): string {
  const elapsed = now - date.getTime();
  if (elapsed < MINUTE) return messages.justNow;
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (elapsed < HOUR) return relative.format(-Math.floor(elapsed / MINUTE), 'minute');
  if (elapsed < DAY) return relative.format(-Math.floor(elapsed / HOUR), 'hour');
  const dayOf = dayIn(timeZone);
  const day = dayOf(date);
  const today = dayOf(now);
  const days = nights(day, today);
  if (days < 7) return relative.format(-days, 'day');
  const year = day.slice(0, 4) === today.slice(0, 4) ? undefined : 'numeric';
  return write(date, locale, { day: 'numeric', month: 'short', year, timeZone });
}

/** As `Intl` does it, but for the first of a month, which the French call "1er". */
function write(date: Date, locale: string, options: Intl.DateTimeFormatOptions): string {
  const parts = new Intl.DateTimeFormat(locale, options).formatToParts(date);
  const first = locale.startsWith('fr') ? '1er' : '1';
  return parts.map(({ type, value }) => (type + value === 'day1' ? first : value)).join('');
}

/** Nights between two days: at 3 o'clock, 30 hours ago is not "yesterday". */
const nights = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / DAY;

/** The whole date and time, for a `title`. */
export function fullDate(date: Date, { locale, timeZone }: Style): string {
  return write(date, locale, { dateStyle: 'full', timeStyle: 'short', timeZone });
}

/** A moment to come, as short as it is clear: "18:00", "mar. 08:00", "mar. 15 déc. à 08:00". */
export function comingTime(date: Date, now: number, { locale, timeZone }: Style): string {
  const dayOf = dayIn(timeZone);
  const days = nights(dayOf(now), dayOf(date));
  return write(date, locale, {
    hour: 'numeric',
    minute: '2-digit',
    weekday: days > 0 ? 'short' : undefined,
    day: days > 6 ? 'numeric' : undefined,
    month: days > 6 ? 'short' : undefined,
    timeZone,
  });
}
