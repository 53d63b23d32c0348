import { queryOf, type Request } from './http-request.ts';
import type { NotificationMute, PreferencesApi, PreferencesState } from './preferences-api.ts';

/** The part of the HTTP API that holds preferences and mutes. */
export function createHttpPreferences(request: Request): PreferencesApi {
  return {
    load: (organisationId, options) =>
      request<PreferencesState>('GET', `/preferences${queryOf({ organisation_id: organisationId })}`, {
        signal: options?.signal,
      }),
    save: (organisationId, change) =>
      request<PreferencesState>('PATCH', '/preferences', { body: { organisationId, ...change } }),
    async mutes(options) {
      const { mutes } = await request<{ mutes: NotificationMute[] }>('GET', '/mutes', {
        signal: options?.signal,
      });
      return mutes;
    },
    unmute: (id) => request('DELETE', `/mutes/${encodeURIComponent(id)}`),
  };
}
