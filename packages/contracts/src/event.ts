import { z } from 'zod';
import { type AcceptedType, acceptedTypes, type TypeAlias, typeAliases } from './types.generated.ts';
import { severities } from './vocabulary.ts';

const aliases = Object.keys(typeAliases) as TypeAlias[];
const names: readonly (AcceptedType | TypeAlias)[] = [...acceptedTypes, ...aliases];

const A_YEAR = 365 * 24 * 3600;

/**
 * What `notify(event)` takes. The database checks the same and more (that the organisation exists, that the people and
 * the subject belong to it, that it expires once and later); this schema is for callers who want to know before the round
 * trip.
 */
export const notificationEventSchema = z.strictObject({
  /** A type or its alias. */
  type: z.enum(names),
  organisationId: z.guid(),
  patientId: z.guid().optional(),
  /** The implant, appointment, document… that the event is about. */
  entityId: z.guid().optional(),
  /** The team that it concerns: only those who may see what the team sees are told. */
  teamId: z.guid().optional(),
  /** Overrides the type's severity; changes how it looks, never who is told. */
  severity: z.enum(severities).optional(),
  payload: z.record(z.string(), z.unknown()).optional(),
  /** When it happened, ISO 8601; now when left out. */
  createdAt: z.iso.datetime({ offset: true }).optional(),
  /** A second event of the organisation with the same key is a duplicate, for ever. At most 200 characters. */
  dedupeKey: z.string().min(1).max(200).optional(),
  /** What the throttle of the type counts by; its subject when left out. At most 200 characters. */
  throttleKey: z.string().min(1).max(200).optional(),
  /** When the notification is no longer worth reading, ISO 8601; what the type says when left out. */
  expiresAt: z.iso.datetime({ offset: true }).optional(),
  /** The same, in seconds from now; not both. */
  expiresIn: z.int().min(1).max(A_YEAR).optional(),
  /** Members to tell instead of the type's audience. */
  recipientIds: z.array(z.guid()).min(1).optional(),
  /** The member who caused the event. */
  actorId: z.guid().optional(),
});
export type NotificationEvent = z.infer<typeof notificationEventSchema>;
