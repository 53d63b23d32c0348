import { applyChange } from './apply-preferences.ts';
import type { PreferencesState } from './preferences-api.ts';
import type { NotificationCategory } from './types.ts';

const CATEGORIES: NotificationCategory[] = [
  'alerts',
  'activity',
  'imports',
  'system',
  'messages',
  'reminders',
];

/** The usual preferences: everything in the application and by email at once, nothing elsewhere. */
export function usualPreferences(given: Partial<PreferencesState> = {}): PreferencesState {
  return {
    preferences: CATEGORIES.map((category) => ({
      category,
      in_app: true,
      email: true,
      push: false,
      sms: false,
      frequency: 'IMMEDIATE',
      is_default: true,
    })),
    types: [],
    settings: { digest_at: '08:00', digest_weekday: 1, quiet_from: null, quiet_until: null },
    profile: { locale: null, timezone: null },
    organisation: { locale: 'fr', timezone: 'Europe/Paris' },
    ...given,
  };
}

/** Preferences of one user, an organisation each. */
export function createMemoryPreferences(given: Partial<PreferencesState> = {}) {
  const states = new Map<string, PreferencesState>();
  const load = (organisationId: string) => states.get(organisationId) ?? usualPreferences(given);
  return {
    load,
    save(organisationId: string, change: Parameters<typeof applyChange>[1]): PreferencesState {
      const saved = applyChange(load(organisationId), change);
      states.set(organisationId, saved);
      return saved;
    },
  };
}
