'use client';

import { NotificationsProvider } from '@cassius/react';
import { createMemoryApi } from '@cassius/react/memory';
import '@cassius/react/styles.css';
import { NotificationToaster } from '@cassius/react/toaster';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const queryClient = new QueryClient();
const api = createMemoryApi([{ title: 'Ancienne notification', message: 'Elle ne se montre pas.' }]);

export function ToasterExample() {
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId="exemple-bulles" api={api} realtime={api.realtime}>
        <button
          type="button"
          className="button button-quiet"
          onClick={() => api.insert({ title: 'Note ajoutée', message: 'Dominique Fictif vous mentionne.' })}
        >
          Recevoir une note
        </button>
        <button
          type="button"
          className="button button-danger"
          onClick={() =>
            api.insert({
              title: 'ISQ critique',
              message: 'L’implant 36 de Camille Exemple a un ISQ de 48.',
              severity: 'CRITICAL',
              priority: 'critical',
            })
          }
        >
          Recevoir une alerte critique
        </button>
        <NotificationToaster />
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
