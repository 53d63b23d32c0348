'use client';

import { useOptimisticWrite } from './use-optimistic-write.ts';

/** `mutate(id)` marks one notification read: at once on screen, undone when the server refuses. */
export function useMarkRead() {
  return useOptimisticWrite<string>({
    write: (api, id) => api.markRead(id),
    change: (row, id) =>
      row.id === id && !row.is_read ? { ...row, is_read: true, read_at: new Date().toISOString() } : row,
  });
}
