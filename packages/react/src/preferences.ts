/** The preferences of a person: a page of its own, so an entry of its own. */
export {
  NotificationPreferences,
  type NotificationPreferencesProps,
} from './components/notification-preferences.tsx';
export {
  type UseNotificationPreferencesOptions,
  type UseNotificationPreferencesResult,
  useNotificationPreferences,
} from './hooks/use-notification-preferences.ts';
export { preferencesFr } from './messages/preferences-fr.ts';
export type { PreferenceField, PreferencesMessages } from './messages/preferences-messages.ts';
export type { PreferencesAction, ShownPreferences } from './store/apply-preferences.ts';
export type {
  NotificationMute,
  NotificationProfile,
  NotificationSettings,
  NotificationTypePreference,
  PreferencesApi,
  PreferencesChange,
  PreferencesState,
} from './store/preferences-api.ts';
export type { PreferencesSnapshot } from './store/preferences-store.ts';
