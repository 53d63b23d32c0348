'use client';

import { createHttpApi, NotificationsProvider, NotificationToaster } from '@cassius/react';
import '@cassius/react/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useRouter } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { browserClient, type PublicConfig } from '../supabase/browser.ts';
import { UnreadTitle } from './unread-title.tsx';

interface NotificationsProps {
  userId: string;
  config: PublicConfig;
  children: ReactNode;
}

/**
 * Connects the pages to the notifications of their visitor: one live connection, one cache. It covers every
 * organisation of the visitor, for an alert must not wait until they switch to the organisation it comes from.
 */
export function Notifications({ userId, config, children }: NotificationsProps) {
  const router = useRouter();
  const [client] = useState(() => browserClient(config));
  const [queries] = useState(() => new QueryClient());
  const [api] = useState(() => createHttpApi());
  return (
    <QueryClientProvider client={queries}>
      <NotificationsProvider
        client={client}
        userId={userId}
        api={api}
        onNavigate={(href) => router.push(href)}
      >
        <UnreadTitle />
        {children}
        <NotificationToaster />
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
