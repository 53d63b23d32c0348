import {
  type NotificationType,
  type NotificationTypeDefinition,
  notificationTypes,
} from '@cassius/contracts';
import { z } from 'zod';
import { ApiError } from '../../../../features/http/api-error.ts';
import { json, route } from '../../../../features/http/handler.ts';
import { parseQuery } from '../../../../features/http/input.ts';
import { explain, explainEvent, hasEvent, lastEvent } from '../../../../features/notifications/explain.ts';
import { notificationType } from '../../../../features/notifications/notification-type.ts';
import { administeredOrganisation } from '../../../../features/organisations/administered.ts';

const definitions: Record<NotificationType, NotificationTypeDefinition> = notificationTypes;

const debugQuery = z.object({
  event: notificationType.refine(
    (type) => definitions[type].internal !== true,
    'is a type that only the engine makes',
  ),
  organisationId: z.guid('must be the id of an organisation').optional(),
  eventId: z.guid('must be the id of an event').optional(),
});

const noSuchEvent = () => new ApiError(404, 'not_found', 'There is no such event of this type.');

/**
 * Who would be told of an event of this type now, and what was decided for the last one; with `eventId`, who was told
 * of that event.
 */
export const GET = route(async ({ supabase, userId, query }) => {
  const { event, organisationId: requested, eventId } = parseQuery(debugQuery, query);
  const organisationId = await administeredOrganisation(supabase, userId, requested);
  if (eventId !== undefined && !(await hasEvent(supabase, { id: eventId, organisationId, type: event }))) {
    throw noSuchEvent();
  }
  const [recipients, last] = await Promise.all([
    eventId === undefined
      ? explain(supabase, { type: event, organisationId })
      : explainEvent(supabase, eventId),
    lastEvent(supabase, event, organisationId),
  ]);
  return json({ event, organisationId, ...(eventId && { eventId }), recipients, lastEvent: last });
});
