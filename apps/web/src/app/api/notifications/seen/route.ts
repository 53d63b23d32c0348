import { z } from 'zod';
import { fromDatabase } from '../../../../features/http/database-error.ts';
import { noContent, route } from '../../../../features/http/handler.ts';
import { parseBody } from '../../../../features/http/input.ts';

const body = z.object({ ids: z.array(z.guid('must be a UUID')).max(100, 'must have at most 100 ids') });

/** Records that notifications were shown; those of others are left alone without a word. */
export const POST = route(async ({ supabase, request }) => {
  const { ids } = await parseBody(body, request);
  const { error } = await supabase
    .from('notifications')
    .update({ seen_at: new Date().toISOString() })
    .in('id', ids)
    .is('seen_at', null);
  if (error) throw fromDatabase(error);
  return noContent();
});
