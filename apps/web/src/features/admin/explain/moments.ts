import { frenchDate } from '../../practice/french-date.ts';
import { addDays, localDate } from '../../practice/local-time.ts';

/**
 * A moment to come, ready for a sentence, on the clock of the person whom it concerns.
 * @param at ISO 8601 instant
 * @param clock the person's time zone, and the reader's: a zone that is not the reader's is named
 * @param now what « demain » is counted from; left out for a moment that is to be told by its date
 */
export function moment(at: string, clock: { timeZone: string; readerZone: string }, now?: Date) {
  const { timeZone, readerZone } = clock;
  const date = new Date(at);
  const time = frenchDate(date, { timeStyle: 'short', timeZone });
  const zone = timeZone === readerZone ? '' : ` (${timeZone.replaceAll('_', ' ')})`;
  const said = (of: string, until: string) => ({
    of: `${of} ${time}${zone}`,
    until: `${until} ${time}${zone}`,
  });
  const day = localDate(date, timeZone);
  const today = now && localDate(now, timeZone);
  if (day === today) return said('d’aujourd’hui', 'jusqu’à');
  if (today && day === addDays(today, 1)) return said('de demain', 'jusqu’à demain');
  const name = frenchDate(date, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(now === undefined && { year: 'numeric' }),
    timeZone,
  });
  return said(`du ${name}`, `jusqu’au ${name}`);
}
