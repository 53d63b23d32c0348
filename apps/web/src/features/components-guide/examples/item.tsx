'use client';

import { NotificationItem, NotificationsProvider } from '@cassius/react';
import { createMemoryApi } from '@cassius/react/memory';
import '@cassius/react/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';

const queryClient = new QueryClient();
const api = createMemoryApi();
const rows = api.insert(
  {
    title: 'ISQ critique',
    message: 'L’implant 36 de Camille Exemple a un ISQ de 48.',
    severity: 'CRITICAL',
    priority: 'critical',
    link: '#implant-36',
    created_at: '2026-11-20T08:30:00Z',
  },
  {
    title: 'Import en échec',
    message: 'mesures.csv : la ligne 14 n’a pas de date.',
    severity: 'WARNING',
    priority: 'high',
    created_at: '2026-11-19T16:05:00Z',
  },
  {
    title: 'Rapport prêt',
    message: 'Le bilan de novembre peut être téléchargé.',
    is_read: true,
    created_at: '2026-11-02T07:00:00Z',
  },
);

export function ItemExample() {
  const [said, setSaid] = useState('Choisissez une notification, ou ouvrez son menu.');
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId="exemple-element" api={api}>
        <div className="cn-root">
          <ol className="cn-list">
            {rows.map((row) => (
              <NotificationItem
                key={row.id}
                notification={row}
                onActivate={({ title }) => setSaid(`Vous avez suivi « ${title} ».`)}
                onAction={(action, { title }) => setSaid(`Action « ${action} » sur « ${title} ».`)}
              />
            ))}
          </ol>
        </div>
        <p role="status">{said}</p>
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
