'use client';

import { type QueryKey, type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { Resource } from '../store/resource.ts';
import { useNotificationsContext } from './context.ts';

interface StoreQueryOptions {
  enabled?: boolean;
  refetchOnMount?: 'always';
}

/**
 * A query that shows what the store has: the query's function asks the store, and what changes in the store is written
 * into the query. The store decides what an answer is worth, the query is what components, prefetching, hydration and
 * invalidation from outside meet.
 */
export function useStoreQuery<Data>(
  queryKey: QueryKey,
  resource: Resource<Data>,
  options: StoreQueryOptions = {},
): UseQueryResult<Data> {
  const { store } = useNotificationsContext();
  const queryClient = useQueryClient();
  const hydrated = queryClient.getQueryData<Data>(queryKey);
  if (hydrated && !resource.getData()) resource.seed(hydrated);

  const query = useQuery<Data>({
    queryKey,
    queryFn: resource.read,
    // Known from an earlier time on screen.
    initialData: resource.getData,
    // The feed invalidates on every hint, wake-up and reconnection, and tries again what failed.
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
    networkMode: 'always',
    // The store keeps the objects of what did not change.
    structuralSharing: false,
    ...options,
  });

  useEffect(() => {
    const show = () => {
      const data = resource.getData();
      if (data && data !== queryClient.getQueryData(queryKey))
        queryClient.setQueryData<Data>(queryKey, data as never);
    };
    // An answer may have been written into the query just after the store went on.
    show();
    return store.subscribe(show);
  });
  return query;
}
