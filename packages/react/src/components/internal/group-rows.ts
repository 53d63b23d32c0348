import type { NotificationRow } from '../../store/types.ts';

/** A shorter run is read faster than it is unfolded. */
const SHORTEST_RUN = 4;

/** Runs of neighbours that say the same of the same subject on the same day; what is alike less often stays alone. */
export function groupRows(rows: readonly NotificationRow[]): NotificationRow[][] {
  const runs: NotificationRow[][] = [];
  for (const row of rows) {
    const run = runs.at(-1);
    if (run && isAlike(run[0] as NotificationRow, row)) run.push(row);
    else runs.push([row]);
  }
  return runs.flatMap((run) => (run.length < SHORTEST_RUN ? run.map((row) => [row]) : [run]));
}

function isAlike(one: NotificationRow, other: NotificationRow): boolean {
  const subject = (row: NotificationRow) => row.patient_id ?? row.entity_id;
  return (
    one.type === other.type &&
    one.organisation_id === other.organisation_id &&
    subject(one) !== null &&
    subject(one) === subject(other) &&
    new Date(one.created_at).toDateString() === new Date(other.created_at).toDateString()
  );
}
