import type { Category, Frequency, Priority, Severity } from '@cassius/contracts';
import type { Database } from '@cassius/contracts/database';

export type NotificationSeverity = Severity;
export type NotificationPriority = Priority;
export type NotificationCategory = Category;
export type NotificationFrequency = Frequency;

/** A row of `public.notifications`, as the Data API and the HTTP API return it. */
export type NotificationRow = Database['public']['Tables']['notifications']['Row'];

/**
 * What a user wants for one category in one organisation. `frequency` rules email only; `is_default` is true
 * while the user has never chosen.
 */
export type NotificationPreference =
  Database['public']['Functions']['my_notification_preferences']['Returns'][number];

/** The part of one preference to change. */
export type PreferenceChange = Pick<NotificationPreference, 'category'> &
  Partial<Pick<NotificationPreference, 'in_app' | 'email' | 'push' | 'sms' | 'frequency'>>;

/**
 * How notifications reach this window: `live` over the realtime channel, `connecting` while joining,
 * `polling` when the channel is refused or lost, `offline` when the browser has no network.
 */
export type ConnectionStatus = 'live' | 'connecting' | 'polling' | 'offline';
