import type { UndoableAction } from '../hooks/use-notification-actions.ts';
import type { ConnectionStatus, NotificationCategory } from '../store/types.ts';

import type { PreferencesMessages } from './preferences-messages.ts';

/**
 * One sentence per plural form of the locale (`Intl.PluralRules`); `{count}` is replaced. `zero`, where
 * given, wins over the rules for 0. A missing form falls back to `other`.
 */
export interface PluralMessage {
  zero?: string;
  one?: string;
  two?: string;
  few?: string;
  many?: string;
  other: string;
}

/** Every word the components can show or announce. Override any of them in `NotificationsProvider`. */
export interface NotificationMessages {
  /** BCP 47 tag of these words; also the locale of dates and numbers where no other is given. */
  locale: string;
  bell: PluralMessage;
  /** Badge text above 99; the accessible name always has the exact number. */
  badgeOverflow: string;
  title: string;
  close: string;
  markAllRead: string;
  archive: string;
  restore: string;
  markRead: string;
  markUnread: string;
  /** Heads the choice of when a notification comes back. */
  snooze: string;
  snoozeFor: { hour: string; evening: string; tomorrow: string; monday: string; date: string };
  /** `{date}` is replaced. */
  snoozedUntil: string;
  unsnooze: string;
  mute: string;
  /** Opens the menu of one notification; its title follows. */
  actions: string;
  /** The offer to undo, by what was done; `allRead` says what `read` does. */
  done: Record<Exclude<UndoableAction['kind'], 'allRead'>, PluralMessage>;
  undo: string;
  /** Folded runs of like notifications. */
  similar: PluralMessage;
  /** How many notifications a menu acts on. */
  many: PluralMessage;
  /** Link to the page with every notification. */
  viewAll: string;
  /** Link to the preferences page. */
  preferencesLink: string;
  loadMore: string;
  loading: string;
  empty: string;
  emptyHint: string;
  /** In a tab, in another view, under a filter. */
  emptyFiltered: string;
  /** A search found nothing; `{q}` is replaced. */
  notFound: string;
  found: PluralMessage;
  search: string;
  error: string;
  /** A write was refused and undone. */
  actionFailed: string;
  retry: string;
  unread: string;
  /** After the name of a tab, for a screen reader. */
  unreadCount: PluralMessage;
  tabs: Record<'all' | NotificationCategory, string>;
  /** Shown on what is pressing, so that its colour is never alone. */
  priority: Record<'high' | 'critical', string>;
  severity: { INFO: string; WARNING: string; CRITICAL: string };
  /** Announced politely when new ones arrive. */
  arrived: PluralMessage;
  /** The pill above a list that is being read. */
  newOnes: PluralMessage;
  /** The note above the list when it is not live. */
  connection: Record<Extract<ConnectionStatus, 'polling' | 'offline'>, string>;
  justNow: string;
  /** Of `@cassius/react/toaster`; French ones come with it. */
  toasts?: ToastMessages;
  /** Of `@cassius/react/preferences`; French ones come with it. */
  preferences?: PreferencesMessages;
}

export interface ToastMessages {
  /** Name of the corner where they are shown. */
  region: string;
  /** On what leads somewhere. */
  open: string;
}

/** What a caller may override: any part, at any depth. */
export type MessageOverrides<T = NotificationMessages> = {
  [K in keyof T]?: T[K] extends string ? string : T[K] extends PluralMessage ? T[K] : MessageOverrides<T[K]>;
};
