'use client';

import { NotificationsProvider } from '@cassius/react';
import { createMemoryApi } from '@cassius/react/memory';
import { NotificationPreferences } from '@cassius/react/preferences';
import '@cassius/react/styles.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

const CABINET = '00000000-0000-4000-8000-000000000001';

const queryClient = new QueryClient();
const api = createMemoryApi([], {
  preferences: {
    types: [
      {
        type: 'ISQ_CRITICAL',
        category: 'alerts',
        priority: 'critical',
        mandatory: true,
        in_app: true,
        in_app_source: 'mandatory',
        email: true,
        email_source: 'override',
        frequency: 'IMMEDIATE',
        frequency_source: 'override',
        override_reason: 'une alerte d’ISQ attend au plus une heure',
        push: false,
        push_source: 'default',
        sms: false,
        sms_source: 'default',
      },
    ],
    settings: { digest_at: '08:00', digest_weekday: 1, quiet_from: '20:00', quiet_until: '07:00' },
  },
  mutes: [
    {
      id: '00000000-0000-4000-9000-000000000001',
      organisationId: CABINET,
      entityType: 'patient',
      entityId: '00000000-0000-4000-8000-000000000010',
      mutedUntil: null,
      label: 'Camille Exemple',
    },
  ],
});

export function PreferencesExample() {
  return (
    <QueryClientProvider client={queryClient}>
      <NotificationsProvider userId="exemple-preferences" api={api}>
        <NotificationPreferences
          organisationId={CABINET}
          headingLevel={3}
          typeNames={{ ISQ_CRITICAL: 'ISQ critique' }}
        />
      </NotificationsProvider>
    </QueryClientProvider>
  );
}
