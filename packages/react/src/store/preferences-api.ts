import type { SupabaseClient } from '@supabase/supabase-js';
import { toApiError } from './supabase-error.ts';
import type { NotificationPreference } from './types.ts';

/** Where notification preferences are read and written. */
export interface PreferencesApi {
  /** One row a category, defaults filled in. */
  list(organisationId: string, options?: { signal?: AbortSignal }): Promise<NotificationPreference[]>;
  /** Stores the whole row of one category, so that no column falls back to a default. */
  save(organisationId: string, userId: string, preference: NotificationPreference): Promise<void>;
}

/** Preferences through the Data API, under the caller's row level security. */
export function createPreferencesApi(client: SupabaseClient): PreferencesApi {
  return {
    async list(organisationId, options) {
      const query = client.rpc('my_notification_preferences', { organisation_id: organisationId });
      const result = await (options?.signal ? query.abortSignal(options.signal) : query);
      if (result.error) throw toApiError(result);
      return result.data as NotificationPreference[];
    },
    async save(organisationId, userId, preference) {
      const { is_default: _derived, ...columns } = preference;
      const result = await client
        .from('notification_preferences')
        .upsert(
          { ...columns, organisation_id: organisationId, user_id: userId },
          { onConflict: 'user_id,organisation_id,category' },
        );
      if (result.error) throw toApiError(result);
    },
  };
}
