'use client';

import { useEffect, useMemo, useState } from 'react';
import type { NotificationFilters } from '../store/api.ts';
import type { ListView } from '../store/list.ts';
import type { NotificationRow } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';
import { notificationKeys } from './keys.ts';
import { useStoreQuery } from './use-store-query.ts';

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
  /**
   * Ids of the rows on screen: with them, only the head of a long list and what is in view are read again when something
   * changed, and the rest when it comes into view. Until it is called, all that is loaded is kept fresh.
   */
  setVisible: (ids: Iterable<string>) => void;
}

/** The notifications of the provider's user and organisation, page after page, kept fresh by the feed. */
export function useNotifications({
  pageSize,
  enabled = true,
  ...given
}: UseNotificationsOptions = {}): UseNotificationsResult {
  const { store, scope } = useNotificationsContext();
  const filters = { ...given, organisationId: given.organisationId ?? scope.organisationId };
  const list = store.list(filters);
  const [view] = useState<ListView>(() => ({ visible: null }));
  // What rang a moment ago may be counted and not be listed yet: whoever opens the list sees it.
  const query = useStoreQuery(notificationKeys.list(scope, filters), list, {
    enabled,
    refetchOnMount: 'always',
  });
  useEffect(() => (enabled ? list.watch(view, pageSize) : undefined), [list, view, pageSize, enabled]);

  const { data, isFetching, refetch } = query;
  const error = query.error ?? data?.error ?? null;
  const actions = useMemo(
    () => ({
      fetchNextPage: list.fetchNextPage,
      refetch: () => void refetch(),
      setVisible(ids: Iterable<string>) {
        view.visible = new Set(ids);
        list.look();
      },
    }),
    [list, view, refetch],
  );
  return {
    notifications: data?.notifications ?? NONE,
    status: error ? 'error' : query.status,
    error,
    isFetching,
    hasNextPage: Boolean(data?.nextCursor),
    isFetchingNextPage: Boolean(data?.isFetchingNextPage),
    ...actions,
  };
}

const NONE: NotificationRow[] = [];
