import type { z } from 'zod';
import { ApiError, badRequest } from '../http/api-error.ts';
import { type DatabaseError, fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';
import { loadPreferences, type PreferencesState } from './load.ts';
import type { changePreferences } from './operations.ts';

type Change = z.output<typeof changePreferences.body>;
type Settings = PreferencesState['settings'];

function done({ error }: { error: DatabaseError | null }) {
  if (error) throw fromDatabase(error);
}

/** Quiet hours have two ends, and a partial change may give one of them. */
function checkTimes({ quiet_from, quiet_until }: Settings) {
  if (quiet_from !== null && quiet_until === null) {
    throw badRequest('settings.quiet_until', 'is required beside quiet_from');
  }
  if (quiet_until !== null && quiet_from === null) {
    throw badRequest('settings.quiet_from', 'is required beside quiet_until');
  }
  if (quiet_from !== null && quiet_from === quiet_until) {
    throw badRequest('settings.quiet_until', 'must differ from quiet_from');
  }
}

/** Columns that are absent stay as they are. */
async function saveProfile(
  supabase: Supabase,
  userId: string,
  profile: { locale?: string | null; timezone?: string | null },
) {
  const { data, error } = await supabase
    .from('profiles')
    .update(profile)
    .eq('user_id', userId)
    .select('user_id');
  const refused = error && fromDatabase(error);
  // The database alone knows every time zone; it names the column.
  if (refused instanceof ApiError && refused.status === 400) {
    throw badRequest(`profile.${refused.field ?? 'timezone'}`, 'is not an IANA time zone');
  }
  if (refused) throw refused;
  if (data?.length === 0) throw new ApiError(404, 'not_found', 'profile: the caller has none', 'profile');
}

/**
 * Saves what a change names, and nothing beside it: a column without a wish goes on following the organisation.
 * @returns all that applies afterwards
 * @throws ApiError 400 or 404 with nothing saved
 */
export async function savePreferences(
  supabase: Supabase,
  userId: string,
  { organisationId, preference, settings, profile }: Change,
): Promise<PreferencesState> {
  const own = { user_id: userId, organisation_id: organisationId };
  const before = await loadPreferences(supabase, userId, organisationId, 'organisationId');
  const times = { ...before.settings, ...settings };
  if (settings) checkTimes(times);
  // First what the database may still refuse.
  if (profile) await saveProfile(supabase, userId, profile);
  // Whole: an end of the quiet hours without the other would be refused before the row that is there is looked at.
  if (settings) done(await supabase.from('notification_settings').upsert({ ...own, ...times }));
  if (preference) done(await supabase.from('notification_preferences').upsert({ ...own, ...preference }));
  return loadPreferences(supabase, userId, organisationId, 'organisationId');
}
