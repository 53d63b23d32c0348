'use client';

import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import type { NotificationsApi } from '../store/api.ts';
import type { NotificationRow } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';
import { type ChangeOptions, changeRows, type OptimisticChange } from './optimistic.ts';
import { optimisticWriteKey, refreshAfterWrite } from './refresh.ts';

interface OptimisticWrite<Variables> {
  write: (api: NotificationsApi, variables: Variables) => Promise<unknown>;
  change: (row: NotificationRow, variables: Variables) => NotificationRow;
  options?: ChangeOptions;
}

/** A write that shows at once in lists and counts, is undone when refused, and refetches when settled. */
export function useOptimisticWrite<Variables>({
  write,
  change,
  options,
}: OptimisticWrite<Variables>): UseMutationResult<void, Error, Variables, OptimisticChange> {
  const queryClient = useQueryClient();
  const { api, scope } = useNotificationsContext();
  return useMutation({
    mutationKey: optimisticWriteKey(scope.userId),
    mutationFn: async (variables) => {
      await write(api, variables);
    },
    onMutate: (variables) => changeRows(queryClient, scope.userId, (row) => change(row, variables), options),
    onError: (_error, _variables, shown) => shown?.undo(),
    onSettled: () => refreshAfterWrite(queryClient, scope.userId),
  });
}
