import { useEffect, useRef } from 'react';
import { useMarkSeen } from '../../hooks/use-mark-seen.ts';
import type { NotificationRow } from '../../store/types.ts';

const BATCH = 100;

/** Tells the server, once a row, which rows this inbox has shown. */
export function useMarkShownSeen(rows: NotificationRow[]): void {
  const sent = useRef(new Set<string>());
  const { mutate } = useMarkSeen();
  useEffect(() => {
    const ids = rows.filter((row) => row.seen_at === null && !sent.current.has(row.id)).map((row) => row.id);
    for (const id of ids) sent.current.add(id);
    for (let from = 0; from < ids.length; from += BATCH) mutate(ids.slice(from, from + BATCH));
  }, [rows, mutate]);
}
