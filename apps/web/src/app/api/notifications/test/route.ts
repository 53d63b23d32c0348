import { notificationEventSchema } from '@cassius/contracts';
import { fromDatabase } from '../../../../features/http/database-error.ts';
import { json, route } from '../../../../features/http/handler.ts';
import { parseBody } from '../../../../features/http/input.ts';
import { administeredOrganisation } from '../../../../features/organisations/administered.ts';

const body = notificationEventSchema.partial({ organisationId: true });

/** Raises an event by hand. The database checks the right again and keeps a line in the audit log. */
export const POST = route(async ({ supabase, userId, request }) => {
  const event = await parseBody(body, request);
  const organisationId = await administeredOrganisation(supabase, userId, event.organisationId);
  const { data, error } = await supabase.rpc('send_manual_notification', {
    event: { ...event, organisationId } as never,
  });
  if (error) throw fromDatabase(error);
  return json(data, 201);
});
