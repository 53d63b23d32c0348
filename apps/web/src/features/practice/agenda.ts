import { z } from 'zod';
import { addDays, instantAt, isCalendarDate, localDate, mondayOf } from './local-time.ts';
import type { AgendaEntry } from './types.ts';

export type AgendaView = 'jour' | 'semaine';

/** What the address of the agenda asks for. */
export interface AgendaQuery {
  view: AgendaView;
  /** `YYYY-MM-DD`, a day of what is shown. */
  date: string;
  practitionerId: string | undefined;
}

/** Beyond these, calendars and clocks are not what they are now. */
const EARLIEST = '1900-01-01';
const LATEST = '2200-01-01';

type Search = Record<string, string | string[] | undefined>;

/** Reads an address; what it does not say, or says in a way that means nothing, is this week of everybody's. */
export function readAgendaQuery(search: Search, today: string): AgendaQuery {
  const { vue, date, praticien } = search;
  return {
    view: vue === 'jour' ? 'jour' : 'semaine',
    date: isCalendarDate(date) && date > EARLIEST && date < LATEST ? date : today,
    practitionerId: z.guid().safeParse(praticien).data,
  };
}

/** The address of an agenda. */
export function agendaHref({ view, date, practitionerId }: AgendaQuery): string {
  const search = new URLSearchParams({ vue: view, date });
  if (practitionerId !== undefined) search.set('praticien', practitionerId);
  return `/rendez-vous?${search}`;
}

/** The calendar days that are shown. */
export function daysOf({ view, date }: AgendaQuery): string[] {
  if (view === 'jour') return [date];
  const monday = mondayOf(date);
  return [0, 1, 2, 3, 4, 5, 6].map((day) => addDays(monday, day));
}

/** From the first moment of the first day to the first after the last, by the practice's clock. */
export function spanOf(days: string[], timeZone: string): { from: Date; to: Date } {
  const [first = ''] = days;
  return { from: startOf(first, timeZone), to: startOf(addDays(days.at(-1) ?? first, 1), timeZone) };
}

/** Somewhere clocks go forward at midnight: the day then starts at one. */
const startOf = (date: string, timeZone: string): Date =>
  instantAt(date, '00:00', timeZone) ?? instantAt(date, '01:00', timeZone) ?? new Date(`${date}T00:00:00Z`);

/** Entries by day. A week-end on which there is nothing is left out of a week, unless it was asked for. */
export function byDay(entries: AgendaEntry[], query: AgendaQuery, timeZone: string) {
  const isEmptyWeekend = (date: string, found: AgendaEntry[]) =>
    query.view === 'semaine' &&
    found.length === 0 &&
    date !== query.date &&
    date > addDays(mondayOf(date), 4);
  return daysOf(query)
    .map((date) => ({
      date,
      entries: entries.filter(({ startsAt }) => localDate(startsAt, timeZone) === date),
    }))
    .filter(({ date, entries: found }) => !isEmptyWeekend(date, found));
}
