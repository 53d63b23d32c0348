/** Calendar day of an instant on a clock, `YYYY-MM-DD`. */
export const dayOf = (date: Date, timeZone: string) =>
  new Intl.DateTimeFormat('fr-CA', { dateStyle: 'short', timeZone }).format(date);

/** The day after a calendar day, whatever the clocks do in between. */
const dayAfter = (day: string) =>
  new Date(Date.parse(`${day}T00:00:00Z`) + 24 * 3600 * 1000).toISOString().slice(0, 10);

/**
 * A moment to come, ready for a sentence, on the clock of the person whom it concerns.
 * @param at ISO 8601 instant
 * @param clock the person's time zone, and the reader's: a zone that is not the reader's is named
 * @param now what « demain » is counted from; left out for a moment that is to be told by its date
 */
export function moment(at: string, clock: { timeZone: string; readerZone: string }, now?: Date) {
  const { timeZone, readerZone } = clock;
  const date = new Date(at);
  const time = new Intl.DateTimeFormat('fr-FR', { timeStyle: 'short', timeZone }).format(date);
  const zone = timeZone === readerZone ? '' : ` (${timeZone.replaceAll('_', ' ')})`;
  const said = (of: string, until: string) => ({
    of: `${of} ${time}${zone}`,
    until: `${until} ${time}${zone}`,
  });
  const day = dayOf(date, timeZone);
  const today = now && dayOf(now, timeZone);
  if (day === today) return said('d’aujourd’hui', 'jusqu’à');
  if (today && day === dayAfter(today)) return said('de demain', 'jusqu’à demain');
  const name = new Intl.DateTimeFormat('fr-FR', {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    ...(now === undefined && { year: 'numeric' }),
    timeZone,
  }).format(date);
  return said(`du ${name}`, `jusqu’au ${name}`);
}
