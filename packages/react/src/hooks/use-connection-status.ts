'use client';

import { useCallback, useSyncExternalStore } from 'react';
import type { ConnectionStatus } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';

/** How notifications reach this window right now. */
export function useConnectionStatus(): ConnectionStatus {
  const { feed } = useNotificationsContext();
  const subscribe = useCallback((listener: () => void) => feed?.subscribe(listener) ?? (() => {}), [feed]);
  return useSyncExternalStore(
    subscribe,
    () => feed?.getStatus() ?? 'connecting',
    () => 'connecting',
  );
}
