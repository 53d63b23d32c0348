'use client';

import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import type { PreferencesState } from '../store/preferences-api.ts';
import {
  createPreferencesStore,
  type PreferencesSnapshot,
  type PreferencesStore,
} from '../store/preferences-store.ts';
import { useNotificationsContext } from './context.ts';
import { useConnectionStatus } from './use-connection-status.ts';

export interface UseNotificationPreferencesOptions {
  /** What the server loaded for this organisation, to begin with. */
  initialData?: PreferencesState | undefined;
}

export interface UseNotificationPreferencesResult extends PreferencesSnapshot {
  refetch: () => void;
  save: PreferencesStore['save'];
}

/**
 * What the user has settled in one organisation.
 * @throws when the provider was given no preferences
 */
export function useNotificationPreferences(
  organisationId: string,
  { initialData }: UseNotificationPreferencesOptions = {},
): UseNotificationPreferencesResult {
  const { preferencesApi: api, scope } = useNotificationsContext();
  if (!api) throw new Error('<NotificationsProvider> has neither preferencesApi nor an api with preferences');
  // biome-ignore lint/correctness/useExhaustiveDependencies: a store is one user's, and its beginning is past once it began
  const store = useMemo(
    () => createPreferencesStore(api, organisationId, initialData),
    [api, organisationId, scope.userId],
  );
  const isOffline = useConnectionStatus() === 'offline';
  // At first, and when the network is back. Without one it is tried all the same: a browser may be wrong.
  const tried = useRef<PreferencesStore>(undefined);
  useEffect(() => {
    if (isOffline && tried.current === store) return;
    tried.current = store;
    void store.load();
  }, [store, isOffline]);
  return {
    ...useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot),
    refetch: store.load,
    save: store.save,
  };
}
