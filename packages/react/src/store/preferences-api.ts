import type { RequestOptions } from './api.ts';
import type { TypePreferenceColumns } from './engine.generated.ts';
import type { NotificationPreference, PreferenceChange } from './types.ts';

/**
 * What applies to one type of notification, and the layer that each value comes from: `mandatory`, `override`,
 * `type_preference`, `preference`, `organisation_default` or `default`.
 */
export interface NotificationTypePreference extends Omit<TypePreferenceColumns, 'override_reason'> {
  /** Why an admin or operator forces something. */
  override_reason: string | null;
}

/** When a person wants to be reached in one organisation, on their own clock: times of day as `HH:MM[:SS]`. */
export interface NotificationSettings {
  digest_at: string;
  /** ISO 8601: 1 is Monday. */
  digest_weekday: number;
  /** Both null: no quiet hours. */
  quiet_from: string | null;
  quiet_until: string | null;
}

/** What holds in every organisation of a person; null is what the organisation has. */
export interface NotificationProfile {
  locale: string | null;
  timezone: string | null;
}

/** All that one person has settled for one organisation, with what they have not settled filled in. */
export interface PreferencesState {
  /** One a category. */
  preferences: NotificationPreference[];
  /** One a type. */
  types: NotificationTypePreference[];
  settings: NotificationSettings;
  profile: NotificationProfile;
  organisation: { locale: string; timezone: string };
}

/** What to change; what is absent stays. */
export interface PreferencesChange {
  preference?: PreferenceChange;
  settings?: Partial<NotificationSettings>;
  profile?: Partial<NotificationProfile>;
}

/** A subject of which the user wants to hear nothing. */
export interface NotificationMute {
  id: string;
  organisationId: string;
  entityType: string;
  entityId: string;
  /** ISO instant; null: until it is lifted. */
  mutedUntil: string | null;
  /** Its name, such as the patient's; null when the user may not read it, or it has none. */
  label: string | null;
}

/** Where preferences are read and written. Every method rejects with a `NotificationsApiError`. */
export interface PreferencesApi {
  load(organisationId: string, options?: RequestOptions): Promise<PreferencesState>;
  /** Resolves to what applies once it is saved. */
  save(organisationId: string, change: PreferencesChange): Promise<PreferencesState>;
  mutes(options?: RequestOptions): Promise<NotificationMute[]>;
  unmute(id: string): Promise<void>;
}
