'use client';

import { useMutation } from '@tanstack/react-query';
import { useNotificationsContext } from './context.ts';

/**
 * `mutate(ids)` records that rows were shown. Nothing on screen depends on it: a failure is left to the
 * next opening, which sends the same ids again.
 */
export function useMarkSeen() {
  const { api } = useNotificationsContext();
  return useMutation<void, Error, string[]>({ mutationFn: (ids) => api.markSeen(ids) });
}
