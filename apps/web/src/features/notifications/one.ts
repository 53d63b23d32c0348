import { notFound } from '../http/api-error.ts';
import { fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';
import { COLUMNS, type NotificationRow } from './notification-row.ts';

/** What its owner may change about a notification; what is absent stays. */
export interface Change {
  isRead?: boolean | undefined;
  archived?: boolean | undefined;
  snoozedUntil?: string | null | undefined;
}

/** A change as the table has it. */
export function toColumns({ isRead, archived, snoozedUntil }: Change) {
  return {
    ...(isRead !== undefined && { is_read: isRead }),
    ...(archived !== undefined && { archived_at: archived ? new Date().toISOString() : null }),
    ...(snoozedUntil !== undefined && { snoozed_until: snoozedUntil }),
  };
}

/**
 * Changes one notification of the caller.
 * @throws ApiError 404 when it is no notification of the caller
 */
export async function changeNotification(
  supabase: Supabase,
  id: string,
  change: Change,
): Promise<NotificationRow> {
  const { data, error } = await supabase
    .from('notifications')
    .update(toColumns(change))
    .eq('id', id)
    .select(COLUMNS)
    .maybeSingle()
    .overrideTypes<NotificationRow, { merge: false }>();
  if (error) throw fromDatabase(error);
  if (data === null) throw notFound();
  return data;
}

/**
 * Records that the caller followed a notification, which is read from then on.
 * @throws ApiError 404 when it is no notification of the caller
 */
export async function clickNotification(supabase: Supabase, id: string): Promise<NotificationRow> {
  const { data: found, error } = await supabase.rpc('mark_notification_clicked', { id });
  if (error) throw fromDatabase(error);
  if (!found) throw notFound();
  const { data, error: failure } = await supabase
    .from('notifications')
    .select(COLUMNS)
    .eq('id', id)
    .maybeSingle()
    .overrideTypes<NotificationRow, { merge: false }>();
  if (failure) throw fromDatabase(failure);
  if (data === null) throw notFound();
  return data;
}
