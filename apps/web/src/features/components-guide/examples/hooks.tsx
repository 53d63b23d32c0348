'use client';

import {
  NotificationsProvider,
  useConnectionStatus,
  useNotificationActions,
  useNotifications,
  useUnreadCount,
} from '@cassius/react';
import { createMemoryApi } from '@cassius/react/memory';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const queryClient = new QueryClient();
const titles = ['Mesure ajoutée', 'Import terminé', 'Compte rendu signé', 'Rendez-vous pris', 'Note écrite'];
const api = createMemoryApi(titles.map((title) => ({ title })));

function OwnList() {
  const { notifications, hasNextPage, fetchNextPage } = useNotifications({ pageSize: 3 });
  const { count } = useUnreadCount();
  const { markRead, archive, undoable, undo } = useNotificationActions();
  const connection = useConnectionStatus();
  return (
    <>
      <p>
        {count ?? '…'} non lues ({connection})
      </p>
      <ul>
        {notifications.map((row) => (
          <li key={row.id}>
            {row.is_read ? row.title : <strong>{row.title}</strong>}{' '}
            <button
              type="button"
              className="button button-quiet"
              aria-label={`Lue, ${row.title}`}
              onClick={() => markRead([row])}
              disabled={row.is_read}
            >
              Lue
            </button>{' '}
            <button
              type="button"
              className="button button-quiet"
              aria-label={`Archiver ${row.title}`}
              onClick={() => archive([row])}
            >
              Archiver
            </button>
          </li>
        ))}
      </ul>
      {hasNextPage && (
        <button type="button" className="button button-quiet" onClick={() => fetchNextPage()}>
          La suite
        </button>
      )}
      {undoable && (
        <button type="button" className="button button-quiet" onClick={undo}>
          Annuler
        </button>
      )}
    </>
  );
}

export function HooksExample() {
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId="exemple-hooks" api={api} realtime={api.realtime}>
        <OwnList />
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
