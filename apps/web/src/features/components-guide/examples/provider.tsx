'use client';

import { NotificationBell, NotificationsProvider } from '@cassius/react';
import { en } from '@cassius/react/en';
import { createMemoryApi } from '@cassius/react/memory';
import '@cassius/react/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import theme from './provider.module.css';

const queryClient = new QueryClient();
const api = createMemoryApi([
  { title: 'Critical ISQ', message: 'Implant 36 of Camille Exemple has an ISQ of 48.', severity: 'CRITICAL' },
  { title: 'Import finished', message: '12 measurements were added.' },
]);

export function ProviderExample() {
  const [visited, setVisited] = useState('rien encore');
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider
        userId="exemple-contexte"
        api={api}
        realtime={api.realtime}
        words={en}
        messages={{ title: 'Alerts' }}
        onNavigate={setVisited}
      >
        <div className={theme.violet} data-theme="dark">
          <NotificationBell inboxHref="/alerts" />
        </div>
        <p>Lien suivi&nbsp;: {visited}</p>
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
