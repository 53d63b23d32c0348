import { useState } from 'react';
import type { NotificationRow } from '../../store/types.ts';

interface HeldRows {
  /** The rows to show. */
  rows: NotificationRow[];
  /** How many new ones wait above them. */
  heldCount: number;
  /** Keeps new rows out from now on: the list must not move under someone's finger. */
  hold: () => void;
  /** Lets in what waits, and keeps out what comes after it. */
  renew: () => void;
  /** Lets everything in, also what comes later. */
  release: () => void;
}

/** Holds back new rows while the list is being read, so that they can be offered instead of pushed in. */
export function useHeldRows(notifications: NotificationRow[]): HeldRows {
  const [known, setKnown] = useState<ReadonlySet<string> | null>(null);
  const renew = () => setKnown(new Set(notifications.map(({ id }) => id)));
  // Nothing known is left (the list was empty, or everything was archived): nothing can jump.
  const heldCount = Math.max(0, known ? notifications.findIndex(({ id }) => known.has(id)) : 0);
  return {
    rows: heldCount > 0 ? notifications.slice(heldCount) : notifications,
    heldCount,
    hold: () => known ?? renew(),
    renew,
    release: () => setKnown(null),
  };
}
