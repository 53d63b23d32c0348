import {
  NotificationBell,
  NotificationInbox,
  type NotificationRow,
  NotificationsProvider,
  useUnreadCount,
} from '@cassius/react';
import { en } from '@cassius/react/en';
import { createHttpApi } from '@cassius/react/http';
import { createMemoryApi } from '@cassius/react/memory';
import { NotificationPreferences } from '@cassius/react/preferences';
import '@cassius/react/styles.css';
import { NotificationToaster } from '@cassius/react/toaster';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

declare module '@cassius/react' {
  interface Register {
    types: 'ORDER_SHIPPED' | 'ORDER_LATE';
  }
}

export const late: NotificationRow<'ORDER_LATE'>['type'] = 'ORDER_LATE';
// @ts-expect-error the engine's own types are not this application's
export const unknown: NotificationRow['type'] = 'ISQ_CRITICAL';

const queryClient = new QueryClient();
const api = createHttpApi();
export const memory = createMemoryApi([{ title: 'Commande expédiée', type: 'ORDER_SHIPPED' }]);

function Title() {
  const { count } = useUnreadCount();
  return <title>{`(${count ?? 0}) Commandes`}</title>;
}

export function App({ userId }: { userId: string }) {
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId={userId} api={api} realtime={memory.realtime} words={en}>
        <Title />
        <NotificationBell inboxHref="/notifications" className="bell" data-place="header" />
        <NotificationInbox
          filters={{ priority: 'critical' }}
          renderers={{ ORDER_LATE: (row) => row.title }}
        />
        <NotificationPreferences organisationId="practice" />
        <NotificationToaster />
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
