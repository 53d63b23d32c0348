import type { QueryClient } from '@tanstack/react-query';
import { notificationKeys } from './keys.ts';

/** Mutation key of every write that shows at once in lists and counts. */
export const optimisticWriteKey = (userId: string) => [...notificationKeys.user(userId), 'write'] as const;

/**
 * Refetches the lists and counts on screen, and marks the others stale.
 *
 * A fetch already under way may have read the table before the change that we heard of, and TanStack Query
 * would answer an invalidation during a first load with that very fetch: so it is awaited first. While a
 * write is in flight nothing is fetched, since the answer could undo what the user sees; the write
 * refreshes when it settles.
 */
export async function refreshNotifications(queryClient: QueryClient, userId: string): Promise<void> {
  const queryKey = notificationKeys.user(userId);
  const running = queryClient.getQueryCache().findAll({ queryKey, fetchStatus: 'fetching' });
  await Promise.allSettled(running.map((query) => query.promise));
  const writing = queryClient.isMutating({ mutationKey: optimisticWriteKey(userId) }) > 0;
  await queryClient.invalidateQueries({ queryKey, refetchType: writing ? 'none' : 'active' });
}

/**
 * For `onSettled` of an optimistic write: the last write in flight refetches the truth. Not awaited there, or the
 * write would count as in flight until then, and hints that come meanwhile would fetch nothing.
 */
export function refreshAfterWrite(queryClient: QueryClient, userId: string): void {
  if (queryClient.isMutating({ mutationKey: optimisticWriteKey(userId) }) > 1) return;
  void queryClient.invalidateQueries({ queryKey: notificationKeys.user(userId) });
}
