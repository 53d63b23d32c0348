// Time zones by the JavaScript engine's own tables (ICU), which share nothing with PostgreSQL's.

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What a clock on the wall and its calendar show. Both sort as text. */
export interface WallClock {
  /** YYYY-MM-DD */
  date: string;
  /** HH:MM:SS */
  time: string;
}

const formats = new Map<string, Intl.DateTimeFormat>();
function formatOf(zone: string): Intl.DateTimeFormat {
  let format = formats.get(zone);
  if (!format) {
    format = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
    formats.set(zone, format);
  }
  return format;
}

/** What the clock of a zone shows at a moment. */
export function wallClock(moment: number, zone: string): WallClock {
  const part: Partial<Record<Intl.DateTimeFormatPartTypes, string>> = {};
  for (const { type, value } of formatOf(zone).formatToParts(moment)) part[type] = value;
  return {
    date: `${part.year}-${part.month}-${part.day}`,
    time: `${part.hour}:${part.minute}:${part.second}`,
  };
}

/** How far the clock of a zone is ahead of UTC at a moment, in milliseconds. */
function offset(moment: number, zone: string): number {
  const { date, time } = wallClock(moment, zone);
  return Date.parse(`${date}T${time}Z`) - Math.floor(moment / 1000) * 1000;
}

/**
 * The moment when the clock of a zone shows a date and time. One that a change of clocks skips is moved by as much as
 * the clock was; of one that comes twice it is the later.
 */
export function momentOf({ date, time }: WallClock, zone: string): number {
  const asIfUtc = Date.parse(`${date}T${time}Z`);
  // Clocks change at most once in two days: what shows this time is one of these.
  const candidates = [asIfUtc - offset(asIfUtc - DAY, zone), asIfUtc - offset(asIfUtc + DAY, zone)];
  const shown = candidates.filter((moment) => {
    const clock = wallClock(moment, zone);
    return clock.date === date && clock.time === time;
  });
  return Math.max(...(shown.length > 0 ? shown : candidates));
}

/** The date that comes a number of days after another. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10);
}

/** ISO day of the week: 1 is Monday, 7 is Sunday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
}
