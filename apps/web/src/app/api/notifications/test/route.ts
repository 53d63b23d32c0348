import { fromDatabase } from '../../../../features/http/database-error.ts';
import { route } from '../../../../features/http/handler.ts';
import { type ReplyOf, reply } from '../../../../features/http/operation.ts';
import { sendTest } from '../../../../features/notifications/operations/administration.ts';
import { administeredOrganisation } from '../../../../features/organisations/administered.ts';

type Outcome = ReplyOf<typeof sendTest>['body'];

/** Raises an event by hand. The database checks the right again and keeps a line in the audit log. */
export const POST = route(sendTest, async ({ supabase, userId, body: event }) => {
  const organisationId = await administeredOrganisation(supabase, userId, event.organisationId);
  const { data, error } = await supabase.rpc('send_manual_notification', {
    event: { ...event, organisationId } as never,
  });
  if (error) throw fromDatabase(error);
  return reply(201, data as Outcome);
});
