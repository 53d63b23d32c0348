import { fromDatabase } from '../../../../features/http/database-error.ts';
import { everyRow } from '../../../../features/http/every-row.ts';
import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { readAnalytics } from '../../../../features/notifications/operations/administration.ts';
import { administeredOrganisation } from '../../../../features/organisations/administered.ts';

export const GET = route(readAnalytics, async ({ supabase, userId, query }) => {
  const organisation_id = await administeredOrganisation(
    supabase,
    userId,
    query.organisation_id,
    'organisation_id',
  );
  const rows = await everyRow(
    (from, to) =>
      supabase.rpc('notification_analytics', { organisation_id, weeks: query.weeks }).range(from, to),
    fromDatabase,
  );
  return reply(200, { rows });
});
