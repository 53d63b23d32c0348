import type {
  NotificationMute,
  NotificationTypePreference,
  PreferencesChange,
  PreferencesState,
} from './preferences-api.ts';
import type { PreferenceChange } from './types.ts';

/** What a preference has besides its category. */
export type Wish = Exclude<keyof PreferenceChange, 'category'>;

export const WISHES = ['in_app', 'email', 'push', 'sms', 'frequency'] as const satisfies Wish[];

/** The layer that a value of a type comes from; undefined: the server did not say. */
export function sourceOf(type: NotificationTypePreference, wish: Wish): string | undefined {
  return (type as Partial<Record<`${Wish}_source`, string>>)[`${wish}_source`];
}

/** What the page shows: what was muted too, undefined until it is loaded. */
export type ShownPreferences = PreferencesState & { mutes?: NotificationMute[] | undefined };

/** Something to change on the page; `unmute` is the id of a mute to lift. */
export type PreferencesAction = PreferencesChange & { unmute?: string | undefined };

/** What will apply once a change is saved. */
export function applyChange(
  state: ShownPreferences,
  { preference, settings, profile, unmute }: PreferencesAction,
): ShownPreferences {
  const { preferences, mutes } = state;
  return {
    ...state,
    preferences: preferences.map((row) =>
      row.category === preference?.category ? { ...row, ...preference, is_default: false } : row,
    ),
    settings: { ...state.settings, ...settings },
    profile: { ...state.profile, ...profile },
    ...(mutes && { mutes: mutes.filter(({ id }) => id !== unmute) }),
  };
}
