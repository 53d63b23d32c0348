'use client';

import type { UnreadScope } from '../store/api.ts';
import { useUnreadCounts } from './use-unread-counts.ts';

export interface UseUnreadCountResult {
  /** Exact; undefined until known. A cap such as "99+" is a matter of display. */
  count: number | undefined;
  status: 'pending' | 'error' | 'success';
  error: Error | null;
}

/** How many notifications are unread, in the provider's organisation or in the given one, in one category or in all. */
export function useUnreadCount(scope?: UnreadScope): UseUnreadCountResult {
  const { total, status, error } = useUnreadCounts(scope);
  return { count: total, status, error };
}
