import { formatCalendarDate } from './format.ts';

/** When an implant was placed, as far as that is known. */
export function PlacedOn({ date }: { date: string | null }) {
  if (date === null) return 'Date de pose inconnue';
  return (
    <>
      Posé le <time dateTime={date}>{formatCalendarDate(date)}</time>
    </>
  );
}
