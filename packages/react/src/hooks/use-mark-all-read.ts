'use client';

import { useNotificationsContext } from './context.ts';
import { EVERY_ORGANISATION } from './keys.ts';
import { useOptimisticWrite } from './use-optimistic-write.ts';

/** `mutate()` marks everything in the provider's scope read, loaded or not; undone when refused. */
export function useMarkAllRead() {
  const { organisationId } = useNotificationsContext().scope;
  return useOptimisticWrite<void>({
    write: (api) => api.markAllRead(organisationId ? { organisationId } : {}),
    change: (row) =>
      row.is_read || (organisationId !== undefined && row.organisation_id !== organisationId)
        ? row
        : { ...row, is_read: true, read_at: new Date().toISOString() },
    options: { readAll: organisationId ?? EVERY_ORGANISATION },
  });
}
