'use client';

import { NotificationInbox, type NotificationInboxProps, NotificationsProvider } from '@cassius/react';
import { createMemoryApi, type MemoryNotification } from '@cassius/react/memory';
import '@cassius/react/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const critical: MemoryNotification = {
  title: 'ISQ critique',
  message: 'L’implant 36 de Camille Exemple a un ISQ de 48.',
  type: 'ISQ_CRITICAL',
  category: 'alerts',
  severity: 'CRITICAL',
  priority: 'critical',
  entity_type: 'implant',
  entity_id: '00000000-0000-4000-8000-000000000036',
};

const activity = (what: string): MemoryNotification => ({
  title: 'Activité de l’équipe',
  message: what,
  category: 'activity',
  entity_type: 'patient',
  entity_id: '00000000-0000-4000-8000-000000000010',
});

const queryClient = new QueryClient();
const api = createMemoryApi([
  critical,
  activity('Dominique Fictif a ajouté une radiographie.'),
  activity('Dominique Fictif a rempli le compte rendu.'),
  activity('Dominique Fictif a fixé la prochaine mesure.'),
  activity('Dominique Fictif a écrit une note.'),
  {
    title: 'Import en échec',
    message: 'mesures.csv : la ligne 14 n’a pas de date.',
    type: 'IMPORT_FAILED',
    category: 'imports',
    severity: 'WARNING',
    priority: 'high',
  },
  { title: 'Rappel', message: 'Contrôle à six mois d’Alex Inventé.', category: 'reminders', is_read: true },
]);

/** What an import that failed says: the file and its line, as they are. */
const renderers: NotificationInboxProps['renderers'] = {
  IMPORT_FAILED: ({ title, message }) => (
    <>
      <strong>{title}</strong> <code>{message}</code>
    </>
  ),
};

export function InboxExample() {
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId="exemple-liste" api={api} realtime={api.realtime}>
        <NotificationInbox
          tabs={['alerts', 'activity', 'imports']}
          search
          headingLevel={3}
          renderers={renderers}
          footer={
            <button type="button" className="button button-quiet" onClick={() => api.insert(critical)}>
              Recevoir une alerte
            </button>
          }
        />
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
