import { z } from 'zod';
import { type NotificationType, notificationTypes } from './types.generated.ts';
import { severities } from './vocabulary.ts';

/**
 * What `notify(event)` takes. The database checks the same and more (that the organisation exists, that the people and
 * the subject belong to it); this schema is for callers who want to know before the round trip.
 */
export const notificationEventSchema = z.strictObject({
  type: z.enum(Object.keys(notificationTypes) as [NotificationType, ...NotificationType[]]),
  organisationId: z.guid(),
  patientId: z.guid().optional(),
  /** The implant, appointment, document… that the event is about. */
  entityId: z.guid().optional(),
  /** Overrides the type's severity; changes how it looks, never who is told. */
  severity: z.enum(severities).optional(),
  payload: z.record(z.string(), z.unknown()).optional(),
  /** When it happened, ISO 8601; now when left out. */
  createdAt: z.iso.datetime({ offset: true }).optional(),
  /** A second event of the organisation with the same key is a duplicate, for ever. At most 200 characters. */
  dedupeKey: z.string().min(1).max(200).optional(),
  /** Members to tell instead of the type's audience. */
  recipientIds: z.array(z.guid()).min(1).optional(),
  /** The member who caused the event. */
  actorId: z.guid().optional(),
});
export type NotificationEvent = z.infer<typeof notificationEventSchema>;
