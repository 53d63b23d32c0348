'use client';

import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import { fr } from '../messages/fr.ts';
import type { MessageOverrides, NotificationMessages } from '../messages/messages.ts';
import { createTranslator } from '../messages/translator.ts';
import type { NotificationsApi } from '../store/api.ts';
import { createNotificationsFeed, type NotificationsFeed } from '../store/feed.ts';
import type { PreferencesApi } from '../store/preferences-api.ts';
import type { NotificationsRealtime } from '../store/realtime.ts';
import { createNotificationsStore } from '../store/store.ts';
import { type NavigationProps, NotificationsContext } from './context.ts';
import { notificationKeys } from './keys.ts';

export type { LinkComponent, LinkComponentProps, NavigationProps } from './context.ts';

export interface NotificationsProviderProps extends NavigationProps {
  userId: string;
  /** Where notifications are read and written, such as `createHttpApi()`. Keep it stable. */
  api: NotificationsApi;
  /** Where preferences are; by default `api`, where it has them. Keep it stable. */
  preferencesApi?: PreferencesApi;
  /** `connectRealtime(supabase.realtime)` of `@cassius/react/realtime`; without it, slow polling. Keep it stable. */
  realtime?: NotificationsRealtime | undefined;
  /** Narrows lists and counts to one organisation. */
  organisationId?: string;
  /** A full set of words, such as `en` of `@cassius/react/en`. Default `fr`. */
  words?: NotificationMessages;
  /** Words to replace, at any depth. */
  messages?: MessageOverrides;
  /** BCP 47 tag for dates, numbers and plurals; by default that of `words`. */
  locale?: string;
  /** IANA name of the time zone of dates and days. Default: the browser's, and UTC in what a server renders. */
  timeZone?: string | undefined;
  children?: ReactNode;
}

/**
 * Connects everything below it to one user's notifications. It needs a `QueryClientProvider` above it; put one
 * provider on a page.
 */
export function NotificationsProvider({
  userId,
  api,
  preferencesApi = 'load' in api ? (api as unknown as PreferencesApi) : undefined,
  realtime,
  organisationId,
  words = fr,
  messages,
  locale,
  timeZone: givenTimeZone,
  onNavigate,
  linkComponent,
  children,
}: NotificationsProviderProps) {
  const queryClient = useQueryClient();
  const [feed, setFeed] = useState<NotificationsFeed | null>(null);
  // Another user's notifications never meet these: not in the lists, not in the counts.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  const store = useMemo(() => createNotificationsStore(api), [api, userId]);
  const scope = useMemo(() => ({ userId, organisationId }), [userId, organisationId]);
  // What a server rendered is taken over as it stands, and then shown as the browser has it.
  const ownTimeZone = useSyncExternalStore(
    () => () => {},
    () => undefined,
    () => 'UTC',
  );
  const timeZone = givenTimeZone ?? ownTimeZone;
  const translator = useMemo(
    () => createTranslator(words, messages, locale, timeZone),
    [words, messages, locale, timeZone],
  );
  const [toasters] = useState(() => new Set<symbol>());

  useEffect(() => {
    const queryKey = notificationKeys.user(userId);
    const refresh = async () => {
      store.touch();
      await queryClient.invalidateQueries({ queryKey });
      const shown = queryClient.getQueryCache().findAll({ queryKey, type: 'active' });
      return shown.every((query) => query.state.status !== 'error');
    };
    const started = createNotificationsFeed({ realtime, userId, refresh });
    started.start();
    setFeed(started);
    const unsubscribe = store.onWritten(started.written);
    return () => {
      unsubscribe();
      started.stop();
    };
  }, [store, queryClient, realtime, userId]);

  const value = useMemo(
    () => ({
      api,
      store,
      preferencesApi,
      scope,
      feed,
      translator,
      toasters,
      onNavigate,
      linkComponent,
    }),
    [api, store, preferencesApi, scope, feed, translator, toasters, onNavigate, linkComponent],
  );
  return <NotificationsContext.Provider value={value}>{children}</NotificationsContext.Provider>;
}
