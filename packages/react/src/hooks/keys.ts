import type { NotificationFilters } from '../store/api.ts';

interface Scope {
  userId: string;
  organisationId?: string | undefined;
}

/** Stands where an organisation's id would, in the key of what spans all of them. */
export const EVERY_ORGANISATION = 'all';

/** TanStack Query keys, for prefetching and for invalidation from outside: the first ones are prefixes of the others. */
export const notificationKeys = {
  all: ['cassius-notifications'] as const,
  /** Lists and counts of one user; preferences are apart, because hints do not concern them. */
  user: (userId: string) => [...notificationKeys.all, userId] as const,
  scope: ({ userId, organisationId }: Scope) =>
    [...notificationKeys.user(userId), organisationId ?? EVERY_ORGANISATION] as const,
  list: (scope: Scope, filters: NotificationFilters = {}) =>
    [...notificationKeys.scope(scope), 'list', filters] as const,
  unreadCount: (scope: Scope) => [...notificationKeys.scope(scope), 'unread-count'] as const,
  preferences: (userId: string, organisationId: string) =>
    [...notificationKeys.all, 'preferences', userId, organisationId] as const,
};
