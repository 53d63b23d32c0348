import type { ListParams, NotificationPage, NotificationsApi, UnreadCounts } from './api.ts';
import { createHttpPreferences } from './http-preferences.ts';
import { createRequest, type HttpApiOptions, queryOf } from './http-request.ts';
import type { PreferencesApi } from './preferences-api.ts';

/** The routes take so many ids at once. */
const AT_ONCE = 100;

/**
 * Notifications and preferences through an application's own HTTP API, with the session cookie. Routes below `baseUrl`:
 *
 * | call | request |
 * |---|---|
 * | list | `GET ?sort=recent&limit&cursor&until&view&type&category&priority&is_read&q&organisation_id` → `{notifications, nextCursor}` |
 * | unread | `GET /unread?limit=0&organisation_id` → `{count, counts}` |
 * | update | `PATCH /:id` with `{isRead?, archived?, snoozedUntil?}`; for several `PATCH` with `{ids, …}` |
 * | click | `POST /:id/click` |
 * | markAllRead | `POST /read-all` with `{organisationId?, category?}` → `{updated, ids}` |
 * | markSeen | `POST /seen` with `{ids}` |
 * | mute | `POST /mutes` with `{organisationId, entityType, entityId}` → `{mute}` |
 * | mutes, unmute | `GET /mutes` → `{mutes}`, `DELETE /mutes/:id` |
 * | load, save | `GET /preferences?organisation_id`, `PATCH /preferences` with `{organisationId, …}` |
 *
 * Errors are `{error: {code, message, field?}}`. `docs/openapi.json` describes all of it.
 */
export function createHttpApi(options?: HttpApiOptions): NotificationsApi & PreferencesApi {
  const request = createRequest(options);
  return {
    ...createHttpPreferences(request),
    async list(params = {}, { signal } = {}) {
      const { notifications, nextCursor } = await request<NotificationPage>('GET', listQuery(params), {
        signal,
      });
      return { notifications, nextCursor: nextCursor ?? null };
    },
    async unread({ organisationId } = {}, { signal } = {}) {
      // The badge needs the counts and no rows, and it needs them at once.
      const path = `/unread${queryOf({ limit: 0, organisation_id: organisationId })}`;
      const { count, counts } = await request<{ count: number; counts: UnreadCounts['counts'] }>(
        'GET',
        path,
        {
          signal,
        },
      );
      return { total: count, counts };
    },
    async update(ids, change) {
      const [only] = ids;
      if (only !== undefined && ids.length === 1) {
        await request('PATCH', `/${encodeURIComponent(only)}`, { body: change, keepalive: true });
        return;
      }
      for (let from = 0; from < ids.length; from += AT_ONCE) {
        const body = { ids: ids.slice(from, from + AT_ONCE), ...change };
        await request('PATCH', '', { body, keepalive: true });
      }
    },
    async click(id) {
      await request('POST', `/${encodeURIComponent(id)}/click`, { keepalive: true });
    },
    markAllRead: (scope = {}) => request('POST', '/read-all', { body: scope, keepalive: true }),
    async markSeen(ids) {
      if (ids.length > 0) await request('POST', '/seen', { body: { ids } });
    },
    async mute(target) {
      const { organisationId, entityType, entityId } = target;
      const { mute } = await request<{ mute: { id: string } }>('POST', '/mutes', {
        body: { organisationId, entityType, entityId },
      });
      return { id: mute.id };
    },
  };
}

const listQuery = ({ isRead, organisationId, ...params }: ListParams) =>
  queryOf({ ...params, sort: 'recent', is_read: isRead, organisation_id: organisationId });
