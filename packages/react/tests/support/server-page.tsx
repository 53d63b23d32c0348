import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import type { ReactElement } from 'react';
import {
  NotificationBell,
  NotificationInbox,
  NotificationItem,
  NotificationsProvider,
  type NotificationsProviderProps,
  notificationKeys,
} from '../../src/index.ts';
import { createMemoryApi } from '../../src/memory.ts';
import { NotificationPreferences } from '../../src/preferences.ts';
import { usualPreferences } from '../../src/store/memory-preferences.ts';
import { NotificationToaster } from '../../src/toaster.ts';
import { notification, notifications, ORGANISATION_ID, USER_ID, uuid } from './rows.ts';

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
  return within(components[name]);
}

/** Five alike, which a server has before it renders: of one day in UTC, and over a midnight in Auckland. */
export function prefetchedPage(props: Partial<NotificationsProviderProps> = {}): ReactElement {
  const queryClient = new QueryClient();
  const rows = [5, 4, 3, 2, 1].map((n) =>
    notification(n, {
      entity_id: uuid(700),
      created_at: `2026-03-01T${n < 5 ? 10 : 11}:0${n}:00.123456+00:00`,
    }),
  );
  const list = notificationKeys.list({ userId: USER_ID });
  queryClient.setQueryData(list, { notifications: rows, nextCursor: null });
  return within(<NotificationInbox />, props, rows, queryClient);
}

function within(
  component: ReactElement,
  props: Partial<NotificationsProviderProps> = {},
  rows = notifications(3),
  queryClient = new QueryClient(),
): ReactElement {
  const api = createMemoryApi(rows);
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId={USER_ID} api={api} realtime={api.realtime} {...props}>
        {component}
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
