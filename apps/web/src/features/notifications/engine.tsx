'use client';

import {
  type NotificationMessages,
  NotificationsContext,
  NotificationsProvider,
  useNotificationsContext,
} from '@cassius/react';
import { createHttpApi } from '@cassius/react/http';
import { connectRealtime, type RealtimeConnection } from '@cassius/react/realtime';
import { NotificationToaster } from '@cassius/react/toaster';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useState } from 'react';
import { SessionEnded } from '../auth/session-ended.tsx';
import type { RealtimeConfig } from '../supabase/realtime.ts';
import { ConnectedBell } from './connected-bell.tsx';
import type { Connected } from './connection.ts';
import { UnreadTitle } from './unread-title.tsx';

interface EngineProps {
  userId: string;
  /** French when left out. */
  words: NotificationMessages | undefined;
  timeZone: string | undefined;
  config: RealtimeConfig;
  onConnect: (connected: Connected) => void;
}

/** Keeps the notifications of the page: it runs beside what shows them, and hands them over through `onConnect`. */
export function Engine({ userId, words, timeZone, config, onConnect }: EngineProps) {
  const router = useRouter();
  const [queries] = useState(() => new QueryClient());
  const [isEnded, setEnded] = useState(false);
  const [api] = useState(() => createHttpApi({ fetch: watched(setEnded) }));
  const [navigate] = useState(() => (href: string) => router.push(href));
  const [realtime] = useState(() => connectRealtime(openOnce(config)));
  return (
    <QueryClientProvider client={queries}>
      <NotificationsProvider
        userId={userId}
        api={api}
        realtime={realtime}
        {...(words && { words })}
        timeZone={timeZone}
        onNavigate={navigate}
      >
        <HandOver queries={queries} to={onConnect} />
        <UnreadTitle />
        <NotificationToaster />
        {isEnded && <SessionEnded />}
      </NotificationsProvider>
    </QueryClientProvider>
  );
}

/**
 * Asks the server, and tells whether the session has ended by what it answers: it may also come back, from another tab.
 * Requests overtake each other: the late answer to an earlier one says nothing against the answer to a later one.
 */
function watched(setEnded: (isEnded: boolean) => void): typeof fetch {
  let sent = 0;
  let latestAnswered = 0;
  return async (input, init) => {
    sent += 1;
    const request = sent;
    const response = await fetch(input, init);
    if ((response.ok || response.status === 401) && request > latestAnswered) {
      latestAnswered = request;
      setEnded(!response.ok);
    }
    return response;
  };
}

/** The code of the live connection comes with its first use, in the one window of the browser that has it for all of them. */
function openOnce(config: RealtimeConfig): () => Promise<RealtimeConnection> {
  let connection: Promise<RealtimeConnection> | undefined;
  return () => {
    connection ??= import('../supabase/realtime.ts').then(({ openRealtime }) => openRealtime(config));
    // Without the network there is no code either: asked again, it is fetched again.
    connection.catch(() => {
      connection = undefined;
    });
    return connection;
  };
}

function HandOver({ queries, to }: { queries: QueryClient; to: (connected: Connected) => void }) {
  const notifications = useNotificationsContext();
  useEffect(() => to({ queries, notifications, Scope, Bell: ConnectedBell }), [queries, notifications, to]);
  return null;
}

/** Where notifications are shown, far from the engine in the tree: in the header, on a page. */
function Scope({ connected, children }: { connected: Connected; children: ReactNode }) {
  return (
    <QueryClientProvider client={connected.queries}>
      <NotificationsContext.Provider value={connected.notifications}>
        {children}
      </NotificationsContext.Provider>
    </QueryClientProvider>
  );
}
