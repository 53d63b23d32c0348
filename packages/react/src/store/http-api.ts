import {
  type ListParams,
  type NotificationPage,
  type NotificationsApi,
  NotificationsApiError,
  type OrganisationScope,
} from './api.ts';

export interface HttpApiOptions {
  /** Where the routes are mounted; default `/api/notifications`. */
  baseUrl?: string;
  fetch?: typeof globalThis.fetch;
}

/**
 * Notifications through an application's own HTTP API, with the session cookie. Routes below `baseUrl`:
 *
 * | call | request |
 * |---|---|
 * | list | `GET ?limit&cursor&type&priority&is_read&q&organisation_id` → `{notifications, nextCursor}` |
 * | unreadCount | `GET /unread?limit=0&organisation_id` → `{count}` |
 * | markRead | `POST /:id/read` |
 * | markAllRead | `POST /read-all` with `{organisationId?}` → `{updated}` |
 * | markSeen | `POST /seen` with `{ids}` |
 * | archive | `DELETE /:id` → 204 |
 *
 * Errors are `{error: {code, message, field?}}`.
 */
export function createHttpApi({
  baseUrl = '/api/notifications',
  fetch: doFetch = (input, init) => globalThis.fetch(input, init),
}: HttpApiOptions = {}): NotificationsApi {
  async function request(method: string, path: string, body?: unknown, signal?: AbortSignal) {
    const init: RequestInit = { method, headers: { accept: 'application/json' }, credentials: 'same-origin' };
    if (signal) init.signal = signal;
    if (body !== undefined) {
      init.headers = { accept: 'application/json', 'content-type': 'application/json' };
      init.body = JSON.stringify(body);
    }
    let response: Response;
    try {
      response = await doFetch(`${baseUrl}${path}`, init);
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new NotificationsApiError('No answer from the notifications API', {
        code: 'network',
        status: 0,
        cause,
      });
    }
    if (!response.ok) throw await toError(response);
    return response;
  }

  return {
    async list(params = {}, options) {
      const response = await request('GET', listQuery(params), undefined, options?.signal);
      const page = (await response.json()) as NotificationPage;
      return { notifications: page.notifications, nextCursor: page.nextCursor ?? null };
    },
    async unreadCount(scope, options) {
      const response = await request('GET', unreadPath(scope), undefined, options?.signal);
      return ((await response.json()) as { count: number }).count;
    },
    async markRead(id) {
      await request('POST', `/${encodeURIComponent(id)}/read`);
    },
    async markAllRead(scope) {
      const response = await request('POST', '/read-all', scope ?? {});
      return ((await response.json()) as { updated: number }).updated;
    },
    async markSeen(ids) {
      if (ids.length > 0) await request('POST', '/seen', { ids });
    },
    async archive(id) {
      await request('DELETE', `/${encodeURIComponent(id)}`);
    },
  };
}

function listQuery(params: ListParams): string {
  const query = new URLSearchParams();
  if (params.limit !== undefined) query.set('limit', String(params.limit));
  if (params.cursor) query.set('cursor', params.cursor);
  if (params.type) query.set('type', params.type);
  if (params.priority) query.set('priority', params.priority);
  if (params.isRead !== undefined) query.set('is_read', String(params.isRead));
  if (params.q) query.set('q', params.q);
  if (params.organisationId) query.set('organisation_id', params.organisationId);
  return query.size > 0 ? `?${query}` : '';
}

/** The badge needs the count and no rows, and it needs it at once. */
function unreadPath(scope?: OrganisationScope): string {
  const query = new URLSearchParams({ limit: '0' });
  if (scope?.organisationId) query.set('organisation_id', scope.organisationId);
  return `/unread?${query}`;
}

async function toError(response: Response): Promise<NotificationsApiError> {
  // A proxy may answer with HTML: the status alone is then the error.
  const body = (await response.json().catch(() => null)) as {
    error?: { code?: string; message?: string; field?: string };
  } | null;
  const details = { code: body?.error?.code ?? `http_${response.status}`, status: response.status };
  const message = body?.error?.message ?? `The notifications API answered ${response.status}`;
  const field = body?.error?.field;
  return new NotificationsApiError(message, field === undefined ? details : { ...details, field });
}
