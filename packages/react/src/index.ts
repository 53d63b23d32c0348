export { NotificationBell, type NotificationBellProps } from './components/notification-bell.tsx';
export { NotificationInbox, type NotificationInboxProps } from './components/notification-inbox.tsx';
export { NotificationItem, type NotificationItemProps } from './components/notification-item.tsx';
export {
  NotificationPreferences,
  type NotificationPreferencesProps,
} from './components/notification-preferences.tsx';
export { NotificationToaster, type NotificationToasterProps } from './components/notification-toaster.tsx';
export { notificationKeys } from './hooks/keys.ts';
export {
  type LinkComponent,
  type LinkComponentProps,
  type NavigationProps,
  NotificationsProvider,
  type NotificationsProviderProps,
} from './hooks/provider.tsx';
export { useArchiveNotification } from './hooks/use-archive-notification.ts';
export { useConnectionStatus } from './hooks/use-connection-status.ts';
export { useMarkAllRead } from './hooks/use-mark-all-read.ts';
export { useMarkRead } from './hooks/use-mark-read.ts';
export { useMarkSeen } from './hooks/use-mark-seen.ts';
export {
  type UseNotificationPreferencesResult,
  useNotificationPreferences,
} from './hooks/use-notification-preferences.ts';
export {
  type UseNotificationToastsOptions,
  type UseNotificationToastsResult,
  useNotificationToasts,
} from './hooks/use-notification-toasts.ts';
export {
  type UseNotificationsOptions,
  type UseNotificationsResult,
  useNotifications,
} from './hooks/use-notifications.ts';
export { type UseUnreadCountResult, useUnreadCount } from './hooks/use-unread-count.ts';
export { en } from './messages/en.ts';
export { fr } from './messages/fr.ts';
export type { MessageOverrides, NotificationMessages, PluralMessage } from './messages/messages.ts';
export {
  type ListParams,
  type NotificationFilters,
  type NotificationPage,
  type NotificationsApi,
  NotificationsApiError,
  type OrganisationScope,
  type RequestOptions,
} from './store/api.ts';
export {
  createNotificationsFeed,
  type NotificationsFeed,
  type NotificationsFeedOptions,
} from './store/feed.ts';
export { createHttpApi, type HttpApiOptions } from './store/http-api.ts';
export { createPreferencesApi, type PreferencesApi } from './store/preferences-api.ts';
export { createSupabaseApi } from './store/supabase-api.ts';
export type {
  ConnectionStatus,
  NotificationCategory,
  NotificationFrequency,
  NotificationPreference,
  NotificationPriority,
  NotificationRow,
  NotificationSeverity,
  PreferenceChange,
} from './store/types.ts';
