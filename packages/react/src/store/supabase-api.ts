import type { SupabaseClient } from '@supabase/supabase-js';
import { type ListParams, type NotificationsApi, NotificationsApiError } from './api.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { toApiError } from './supabase-error.ts';
import type { NotificationRow } from './types.ts';

const COLUMNS =
  'id,organisation_id,user_id,event_id,type,category,severity,priority,title,message,entity_type,entity_id,' +
  'link,is_read,read_at,seen_at,archived_at,snoozed_until,expires_at,created_at';
const DEFAULT_LIMIT = 20;

/** Notifications straight from the Data API, under the caller's row level security. */
export function createSupabaseApi(client: SupabaseClient): NotificationsApi {
  return {
    async list(params = {}, options) {
      const limit = params.limit ?? DEFAULT_LIMIT;
      let query = client.from('notifications').select(COLUMNS).or(visibleRows(params));
      if (params.organisationId) query = query.eq('organisation_id', params.organisationId);
      if (params.type) query = query.eq('type', params.type);
      if (params.priority) query = query.eq('priority', params.priority);
      if (params.isRead !== undefined) query = query.eq('is_read', params.isRead);
      if (options?.signal) query = query.abortSignal(options.signal);
      // One row more than asked for tells whether another page exists.
      const result = await query
        .order('created_at', { ascending: false })
        .order('id', { ascending: false })
        .limit(limit + 1);
      if (result.error) throw toApiError(result);
      const rows = result.data as unknown as NotificationRow[];
      const notifications = rows.slice(0, limit);
      const last = notifications.at(-1);
      const nextCursor =
        rows.length > limit && last ? encodeCursor({ createdAt: last.created_at, id: last.id }) : null;
      return { notifications, nextCursor };
    },
    async unreadCount(scope, options) {
      const query = client.rpc('unread_notification_count', scopeArgument(scope?.organisationId));
      const result = await (options?.signal ? query.abortSignal(options.signal) : query);
      if (result.error) throw toApiError(result);
      return result.data as number;
    },
    async markRead(id) {
      const result = await client.rpc('mark_notifications_read', { ids: [id] });
      if (result.error) throw toApiError(result);
    },
    async markAllRead(scope) {
      const result = await client.rpc('mark_all_notifications_read', scopeArgument(scope?.organisationId));
      if (result.error) throw toApiError(result);
      return result.data as number;
    },
    async markSeen(ids) {
      if (ids.length === 0) return;
      const result = await client
        .from('notifications')
        .update({ seen_at: new Date().toISOString() })
        .in('id', ids)
        .is('seen_at', null);
      if (result.error) throw toApiError(result);
    },
    async archive(id) {
      const result = await client
        .from('notifications')
        .update({ archived_at: new Date().toISOString() })
        .eq('id', id)
        .select('id');
      if (result.error) throw toApiError(result);
      if (result.data.length === 0) {
        throw new NotificationsApiError('No such notification', { code: 'not_found', status: 404 });
      }
    },
  };
}

function scopeArgument(organisationId: string | undefined): { organisation_id?: string } {
  return organisationId ? { organisation_id: organisationId } : {};
}

/** One boolean tree, because a request should carry a single `or` parameter. */
function visibleRows({ cursor, q }: ListParams): string {
  const now = new Date().toISOString();
  const rules = [
    'archived_at.is.null',
    `or(snoozed_until.is.null,snoozed_until.lte."${now}")`,
    `or(expires_at.is.null,expires_at.gt."${now}")`,
  ];
  if (cursor) {
    const after = decodeCursor(cursor);
    if (!after) {
      throw new NotificationsApiError('cursor: not a cursor of this list', {
        code: 'invalid_cursor',
        status: 400,
        field: 'cursor',
      });
    }
    const { createdAt, id } = after;
    rules.push(`or(created_at.lt."${createdAt}",and(created_at.eq."${createdAt}",id.lt.${id}))`);
  }
  const words = q?.trim();
  if (words) {
    const pattern = contains(words);
    rules.push(`or(title.ilike.${pattern},message.ilike.${pattern})`);
  }
  return `and(${rules.join(',')})`;
}

/**
 * A pattern that finds the words anywhere. `%`, `_` and the backslash are letters in a search; what has a meaning in
 * the Data API's filters stands for any one character, because quoting is not honoured everywhere in them.
 */
function contains(words: string): string {
  return `%${words.replace(/[\\%_]/g, '\\$&').replace(/[*,"(){}[\]]/g, '_')}%`;
}
