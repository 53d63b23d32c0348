import { requireAdmin } from '../../../../../features/admin/access.ts';
import { getAnalytics } from '../../../../../features/admin/analytics/analytics.ts';
import { toCsv } from '../../../../../features/admin/analytics/csv.ts';
import { readPeriod } from '../../../../../features/admin/analytics/periods.ts';
import { sessionClient } from '../../../../../features/supabase/server.ts';

/** The figures of the page as a file, each type in each week. */
export async function GET(request: Request): Promise<Response> {
  const organisation = await requireAdmin();
  const period = readPeriod(new URL(request.url).searchParams.get('semaines'));
  const { details, weeks } = await getAnalytics(await sessionClient(), organisation, period);
  return new Response(toCsv(details), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="analyses-${weeks.at(-1)?.week}-${period}-semaines.csv"`,
      'cache-control': 'private, no-store',
    },
  });
}
