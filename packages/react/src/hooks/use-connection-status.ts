'use client';

import { useSyncExternalStore } from 'react';
import type { ConnectionStatus } from '../store/types.ts';
import { useNotificationsContext } from './context.ts';

/** How notifications reach this window right now. */
export function useConnectionStatus(): ConnectionStatus {
  const { feed } = useNotificationsContext();
  const getStatus = () => feed?.getStatus() ?? 'connecting';
  return useSyncExternalStore(feed?.subscribe ?? subscribeToNothing, getStatus, getStatus);
}

const subscribeToNothing = () => () => {};
