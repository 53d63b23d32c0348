'use client';

import { useOptimisticWrite } from './use-optimistic-write.ts';

/** `mutate(id)` takes one notification out of every list, unread or not; undone when refused. */
export function useArchiveNotification() {
  return useOptimisticWrite<string>({
    write: (api, id) => api.archive(id),
    change: (row, id) =>
      row.id === id && row.archived_at === null ? { ...row, archived_at: new Date().toISOString() } : row,
  });
}
