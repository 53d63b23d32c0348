import { fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';
import { encodeCursor } from './cursor.ts';
import type { ListQuery } from './list-query.ts';

/** An instant between quotes, for `.` `:` and `+` have a meaning in a filter of the Data API. */
const quoted = (instant: string) => `"${instant}"`;

/**
 * A pattern that finds words anywhere. `%` and `_` are letters in a search; what has a meaning in the Data API's
 * filters, even between quotes for some of its servers, stands for any one character.
 */
const contains = (words: string) => `%${words.replace(/[%_\\]/g, '\\$&').replace(/[*,"(){}[\]]/g, '_')}%`;

/** Rows that the inbox shows now, and after the cursor: every condition is an alternative, and all must hold. */
function conditions(query: ListQuery): string {
  const now = quoted(new Date().toISOString());
  const all = [
    `or(snoozed_until.is.null,snoozed_until.lte.${now})`,
    `or(expires_at.is.null,expires_at.gt.${now})`,
  ];
  if (query.q) {
    const pattern = contains(query.q);
    all.push(`or(title.ilike.${pattern},message.ilike.${pattern})`);
  }
  if (query.cursor) {
    const createdAt = quoted(query.cursor.createdAt);
    all.push(`or(created_at.lt.${createdAt},and(created_at.eq.${createdAt},id.lt.${query.cursor.id}))`);
  }
  return `and(${all.join(',')})`;
}

/**
 * One page of the caller's notifications, newest first: neither archived, nor snoozed, nor expired.
 * @param supabase acts as the caller
 */
export async function listNotifications(supabase: Supabase, query: ListQuery) {
  let request = supabase
    .from('notifications')
    .select('*')
    .is('archived_at', null)
    .or(conditions(query))
    .order('created_at', { ascending: false })
    .order('id', { ascending: false });
  if (query.type) request = request.eq('type', query.type);
  if (query.priority) request = request.eq('priority', query.priority);
  if (query.is_read !== undefined) request = request.eq('is_read', query.is_read);
  if (query.organisation_id) request = request.eq('organisation_id', query.organisation_id);
  const first = query.offset ?? 0;
  // One row more than asked tells whether there is a next page.
  const { data, error } = await request.range(first, first + query.limit);
  if (error) throw fromDatabase(error);
  const notifications = data.slice(0, query.limit);
  const last = data.length > query.limit ? notifications.at(-1) : undefined;
  return {
    notifications,
    nextCursor: last ? encodeCursor({ createdAt: last.created_at, id: last.id }) : null,
  };
}

/**
 * Exact number of unread notifications.
 * @param organisationId one organisation only; every one of the caller's when absent
 */
export async function countUnread(supabase: Supabase, organisationId?: string): Promise<number> {
  const { data, error } = await supabase.rpc('unread_notification_count', {
    ...(organisationId && { organisation_id: organisationId }),
  });
  if (error) throw fromDatabase(error);
  return data;
}
