import type { NotificationFilters } from '../store/api.ts';

interface Scope {
  userId: string;
  organisationId?: string | undefined;
}

/** TanStack Query keys, for prefetching and for invalidation from outside: the first ones are prefixes of the others. */
export const notificationKeys = {
  all: ['cassius-notifications'] as const,
  /** Lists and counts of one user. */
  user: (userId: string) => [...notificationKeys.all, userId] as const,
  /** What `api.list()` answers, and all pages after it. */
  list: ({ userId, organisationId }: Scope, filters: NotificationFilters = {}) =>
    [...notificationKeys.user(userId), 'list', { organisationId, ...filters }] as const,
  /** What `api.unread()` answers: all organisations at once. */
  unread: (userId: string) => [...notificationKeys.user(userId), 'unread'] as const,
};
