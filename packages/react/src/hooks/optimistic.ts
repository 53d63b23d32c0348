import type { InfiniteData, QueryClient, QueryKey } from '@tanstack/react-query';
import type { NotificationPage } from '../store/api.ts';
import type { NotificationRow } from '../store/types.ts';
import { EVERY_ORGANISATION, notificationKeys } from './keys.ts';

/** What a write changed on screen ahead of the server; `undo` takes it back and leaves other changes. */
export interface OptimisticChange {
  undo(): void;
}

export interface ChangeOptions {
  /** All of this organisation's (or of every) notifications get read, also those not loaded here. */
  readAll?: string | undefined;
}

type RowChange = (row: NotificationRow) => NotificationRow;

/**
 * Changes rows in every cached list of the user, and the unread counts with them.
 *
 * @param change returns the new row, or the same object to leave it alone
 */
export async function changeRows(
  queryClient: QueryClient,
  userId: string,
  change: RowChange,
  { readAll }: ChangeOptions = {},
): Promise<OptimisticChange> {
  const queryKey = notificationKeys.user(userId);
  // An answer already on its way would overwrite what is about to be shown.
  await queryClient.cancelQueries({ queryKey });

  const before = new Map<string, NotificationRow>();
  const noLongerUnread = new Map<string, NotificationRow>();
  mapRows(queryClient, queryKey, (row) => {
    const changed = change(row);
    if (changed !== row) before.set(row.id, row);
    if (isUnread(row) && !isUnread(changed)) noLongerUnread.set(row.id, row);
    return changed;
  });

  const restoreCounts = changeCounts(queryClient, queryKey, (count, organisation) => {
    if (readAll === organisation || readAll === EVERY_ORGANISATION) return 0;
    const rows = [...noLongerUnread.values()].filter(
      (row) => organisation === EVERY_ORGANISATION || organisation === row.organisation_id,
    );
    return Math.max(0, count - rows.length);
  });

  return {
    undo() {
      mapRows(queryClient, queryKey, (row) => before.get(row.id) ?? row);
      restoreCounts();
    },
  };
}

function isUnread(row: NotificationRow): boolean {
  return !row.is_read && row.archived_at === null;
}

function mapRows(queryClient: QueryClient, queryKey: QueryKey, map: RowChange): void {
  const lists = { queryKey, predicate: (query: { queryKey: QueryKey }) => query.queryKey[3] === 'list' };
  queryClient.setQueriesData<InfiniteData<NotificationPage>>(
    lists,
    (data) =>
      data && {
        ...data,
        pages: data.pages.map((page) => ({ ...page, notifications: page.notifications.map(map) })),
      },
  );
}

/** @returns the function that adds back what was subtracted, whatever the counts are by then */
function changeCounts(
  queryClient: QueryClient,
  queryKey: QueryKey,
  change: (count: number, organisation: unknown) => number,
): () => void {
  const counts = queryClient
    .getQueryCache()
    .findAll({ queryKey, predicate: (query) => query.queryKey[3] === 'unread-count' });
  const restores = counts.map(({ queryKey: key }) => {
    const count = queryClient.getQueryData<number>(key);
    if (count === undefined) return () => {};
    const changed = change(count, key[2]);
    queryClient.setQueryData<number>(key, changed);
    return () => {
      queryClient.setQueryData<number>(key, (now) => (now === undefined ? now : now + count - changed));
    };
  });
  return () => {
    for (const restore of restores) restore();
  };
}
