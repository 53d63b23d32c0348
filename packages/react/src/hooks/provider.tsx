'use client';

import type { SupabaseClient } from '@supabase/supabase-js';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import type { MessageOverrides } from '../messages/messages.ts';
import { createTranslator } from '../messages/translator.ts';
import type { NotificationsApi } from '../store/api.ts';
import { createNotificationsFeed, type NotificationsFeed } from '../store/feed.ts';
import { createPreferencesApi, type PreferencesApi } from '../store/preferences-api.ts';
import { createSupabaseApi } from '../store/supabase-api.ts';
import { type NavigationProps, NotificationsContext } from './context.ts';
import { refreshNotifications } from './refresh.ts';

export type { LinkComponent, LinkComponentProps, NavigationProps } from './context.ts';

export interface NotificationsProviderProps extends NavigationProps {
  /** A browser client signed in as `userId`: it carries realtime and preferences. Keep it stable. */
  client: SupabaseClient;
  userId: string;
  /** Where notifications are read and written; by default the Data API through `client`. Keep it stable. */
  api?: NotificationsApi;
  /** Narrows lists and counts to one organisation. */
  organisationId?: string;
  /** BCP 47 tag; `fr` and `en` have words, any other needs `messages`. Default `fr`. */
  locale?: string;
  messages?: MessageOverrides;
  children?: ReactNode;
}

/**
 * Connects everything below it to one user's notifications. It needs a `QueryClientProvider` above it; put one
 * provider on a page.
 */
export function NotificationsProvider({
  client,
  userId,
  api: givenApi,
  organisationId,
  locale = 'fr',
  messages,
  onNavigate,
  linkComponent,
  children,
}: NotificationsProviderProps) {
  const queryClient = useQueryClient();
  const [feed, setFeed] = useState<NotificationsFeed | null>(null);
  const api = useMemo(() => givenApi ?? createSupabaseApi(client), [givenApi, client]);
  const preferencesApi: PreferencesApi = useMemo(() => createPreferencesApi(client), [client]);
  const translator = useMemo(() => createTranslator(locale, messages), [locale, messages]);
  const scope = useMemo(() => ({ userId, organisationId }), [userId, organisationId]);
  const [toasters] = useState(() => new Set<symbol>());

  useEffect(() => {
    const started = createNotificationsFeed({
      client,
      userId,
      refresh: () => refreshNotifications(queryClient, userId),
    });
    started.start();
    setFeed(started);
    return () => started.stop();
  }, [client, userId, queryClient]);

  const value = useMemo(
    () => ({ api, preferencesApi, scope, feed, translator, toasters, onNavigate, linkComponent }),
    [api, preferencesApi, scope, feed, translator, toasters, onNavigate, linkComponent],
  );
  return <NotificationsContext.Provider value={value}>{children}</NotificationsContext.Provider>;
}
