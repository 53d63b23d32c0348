import type { z } from 'zod';
import { ApiError } from '../http/api-error.ts';
import { type DatabaseError, fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';
import type { getPreferences } from './operations.ts';

export type PreferencesState = z.input<(typeof getPreferences.answers)[200]['body']>;

/** What applies to someone who has set no times. */
const USUAL_TIMES = { digest_at: '08:00', digest_weekday: 1, quiet_from: null, quiet_until: null };

/** A time of day as the database has it, without its seconds. */
const short = (time: string) => time.slice(0, 5);

function rowsOf<Data>({ data, error }: { data: Data | null; error: DatabaseError | null }): Data {
  if (error) throw fromDatabase(error);
  return data as Data;
}

/**
 * All that applies to the caller in one organisation.
 * @param named the parameter or member that names the organisation
 * @throws ApiError 404 when they are not a member
 */
export async function loadPreferences(
  supabase: Supabase,
  userId: string,
  organisationId: string,
  named: string,
): Promise<PreferencesState> {
  const organisation_id = organisationId;
  const own = { user_id: userId, organisation_id };
  const [preferences, types, settings, profile, organisation] = await Promise.all([
    supabase.rpc('my_notification_preferences', { organisation_id }),
    supabase.rpc('my_notification_type_preferences', { organisation_id }),
    supabase
      .from('notification_settings')
      .select('digest_at, digest_weekday, quiet_from, quiet_until')
      .match(own)
      .maybeSingle(),
    supabase.from('profiles').select('locale, timezone').eq('user_id', userId).maybeSingle(),
    supabase.from('organisations').select('locale, timezone').eq('id', organisationId).maybeSingle(),
  ]);
  const its = rowsOf(organisation);
  if (its === null) throw new ApiError(404, 'not_found', `${named}: there is no such organisation`, named);
  const times = rowsOf(settings) ?? USUAL_TIMES;
  return {
    preferences: rowsOf(preferences),
    types: rowsOf(types),
    settings: {
      digest_at: short(times.digest_at),
      digest_weekday: times.digest_weekday,
      quiet_from: times.quiet_from && short(times.quiet_from),
      quiet_until: times.quiet_until && short(times.quiet_until),
    },
    profile: (rowsOf(profile) ?? { locale: null, timezone: null }) as PreferencesState['profile'],
    organisation: its as PreferencesState['organisation'],
  };
}
