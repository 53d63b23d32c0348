'use client';

import {
  type AnchorHTMLAttributes,
  type ComponentType,
  createContext,
  type MouseEvent,
  type Ref,
  useContext,
} from 'react';
import type { Translator } from '../messages/translator.ts';
import type { NotificationsApi } from '../store/api.ts';
import type { NotificationsFeed } from '../store/feed.ts';
import type { PreferencesApi } from '../store/preferences-api.ts';
import type { NotificationsStore } from '../store/store.ts';

export interface LinkComponentProps extends AnchorHTMLAttributes<HTMLAnchorElement> {
  href: string;
  ref?: Ref<HTMLAnchorElement>;
}

/** A router's link, such as `next/link`: it must render an `<a href>` and pass props on. */
export type LinkComponent = ComponentType<LinkComponentProps>;

/** How a click on a link travels. Without either prop, links are plain `<a href>`. */
export interface NavigationProps {
  /**
   * Client-side navigation, for example `router.push`. Called on a plain click, whose default is then
   * already prevented; clicks that open a new tab stay with the browser.
   */
  onNavigate?: ((href: string, event: MouseEvent) => void) | undefined;
  /** Renders links instead of `<a>`; default `<a>`. */
  linkComponent?: LinkComponent | undefined;
}

export interface NotificationsContextValue extends NavigationProps {
  api: NotificationsApi;
  store: NotificationsStore;
  /** Undefined when neither `preferencesApi` nor an `api` with preferences was given. */
  preferencesApi: PreferencesApi | undefined;
  scope: { userId: string; organisationId: string | undefined };
  /** Null during server rendering and until effects have run. */
  feed: NotificationsFeed | null;
  translator: Translator;
  /** Mounted toasters: while there is one, it announces arrivals and the bell keeps silent. */
  toasters: Set<symbol>;
}

export const NotificationsContext = createContext<NotificationsContextValue | null>(null);

/** @throws when there is no `NotificationsProvider` above */
export function useNotificationsContext(): NotificationsContextValue {
  const value = useContext(NotificationsContext);
  if (!value) throw new Error('There is no <NotificationsProvider> above');
  return value;
}
