import type {
  Category,
  NotificationType as EngineType,
  Frequency,
  NotificationColumns,
  PreferenceColumns,
  Priority,
  Severity,
} from './engine.generated.ts';

export type NotificationSeverity = Severity;
export type NotificationPriority = Priority;
export type NotificationCategory = Category;
export type NotificationFrequency = Frequency;

/**
 * Narrows or widens the types of notification that an application knows, by declaration merging:
 *
 * ```ts
 * declare module '@cassius/react' {
 *   interface Register { types: 'ISQ_CRITICAL' | 'MY_OWN_TYPE' }
 * }
 * ```
 */
// biome-ignore lint/suspicious/noEmptyInterface: it is there to be merged with
export interface Register {}

/** The types that the application registered; without that, those of the engine. */
export type NotificationType = Register extends { types: infer Types extends string } ? Types : EngineType;

/** A row of `public.notifications`, as the Data API and the HTTP API return it. */
export interface NotificationRow<Type extends NotificationType = NotificationType>
  extends Omit<NotificationColumns, 'type'> {
  type: Type;
}

/**
 * What a user wants for one category in one organisation. `frequency` rules email only; `is_default` is true
 * while the user has never chosen.
 */
export type NotificationPreference = PreferenceColumns;

/** The part of one preference to change. */
export type PreferenceChange = Pick<NotificationPreference, 'category'> &
  Partial<Pick<NotificationPreference, 'in_app' | 'email' | 'push' | 'sms' | 'frequency'>>;

/**
 * How notifications reach this window: `live` over the realtime channel, `connecting` while joining,
 * `polling` when the channel is refused or lost, `offline` when the browser has no network.
 */
export type ConnectionStatus = 'live' | 'connecting' | 'polling' | 'offline';
