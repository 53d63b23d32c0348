'use client';

import type { NotificationsContextValue } from '@cassius/react';
import type { QueryClient } from '@tanstack/react-query';
import { type ComponentType, createContext, type ReactNode, type RefObject } from 'react';

/** The notifications of the visitor, once their code has arrived. */
export interface Connected {
  queries: QueryClient;
  notifications: NotificationsContextValue;
  /** Puts what stands in it in touch with the notifications. */
  Scope: ComponentType<{ connected: Connected; children: ReactNode }>;
  /** The bell of the header, whose code comes along. */
  Bell: ComponentType<{ keepsFocus: RefObject<boolean> }>;
}

export interface Connection {
  /** Null on the server, and until the code has arrived. */
  connected: Connected | null;
  /** Fetches the code now rather than when the page has nothing better to do. */
  hurry: () => void;
}

export const ConnectionContext = createContext<Connection>({ connected: null, hurry: () => {} });
