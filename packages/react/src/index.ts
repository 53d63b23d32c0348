export type { NotificationItemAction } from './components/internal/item-menu.tsx';
export { NotificationBell, type NotificationBellProps } from './components/notification-bell.tsx';
export { NotificationInbox, type NotificationInboxProps } from './components/notification-inbox.tsx';
export { NotificationItem, type NotificationItemProps } from './components/notification-item.tsx';
export {
  NotificationsContext,
  type NotificationsContextValue,
  useNotificationsContext,
} from './hooks/context.ts';
export { notificationKeys } from './hooks/keys.ts';
export {
  type LinkComponent,
  type LinkComponentProps,
  type NavigationProps,
  NotificationsProvider,
  type NotificationsProviderProps,
} from './hooks/provider.tsx';
export { useConnectionStatus } from './hooks/use-connection-status.ts';
export { useMarkSeen } from './hooks/use-mark-seen.ts';
export {
  type NotificationActions,
  type UndoableAction,
  useNotificationActions,
} from './hooks/use-notification-actions.ts';
export {
  type UseNotificationsOptions,
  type UseNotificationsResult,
  useNotifications,
} from './hooks/use-notifications.ts';
export { type UseUnreadCountResult, useUnreadCount } from './hooks/use-unread-count.ts';
export { type UseUnreadCountsResult, useUnreadCounts } from './hooks/use-unread-counts.ts';
export { fr } from './messages/fr.ts';
export type { MessageOverrides, NotificationMessages, PluralMessage } from './messages/messages.ts';
export {
  type ListParams,
  type MuteTarget,
  type NotificationChange,
  type NotificationFilters,
  type NotificationPage,
  type NotificationsApi,
  NotificationsApiError,
  type NotificationView,
  type OrganisationScope,
  type RequestOptions,
  type UnreadCounts,
  type UnreadScope,
} from './store/api.ts';
export type { PreferencesApi } from './store/preferences-api.ts';
export type { NotificationsRealtime } from './store/realtime.ts';
export type { NotificationsStore } from './store/store.ts';
export type {
  ConnectionStatus,
  NotificationCategory,
  NotificationFrequency,
  NotificationPreference,
  NotificationPriority,
  NotificationRow,
  NotificationSeverity,
  NotificationType,
  PreferenceChange,
  Register,
} from './store/types.ts';
