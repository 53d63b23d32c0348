import { z } from 'zod';
import { json, route } from '../../../../features/http/handler.ts';
import { parseQuery } from '../../../../features/http/input.ts';
import { explain, lastEvent } from '../../../../features/notifications/explain.ts';
import { notificationType } from '../../../../features/notifications/notification-type.ts';
import { administeredOrganisation } from '../../../../features/organisations/administered.ts';

const debugQuery = z.object({
  event: notificationType,
  organisationId: z.guid('must be the id of an organisation').optional(),
});

/** Who would be told of an event of this type now, and what was decided for the last one. */
export const GET = route(async ({ supabase, userId, query }) => {
  const { event, organisationId: requested } = parseQuery(debugQuery, query);
  const organisationId = await administeredOrganisation(supabase, userId, requested);
  const [recipients, last] = await Promise.all([
    explain(supabase, event, organisationId),
    lastEvent(supabase, event, organisationId),
  ]);
  return json({ event, organisationId, recipients, lastEvent: last });
});
