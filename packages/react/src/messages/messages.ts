import type { ConnectionStatus, NotificationCategory, NotificationFrequency } from '../store/types.ts';

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
  bell: PluralMessage;
  /** Badge text above 99; the accessible name always has the exact number. */
  badgeOverflow: string;
  title: string;
  close: string;
  markAllRead: string;
  archive: string;
  /** Link to the page with every notification. */
  viewAll: string;
  /** Link to the preferences page. */
  preferencesLink: string;
  loadMore: string;
  loading: string;
  empty: string;
  emptyHint: string;
  error: string;
  /** A write was refused and undone. */
  actionFailed: string;
  retry: string;
  unread: string;
  severity: { INFO: string; WARNING: string; CRITICAL: string };
  /** Announced politely when new ones arrive. */
  arrived: PluralMessage;
  /** The pill above a list that is being read. */
  newOnes: PluralMessage;
  /** The note above the list when it is not live. */
  connection: Record<Extract<ConnectionStatus, 'polling' | 'offline'>, string>;
  toasts: { region: string; dismiss: string };
  justNow: string;
  preferences: {
    title: string;
    hint: string;
    category: string;
    inApp: string;
    email: string;
    frequency: string;
    saving: string;
    saved: string;
    failed: string;
    categories: Record<NotificationCategory, { name: string; description: string }>;
    frequencies: Record<NotificationFrequency, string>;
  };
}

/** What a caller may override: any part, at any depth. */
export type MessageOverrides<T = NotificationMessages> = {
  [K in keyof T]?: T[K] extends string ? string : T[K] extends PluralMessage ? T[K] : MessageOverrides<T[K]>;
};
