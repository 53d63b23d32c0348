'use client';

import { useMemo } from 'react';
import type { UnreadCounts, UnreadScope } from '../store/api.ts';
import { inScope } from '../store/rows.ts';
import type { NotificationCategory } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';
import { notificationKeys } from './keys.ts';
import { useStoreQuery } from './use-store-query.ts';

export interface UseUnreadCountsResult {
  /** In the provider's organisation, or in all of them. Exact; undefined until known. */
  total: number | undefined;
  /** The same by category; one without an entry has nothing unread. */
  byCategory: Partial<Record<NotificationCategory, number>>;
  /** In every organisation of the user; one without an entry has nothing unread. */
  byOrganisation: Record<string, number>;
  /** In every organisation: one entry an organisation and category with something unread. Empty until known. */
  counts: UnreadCounts['counts'];
  status: 'pending' | 'error' | 'success';
  error: Error | null;
}

/** The unread notifications of the user by category and organisation: one request for all who ask. */
export function useUnreadCounts(scope: UnreadScope = {}): UseUnreadCountsResult {
  const { store, scope: provided } = useNotificationsContext();
  const organisationId = scope.organisationId ?? provided.organisationId;
  const { category } = scope;
  const { data, status, error } = useStoreQuery(notificationKeys.unread(provided.userId), store.counts);
  return useMemo(() => {
    const counts = data?.counts ?? NOTHING;
    const byCategory: UseUnreadCountsResult['byCategory'] = {};
    const byOrganisation: Record<string, number> = {};
    let total = 0;
    for (const { organisationId: organisation, category: kind, count } of counts) {
      byOrganisation[organisation] = (byOrganisation[organisation] ?? 0) + count;
      if (!inScope(organisation, kind, { organisationId, category })) continue;
      byCategory[kind] = (byCategory[kind] ?? 0) + count;
      total += count;
    }
    return { total: data && total, byCategory, byOrganisation, counts, status, error };
  }, [data, status, error, organisationId, category]);
}

const NOTHING: UnreadCounts['counts'] = [];
