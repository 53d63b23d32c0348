'use client';

import { useMemo } from 'react';
import { useNotificationsContext } from './context.ts';

/**
 * `mutate(ids)` records that rows, at most 100 at a time, were shown. Nothing on screen depends on it: a failure is
 * left to the next opening, which sends the same ids again.
 */
export function useMarkSeen(): { mutate: (ids: string[]) => void } {
  const { api } = useNotificationsContext();
  return useMemo(() => ({ mutate: (ids) => void api.markSeen(ids).catch(() => {}) }), [api]);
}
