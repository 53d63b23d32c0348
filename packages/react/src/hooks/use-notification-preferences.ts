'use client';

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { NotificationPreference, PreferenceChange } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';
import { notificationKeys } from './keys.ts';

export interface UseNotificationPreferencesResult {
  /** One a category, with defaults filled in; empty until loaded. */
  preferences: NotificationPreference[];
  status: 'pending' | 'error' | 'success';
  error: Error | null;
  refetch: () => void;
  /** Changes part of one category: at once on screen, put back when refused. */
  save: (change: PreferenceChange) => void;
  /** State of the last `save`. */
  saveStatus: 'idle' | 'pending' | 'error' | 'success';
}

/** The user's preferences in one organisation. */
export function useNotificationPreferences(organisationId: string): UseNotificationPreferencesResult {
  const queryClient = useQueryClient();
  const { preferencesApi, scope } = useNotificationsContext();
  const { userId } = scope;
  const queryKey = notificationKeys.preferences(userId, organisationId);
  const query = useQuery({
    queryKey,
    queryFn: ({ signal }) => preferencesApi.list(organisationId, { signal }),
  });

  const find = (category: string) =>
    queryClient.getQueryData<NotificationPreference[]>(queryKey)?.find((row) => row.category === category);
  const patch = (change: PreferenceChange & Partial<NotificationPreference>) =>
    queryClient.setQueryData<NotificationPreference[]>(queryKey, (rows) =>
      rows?.map((row) => (row.category === change.category ? { ...row, ...change } : row)),
    );

  const mutation = useMutation({
    mutationKey: queryKey,
    // One after the other: two quick changes of one row must not overtake each other.
    scope: { id: queryKey.join(':') },
    mutationFn: async (change: PreferenceChange) => {
      const current = find(change.category);
      if (!current) throw new Error(`category: preferences of ${change.category} are not loaded`);
      await preferencesApi.save(organisationId, userId, { ...current, ...change });
    },
    onMutate: async (change) => {
      await queryClient.cancelQueries({ queryKey });
      const before = find(change.category);
      patch({ ...change, is_default: false });
      return before;
    },
    onError: (_error, change, before) => {
      if (before) patch({ category: change.category, ...touched({ ...change, is_default: false }, before) });
    },
    onSettled: () => {
      if (queryClient.isMutating({ mutationKey: queryKey }) === 1) {
        return queryClient.invalidateQueries({ queryKey });
      }
    },
  });

  return {
    preferences: query.data ?? [],
    status: query.status,
    error: query.error,
    refetch: () => void query.refetch(),
    save: mutation.mutate,
    saveStatus: mutation.status,
  };
}

/** The fields of `before` that a change replaced: a later change of another field stays. */
function touched(
  change: Partial<NotificationPreference>,
  before: NotificationPreference,
): Partial<NotificationPreference> {
  return Object.fromEntries(Object.entries(before).filter(([field]) => field in change));
}
