import type { NotificationProfile, NotificationSettings } from '../store/preferences-api.ts';
import type { NotificationCategory, NotificationFrequency, PreferenceChange } from '../store/types.ts';

/** What one can settle on the preferences page. */
export type PreferenceField =
  | Exclude<keyof PreferenceChange, 'category'>
  | keyof NotificationSettings
  | keyof NotificationProfile;

/** Every word of the preferences. */
export interface PreferencesMessages {
  title: string;
  hint: string;
  loadFailed: string;
  saving: string;
  saved: string;
  /** `{field}` was refused and put back. */
  refused: string;
  categories: Record<NotificationCategory, { name: string; description: string }>;
  /** What one can settle, by the name that it has in the API. */
  fields: Record<PreferenceField, string>;
  frequencies: Record<NotificationFrequency, string>;
  values: { true: string; false: string };
  /** Under a value that does not hold for every type of its category. */
  mixed: string;
  /** `{types}` are shown whatever one wishes. */
  mandatory: string;
  /** For `{types}` an admin or operator forces `{what}`, because of `{reason}`. */
  override: string;
  /** For `{types}` the user has settled `{what}` apart. */
  type_preference: string;
  /** In place of `{types}`: all of the category. */
  everyType: string;
  /** What the browser says of push notifications. */
  push: Record<'default' | 'granted' | 'denied' | 'unsupported', string>;
  /** What is not sent yet. */
  soon: string;
  times: string;
  timesHint: string;
  quiet: string;
  /** Their beginning and end are the same. */
  quietProblem: string;
  /** Heads what holds in every organisation. */
  personal: string;
  /** `{zone}` is the organisation's. */
  timezoneHint: string;
  timezoneProblem: string;
  /** `{language}` is the organisation's. */
  sameLanguage: string;
  mutes: string;
  noMutes: string;
  /** A subject whose name the user cannot see. */
  unnamed: string;
  /** `{date}` is when a subject is heard of again. */
  until: string;
  unmute: string;
}
