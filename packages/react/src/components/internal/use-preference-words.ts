import { useMemo } from 'react';
import { useNotificationsContext } from '../../hooks/context.ts';
import { preferencesFr } from '../../messages/preferences-fr.ts';
import type { PreferencesMessages } from '../../messages/preferences-messages.ts';
import { merge } from '../../messages/translator.ts';

/** The words of the preferences: those that the provider was given, French for the others. */
export function usePreferenceWords(): PreferencesMessages {
  const { preferences } = useNotificationsContext().translator.messages;
  return useMemo(() => merge(preferencesFr, preferences ?? {}) as PreferencesMessages, [preferences]);
}
