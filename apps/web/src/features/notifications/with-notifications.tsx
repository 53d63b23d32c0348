'use client';

import { type ReactNode, useContext, useEffect } from 'react';
import { ConnectionContext } from './connection.ts';

interface WithNotificationsProps {
  /** Uses the hooks and components of `@cassius/react`. */
  children: ReactNode;
  /** Stands there on the server, and until the code of the notifications has arrived. */
  fallback?: ReactNode;
  /** The code may come when the page has nothing better to do: what is shown here is not what the page is for. */
  patient?: boolean;
}

/** Shows what needs the visitor's notifications as soon as they are connected. */
export function WithNotifications({ children, fallback = null, patient = false }: WithNotificationsProps) {
  const { connected, hurry } = useContext(ConnectionContext);
  useEffect(() => {
    if (!patient) hurry();
  }, [patient, hurry]);
  return connected ? <connected.Scope connected={connected}>{children}</connected.Scope> : fallback;
}
