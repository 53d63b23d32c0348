import { useEffect, useRef } from 'react';
import { useMarkSeen } from '../../hooks/use-mark-seen.ts';
import type { NotificationRow } from '../../store/types.ts';

const BATCH = 100;

/** Tells the list which rows are around the screen, and the server, once a row, that the user has seen them. */
export function useShownRows(rows: NotificationRow[], setVisible: (ids: string[]) => void): void {
  const sent = useRef(new Set<string>());
  const { mutate } = useMarkSeen();
  useEffect(() => {
    setVisible(rows.map(({ id }) => id));
    const unseen = rows.filter(({ id, seen_at }) => !seen_at && !sent.current.has(id)).map(({ id }) => id);
    for (const id of unseen) sent.current.add(id);
    while (unseen.length > 0) mutate(unseen.splice(0, BATCH));
  }, [rows, setVisible, mutate]);
}
