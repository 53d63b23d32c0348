import { useCallback, useState } from 'react';
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
  const firstKnown = known ? notifications.findIndex((row) => known.has(row.id)) : 0;
  // Nothing known is left (the list was empty, or everything was archived): nothing can jump.
  const heldCount = Math.max(0, firstKnown);
  return {
    rows: heldCount > 0 ? notifications.slice(heldCount) : notifications,
    heldCount,
    hold: useCallback(() => setKnown((current) => current ?? idsOf(notifications)), [notifications]),
    renew: useCallback(() => setKnown(idsOf(notifications)), [notifications]),
    release: useCallback(() => setKnown(null), []),
  };
}

function idsOf(rows: NotificationRow[]): ReadonlySet<string> {
  return new Set(rows.map((row) => row.id));
}
