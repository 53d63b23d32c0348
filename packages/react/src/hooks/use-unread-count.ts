'use client';

import { useQuery } from '@tanstack/react-query';
import { useNotificationsContext } from './context.ts';
import { notificationKeys } from './keys.ts';
import { keptFreshByTheFeed } from './use-notifications.ts';

export interface UseUnreadCountResult {
  /** Exact; undefined until known. A cap such as "99+" is a matter of display. */
  count: number | undefined;
  status: 'pending' | 'error' | 'success';
  error: Error | null;
}

/** How many notifications of the provider's user and organisation are unread. */
export function useUnreadCount(): UseUnreadCountResult {
  const { api, scope } = useNotificationsContext();
  const { organisationId } = scope;
  const query = useQuery({
    queryKey: notificationKeys.unreadCount(scope),
    queryFn: ({ signal }) => api.unreadCount(organisationId ? { organisationId } : {}, { signal }),
    ...keptFreshByTheFeed,
  });
  return { count: query.data, status: query.status, error: query.error };
}
