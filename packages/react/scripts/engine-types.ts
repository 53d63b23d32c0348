import type { Database } from '@cassius/contracts/database';

/**
 * What the library knows of the engine. `npm run generate` writes it out in full to src/store/engine.generated.ts, so
 * that the published types stand without this repository, and without the tables that are none of their business.
 */
export type { Category, Frequency, NotificationType, Priority, Severity } from '@cassius/contracts';

type Tables = Database['public']['Tables'];
type Functions = Database['public']['Functions'];

/** Without what the search compares: no API returns it. */
export type NotificationColumns = Omit<Tables['notifications']['Row'], 'lexemes'>;
export type MuteColumns = Tables['notification_mutes']['Row'];
export type PreferenceColumns = Functions['my_notification_preferences']['Returns'][number];
export type TypePreferenceColumns = Functions['my_notification_type_preferences']['Returns'][number];
