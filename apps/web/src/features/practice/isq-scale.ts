import { formatDay, formatMonth } from './format.ts';
import { addDays, localDate } from './local-time.ts';
import type { Measurement } from './types.ts';

/** Part of the ISQ scale that a chart shows. */
export interface ValueScale {
  low: number;
  high: number;
}

const STEP = 10;
/** The two thresholds and some room around them are always in sight. */
const ALWAYS = { low: 45, high: 75 };
const ROOM = 4;

/** The part of the scale from 0 to 100 that these values need, in whole tens. */
export function valueScale(values: readonly number[]): ValueScale {
  const low = Math.min(ALWAYS.low, ...values.map((value) => value - ROOM));
  const high = Math.max(ALWAYS.high, ...values.map((value) => value + ROOM));
  return {
    low: Math.max(0, Math.floor(low / STEP) * STEP),
    high: Math.min(100, Math.ceil(high / STEP) * STEP),
  };
}

/** The tens of a scale, from below. */
export const tensOf = ({ low, high }: ValueScale): number[] =>
  Array.from({ length: (high - low) / STEP + 1 }, (_, index) => low + index * STEP);

export interface Tick {
  /** Part of the way from the first to the last measurement, 0 to 1. */
  at: number;
  label: string;
}

const MOST_TICKS = 5;
/** Months between two ticks. */
const MONTHS = [1, 2, 3, 6, 12, 24, 60, 120];

/**
 * Dates under a chart: beginnings of months when there are three or more, else its first and last day.
 * @param measurements newest first, at least one
 */
export function timeTicks(measurements: readonly Measurement[], timeZone: string): Tick[] {
  const last = measurements[0]?.measuredAt ?? '';
  const first = measurements.at(-1)?.measuredAt ?? last;
  const [start, end] = [Date.parse(first), Date.parse(last)];
  const starts = monthsBetween(localDate(first, timeZone), localDate(last, timeZone));
  if (starts.length < 3) {
    const days = [
      { at: 0, label: formatDay(first, timeZone) },
      { at: 1, label: formatDay(last, timeZone) },
    ];
    return days[0]?.label === days[1]?.label ? [{ at: 0.5, label: formatDay(first, timeZone) }] : days;
  }
  const every = MONTHS.find((months) => starts.length / months <= MOST_TICKS) ?? MOST_TICKS * 120;
  return starts
    .filter((month) => monthNumber(month) % every === 0)
    .map((month) => ({
      // The hour of midnight there does not show on a scale of months.
      at: (Date.parse(`${month}T00:00:00Z`) - start) / (end - start),
      label: formatMonth(month),
    }))
    .filter(({ at }) => at >= 0 && at <= 1);
}

const monthNumber = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;

/** First days of the months after a day, up to another. */
function monthsBetween(first: string, last: string): string[] {
  const months: string[] = [];
  for (let month = nextMonth(first); month <= last; month = nextMonth(month)) months.push(month);
  return months;
}

/** The first of the month after a day: 31 days after the first of a month are always in the next. */
const nextMonth = (date: string): string => `${addDays(`${date.slice(0, 7)}-01`, 31).slice(0, 7)}-01`;
