import type { NotificationRow } from '../../store/types.ts';
import { dayIn } from './relative-time.ts';

/** A shorter run is read faster than it is unfolded. */
const SHORTEST_RUN = 4;

/** Runs of neighbours that say the same of the same subject on the same day; what is alike less often stays alone. */
export function groupRows(rows: readonly NotificationRow[], timeZone?: string): NotificationRow[][] {
  const dayOf = dayIn(timeZone);
  // What has no subject is like nothing else.
  const likenessOf = (row: NotificationRow) =>
    [
      row.type,
      row.organisation_id,
      row.patient_id ?? row.entity_id ?? row.id,
      dayOf(new Date(row.created_at)),
    ].join();
  const runs: NotificationRow[][] = [];
  let likeness: string | undefined;
  for (const row of rows) {
    const last = likeness;
    likeness = likenessOf(row);
    if (likeness === last) runs.at(-1)?.push(row);
    else runs.push([row]);
  }
  return runs.flatMap((run) => (run.length < SHORTEST_RUN ? run.map((row) => [row]) : [run]));
}
