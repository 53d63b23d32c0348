/** The clock and the calendar of a practice: what people there call nine o'clock on Tuesday, as an instant, and back. */

const DAY_MS = 24 * 3600 * 1000;

/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isCalendarDate(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  // The 30th of February is read as the 2nd of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The calendar day so many days later, whatever the clocks do in between. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** The Monday of a day's week. */
export function mondayOf(date: string): string {
  return addDays(date, -((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7));
}

/** Calendar day of an instant on a clock, `YYYY-MM-DD`. */
export function localDate(instant: string | Date, timeZone: string): string {
  return partsOf(new Date(instant), timeZone).date;
}

/** Time of an instant on a clock, `HH:MM`. */
export function localTime(instant: string | Date, timeZone: string): string {
  return partsOf(new Date(instant), timeZone).time;
}

/**
 * The instant at which a clock shows a time. Of an hour that comes twice, the first.
 * @param date `YYYY-MM-DD`
 * @param time `HH:MM`
 * @returns null for a time that the clock leaps over
 */
export function instantAt(date: string, time: string, timeZone: string): Date | null {
  const asIfUtc = Date.parse(`${date}T${time}:00Z`);
  // The clock's distance from UTC changes at most once within two days.
  const offsets = [asIfUtc - DAY_MS, asIfUtc + DAY_MS].map((at) => offsetAt(at, timeZone));
  for (const offset of offsets.sort((a, b) => b - a)) {
    const instant = new Date(asIfUtc - offset);
    const shown = partsOf(instant, timeZone);
    if (shown.date === date && shown.time === time) return instant;
  }
  return null;
}

/** Milliseconds by which a clock is ahead of UTC. */
function offsetAt(time: number, timeZone: string): number {
  const minute = Math.floor(time / 60_000) * 60_000;
  const shown = partsOf(new Date(minute), timeZone);
  return Date.parse(`${shown.date}T${shown.time}:00Z`) - minute;
}

function partsOf(instant: Date, timeZone: string): { date: string; time: string } {
  const parts = new Intl.DateTimeFormat('en-GB', {
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZone,
  }).formatToParts(instant);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    date: `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}
