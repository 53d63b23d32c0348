'use client';

import { type InfiniteData, useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { NotificationFilters, NotificationPage } from '../store/api.ts';
import type { NotificationRow } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';
import { notificationKeys } from './keys.ts';

export interface UseNotificationsOptions extends NotificationFilters {
  /** Rows a page, 1-100. Default 20. */
  pageSize?: number;
  /** False = wait with fetching. Default true. */
  enabled?: boolean;
}

export interface UseNotificationsResult {
  /** Newest first, without duplicates. Empty until the first page has come. */
  notifications: NotificationRow[];
  status: 'pending' | 'error' | 'success';
  /** Also set when a later refetch failed and `notifications` shows what was known before. */
  error: Error | null;
  isFetching: boolean;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => void;
  refetch: () => void;
}

/** The notifications of the provider's user and organisation, page after page, kept fresh by the feed. */
export function useNotifications({
  pageSize = 20,
  enabled = true,
  ...filters
}: UseNotificationsOptions = {}): UseNotificationsResult {
  const { api, scope } = useNotificationsContext();
  const { organisationId } = scope;
  const query = useInfiniteQuery({
    queryKey: notificationKeys.list(scope, filters),
    queryFn: ({ pageParam, signal }) =>
      api.list(
        {
          ...filters,
          limit: pageSize,
          ...(pageParam ? { cursor: pageParam } : {}),
          ...(organisationId ? { organisationId } : {}),
        },
        { signal },
      ),
    initialPageParam: '',
    getNextPageParam: (page: NotificationPage) => page.nextCursor,
    enabled,
    ...keptFreshByTheFeed,
    // What rang a moment ago may be counted and not be listed yet: whoever opens the list sees it.
    refetchOnMount: 'always',
  });
  const notifications = useMemo(() => uniqueRows(query.data), [query.data]);
  return {
    notifications,
    status: query.status,
    error: query.error,
    isFetching: query.isFetching,
    hasNextPage: query.hasNextPage,
    isFetchingNextPage: query.isFetchingNextPage,
    fetchNextPage: () => void query.fetchNextPage(),
    refetch: () => void query.refetch(),
  };
}

/** The feed invalidates on every hint, wake-up and reconnection: a second timer would only fetch twice. */
export const keptFreshByTheFeed = {
  staleTime: Number.POSITIVE_INFINITY,
  refetchOnWindowFocus: false,
  refetchOnReconnect: false,
} as const;

/** Newest page first, so the freshest copy of a row wins; what was just archived is already out of sight. */
function uniqueRows(data: InfiniteData<NotificationPage> | undefined): NotificationRow[] {
  const rows = new Map<string, NotificationRow>();
  for (const page of data?.pages ?? []) {
    for (const row of page.notifications) {
      if (row.archived_at === null && !rows.has(row.id)) rows.set(row.id, row);
    }
  }
  return [...rows.values()];
}
