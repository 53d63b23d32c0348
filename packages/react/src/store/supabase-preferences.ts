import type { SupabaseClient } from '@supabase/supabase-js';
import { NotificationsApiError, type RequestOptions } from './api.ts';
import type { MuteColumns } from './engine.generated.ts';
import type {
  NotificationProfile,
  NotificationTypePreference,
  PreferencesApi,
  PreferencesState,
} from './preferences-api.ts';
import { dataOf, limited } from './supabase-request.ts';
import type { NotificationPreference } from './types.ts';

const USUAL_TIMES = { digest_at: '08:00', digest_weekday: 1, quiet_from: null, quiet_until: null };

/**
 * Preferences straight from the Data API, under the caller's row level security.
 * @param userId whom `client` is signed in as
 */
export function createSupabasePreferences(client: SupabaseClient, userId: string): PreferencesApi {
  async function load(organisationId: string, { signal }: RequestOptions = {}): Promise<PreferencesState> {
    const [preferences, types, settings, profile, organisation] = await Promise.all([
      limited(client.rpc('my_notification_preferences', { organisation_id: organisationId }), signal),
      limited(client.rpc('my_notification_type_preferences', { organisation_id: organisationId }), signal),
      limited(
        client
          .from('notification_settings')
          .select('digest_at,digest_weekday,quiet_from,quiet_until')
          .eq('organisation_id', organisationId)
          .eq('user_id', userId),
        signal,
      ),
      limited(client.from('profiles').select('locale,timezone').eq('user_id', userId), signal),
      limited(client.from('organisations').select('locale,timezone').eq('id', organisationId), signal),
    ]);
    const [itsOwn] = dataOf<PreferencesState['organisation'][]>(organisation);
    if (!itsOwn) throw notFound('organisation_id', 'not an organisation of the user');
    return {
      preferences: dataOf<NotificationPreference[]>(preferences),
      types: dataOf<NotificationTypePreference[]>(types),
      settings: dataOf<PreferencesState['settings'][]>(settings)[0] ?? USUAL_TIMES,
      profile: dataOf<NotificationProfile[]>(profile)[0] ?? { locale: null, timezone: null },
      organisation: itsOwn,
    };
  }

  return {
    load,
    async save(organisationId, { preference, settings, profile }) {
      const owner = { organisation_id: organisationId, user_id: userId };
      // First what the database may refuse. A column that is not named stays no wish of one's own, and goes on following
      // the organisation.
      if (profile) {
        const update = client.from('profiles').update(profile).eq('user_id', userId).select('user_id');
        if (dataOf<unknown[]>(await limited(update)).length === 0)
          throw notFound('profile', 'the user has none');
      }
      if (settings) {
        // The whole row: one end of the quiet hours alone would be refused, though the other is stored.
        const { settings: before } = await load(organisationId);
        dataOf(
          await limited(
            client
              .from('notification_settings')
              .upsert({ ...owner, ...before, ...settings }, { onConflict: 'user_id,organisation_id' }),
          ),
        );
      }
      if (preference) {
        dataOf(
          await limited(
            client
              .from('notification_preferences')
              .upsert({ ...owner, ...preference }, { onConflict: 'user_id,organisation_id,category' }),
          ),
        );
      }
      return load(organisationId);
    },
    async mutes({ signal } = {}) {
      const columns = 'id,organisation_id,entity_type,entity_id,muted_until';
      const query = client
        .from('notification_mutes')
        .select(columns)
        .eq('user_id', userId)
        .order('created_at');
      return dataOf<MuteColumns[]>(await limited(query, signal)).map((row) => ({
        id: row.id,
        organisationId: row.organisation_id,
        entityType: row.entity_type,
        entityId: row.entity_id,
        mutedUntil: row.muted_until,
        // What a subject is called is the application's own: the engine knows its id.
        label: null,
      }));
    },
    async unmute(id) {
      dataOf(await limited(client.from('notification_mutes').delete().eq('id', id)));
    },
  };
}

function notFound(field: string, why: string): NotificationsApiError {
  return new NotificationsApiError(`${field}: ${why}`, { code: 'not_found', status: 404, field });
}
