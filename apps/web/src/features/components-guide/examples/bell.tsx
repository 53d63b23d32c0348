'use client';

import { NotificationBell, NotificationsProvider } from '@cassius/react';
import { createMemoryApi } from '@cassius/react/memory';
import '@cassius/react/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const queryClient = new QueryClient();
const api = createMemoryApi([
  {
    title: 'ISQ critique',
    message: 'L’implant 36 de Camille Exemple a un ISQ de 48.',
    type: 'ISQ_CRITICAL',
    category: 'alerts',
    severity: 'CRITICAL',
    priority: 'critical',
  },
  { title: 'Import terminé', message: '12 mesures ont été ajoutées.', category: 'imports' },
  { title: 'Rendez-vous déplacé', message: 'Jeudi à 14 h 30.', category: 'reminders', is_read: true },
]);

export function BellExample() {
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId="exemple-cloche" api={api} realtime={api.realtime}>
        <NotificationBell inboxHref="#toutes" preferencesHref="#preferences" />
        <button
          type="button"
          className="button button-quiet"
          onClick={() => api.insert({ title: 'Note ajoutée', message: 'Dominique Fictif vous mentionne.' })}
        >
          Recevoir une notification
        </button>
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
