import { z } from 'zod';
import { fromDatabase } from '../../../../features/http/database-error.ts';
import { json, route } from '../../../../features/http/handler.ts';
import { parseBody } from '../../../../features/http/input.ts';

const body = z.object({ organisationId: z.guid('must be the id of an organisation').optional() });

export const POST = route(async ({ supabase, request }) => {
  const { organisationId } = await parseBody(body, request);
  const { data, error } = await supabase.rpc('mark_all_notifications_read', {
    ...(organisationId && { organisation_id: organisationId }),
  });
  if (error) throw fromDatabase(error);
  return json({ updated: data });
});
