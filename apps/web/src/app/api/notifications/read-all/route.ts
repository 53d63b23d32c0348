import { fromDatabase } from '../../../../features/http/database-error.ts';
import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { readAll } from '../../../../features/notifications/operations/many.ts';

export const POST = route(readAll, async ({ supabase, body: { organisationId, category } }) => {
  const { data, error } = await supabase
    .rpc('read_all_notifications', {
      ...(organisationId && { organisation_id: organisationId }),
      ...(category && { category }),
    })
    .single();
  if (error) throw fromDatabase(error);
  return reply(200, data);
});
