import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import {
  NotificationBell,
  NotificationInbox,
  NotificationItem,
  NotificationsProvider,
} from '../../src/index.ts';
import { createMemoryApi } from '../../src/memory.ts';
import { NotificationPreferences } from '../../src/preferences.ts';
import { usualPreferences } from '../../src/store/memory-preferences.ts';
import { NotificationToaster } from '../../src/toaster.ts';
import { notification, notifications, ORGANISATION_ID, USER_ID } from './rows.ts';

/** Each component as a page would have it: what depends on the clock, the zone or the browser is in it. */
const components = {
  NotificationsProvider: <p>Rien que le contenu</p>,
  NotificationBell: <NotificationBell inboxHref="/notifications" preferencesHref="/preferences" />,
  NotificationInbox: <NotificationInbox tabs search preferencesHref="/preferences" />,
  NotificationItem: (
    <ol>
      <NotificationItem notification={notification(1)} onAction={() => {}} />
      <NotificationItem notification={notification(2, { is_read: true, link: null })} />
      <NotificationItem notification={notification(3, { snoozed_until: '2099-01-01T08:00:00Z' })} />
    </ol>
  ),
  NotificationToaster: <NotificationToaster />,
  NotificationPreferences: <NotificationPreferences organisationId={ORGANISATION_ID} />,
  'NotificationPreferences with what the server loaded': (
    <NotificationPreferences
      organisationId={ORGANISATION_ID}
      initialData={{
        ...usualPreferences(),
        settings: { digest_at: '07:30:00', digest_weekday: 5, quiet_from: '20:00', quiet_until: '07:00' },
      }}
    />
  ),
};

export const componentNames = Object.keys(components) as (keyof typeof components)[];

export function page(name: keyof typeof components): ReactElement {
  const api = createMemoryApi(notifications(3));
  return (
    <QueryClientProvider client={new QueryClient()}>
      <NotificationsProvider userId={USER_ID} api={api} realtime={api.realtime}>
        {components[name]}
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
