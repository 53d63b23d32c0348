import type { SupabaseClient } from '@supabase/supabase-js';
import { type ListParams, type NotificationsApi, NotificationsApiError, type UnreadCounts } from './api.ts';
import { decodeCursor, encodeCursor } from './cursor.ts';
import { dataOf, limited } from './supabase-request.ts';
import type { NotificationRow } from './types.ts';

const COLUMNS =
  'id,organisation_id,user_id,event_id,type,category,severity,priority,title,message,entity_type,entity_id,patient_id,' +
  'team_id,link,is_read,read_at,seen_at,clicked_at,archived_at,snoozed_until,expires_at,retracted_at,coalesced,' +
  'summary_of,created_at';
const DEFAULT_LIMIT = 20;
/** Ids that one request names: more would not fit in its address. */
const BATCH = 100;
const ALREADY_THERE = '23505';

/** Notifications straight from the Data API, under the caller's row level security. */
export function createSupabaseApi(client: SupabaseClient): NotificationsApi {
  const table = () => client.from('notifications');
  const mutes = () => client.from('notification_mutes');

  async function call<Data>(name: string, parameters: object, signal?: AbortSignal): Promise<Data> {
    return dataOf<Data>(await limited(client.rpc(name, parameters), signal));
  }

  return {
    async list(params = {}, options) {
      const { limit = DEFAULT_LIMIT, organisationId, view, q } = params;
      const words = q?.trim();
      const found = () => client.rpc('find_notifications', { query: words }).select(COLUMNS);
      // The same rows, narrowed in the same way.
      let query = words ? (found() as unknown as ReturnType<typeof all>) : all();
      function all() {
        return table().select(COLUMNS);
      }
      query = query.or(conditions(params)).filter('archived_at', view === 'archived' ? 'not.is' : 'is', null);
      if (organisationId) query = query.eq('organisation_id', organisationId);
      if (params.type) query = query.eq('type', params.type);
      if (params.category) query = query.eq('category', params.category);
      if (params.priority) query = query.eq('priority', params.priority);
      if (params.isRead !== undefined) query = query.eq('is_read', params.isRead);
      // One row more than asked for tells whether another page exists.
      const page = query
        .order('created_at', { ascending: false })
        .order('id', { ascending: false })
        .limit(limit + 1);
      const rows = dataOf<NotificationRow[]>(await limited(page, options?.signal));
      const notifications = rows.slice(0, limit);
      const last = rows.length > limit ? notifications.at(-1) : undefined;
      const nextCursor = last ? encodeCursor({ createdAt: last.created_at, id: last.id }) : null;
      return { notifications, nextCursor };
    },
    async unread({ organisationId } = {}, options) {
      const rows = await call<{ organisation_id: string; category: never; count: number }[]>(
        'unread_notification_counts',
        { organisation_id: organisationId },
        options?.signal,
      );
      const counts: UnreadCounts['counts'] = rows.map((row) => ({
        organisationId: row.organisation_id,
        category: row.category,
        count: row.count,
      }));
      return { total: counts.reduce((total, { count }) => total + count, 0), counts };
    },
    async update(ids, { isRead, archived, snoozedUntil }) {
      const columns = {
        is_read: isRead,
        archived_at: archived === undefined ? undefined : archived ? new Date().toISOString() : null,
        snoozed_until: snoozedUntil,
      };
      for (let from = 0; from < ids.length; from += BATCH) {
        const some = ids.slice(from, from + BATCH);
        const changed = dataOf<unknown[]>(await limited(table().update(columns).in('id', some).select('id')));
        if (ids.length === 1 && changed.length === 0) throw notFound();
      }
    },
    async click(id) {
      if (!(await call<boolean>('mark_notification_clicked', { id }))) throw notFound();
    },
    async markAllRead({ organisationId, category } = {}) {
      const scope = { organisation_id: organisationId, category };
      const [answer] = await call<{ updated: number; ids: string[] }[]>('read_all_notifications', scope);
      return answer ?? { updated: 0, ids: [] };
    },
    async markSeen(ids) {
      if (ids.length === 0) return;
      const seen = { seen_at: new Date().toISOString() };
      dataOf(await limited(table().update(seen).in('id', ids).is('seen_at', null)));
    },
    async mute({ organisationId, entityType, entityId }) {
      const target = { organisation_id: organisationId, entity_type: entityType, entity_id: entityId };
      const added = await limited(mutes().insert(target).select('id')).single();
      if (added.error?.code !== ALREADY_THERE) return dataOf<{ id: string }>(added);
      return dataOf<{ id: string }>(
        await limited(mutes().update({ muted_until: null }).match(target).select('id')).single(),
      );
    },
    async unmute(id) {
      dataOf(await limited(mutes().delete().eq('id', id)));
    },
  };
}

function notFound(): NotificationsApiError {
  return new NotificationsApiError('No such notification', { code: 'not_found', status: 404 });
}

/** Everything that is an alternative, in one boolean tree, because a request should carry a single `or` parameter. */
function conditions({ view = 'inbox', cursor, until }: ListParams): string {
  // In quotes, for an instant has signs that mean something in a filter.
  const now = `"${new Date().toISOString()}"`;
  const rules = [`or(expires_at.is.null,expires_at.gt.${now})`];
  if (view === 'inbox') rules.push(`or(snoozed_until.is.null,snoozed_until.lte.${now})`);
  if (view === 'snoozed') rules.push(`snoozed_until.gt.${now}`);
  if (cursor) rules.push(beside('cursor', cursor, 'lt', 'lt'));
  if (until) rules.push(beside('until', until, 'gt', 'gte'));
  return `and(${rules.join(',')})`;
}

function beside(field: 'cursor' | 'until', text: string, past: string, at: string): string {
  const position = decodeCursor(text);
  if (!position) {
    const details = { code: 'invalid_cursor', status: 400, field };
    throw new NotificationsApiError(`${field}: not a cursor of this list`, details);
  }
  const { createdAt, id } = position;
  // A range first: PostgreSQL walks the index from there and stops after a page, where it would sort all that an "or" leaves.
  // Closed at its other end: the planner takes such a range for narrow, whatever the cursor, and so keeps one plan for all pages.
  const end = past === 'lt' ? 'gt.-infinity' : 'lt.infinity';
  return `created_at.${past}e."${createdAt}",created_at.${end},or(created_at.${past}."${createdAt}",id.${at}.${id})`;
}
