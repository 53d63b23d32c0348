import { notFound } from '../../../../features/http/api-error.ts';
import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { explain, explainEvent, hasEvent, lastEvent } from '../../../../features/notifications/explain.ts';
import { explainNotification } from '../../../../features/notifications/operations/administration.ts';
import { administeredOrganisation } from '../../../../features/organisations/administered.ts';

/**
 * Who would be told of an event of this type now, and what was decided for the last one; with `eventId`, who was told
 * of that event.
 */
export const GET = route(explainNotification, async ({ supabase, userId, query }) => {
  const { event, organisationId: requested, eventId } = query;
  const organisationId = await administeredOrganisation(supabase, userId, requested);
  if (eventId !== undefined && !(await hasEvent(supabase, { id: eventId, organisationId, type: event }))) {
    throw notFound('event of this type');
  }
  const [recipients, last] = await Promise.all([
    eventId === undefined
      ? explain(supabase, { type: event, organisationId })
      : explainEvent(supabase, eventId),
    lastEvent(supabase, event, organisationId),
  ]);
  return reply(200, { event, organisationId, ...(eventId && { eventId }), recipients, lastEvent: last });
});
