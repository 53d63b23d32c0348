import { z } from 'zod';
import { badRequest, notFound } from '../http/api-error.ts';
import { fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';

/** The members of a notification that its owner may write. */
interface Change {
  is_read?: boolean;
  archived_at?: string;
}

/**
 * Changes one notification of the caller.
 * @param id as found in the path
 * @throws ApiError 400 when `id` is not a UUID, 404 when it is no notification of the caller
 */
export async function changeNotification(supabase: Supabase, id: string, change: Change) {
  if (!z.guid().safeParse(id).success) throw badRequest('id', 'must be a UUID');
  const { data, error } = await supabase
    .from('notifications')
    .update(change)
    .eq('id', id)
    .select()
    .maybeSingle();
  if (error) throw fromDatabase(error);
  if (data === null) throw notFound();
  return data;
}
