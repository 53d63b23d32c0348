import { everyRow } from '../http/every-row.ts';
import type { Supabase } from '../supabase/server.ts';
import { inParts } from './parts.ts';

export interface Member {
  id: string;
  name: string;
}

interface Profile {
  name: string;
  /** Null: the organisation's. */
  timeZone: string | null;
}

/** Names and time zones of people, as far as the caller may see them. */
export async function profilesOf(
  supabase: Supabase,
  userIds: Iterable<string>,
): Promise<Map<string, Profile>> {
  const answers = await Promise.all(
    inParts(userIds).map((ids) =>
      supabase.from('profiles').select('user_id, full_name, timezone').in('user_id', ids),
    ),
  );
  const profiles = new Map<string, Profile>();
  for (const { data, error } of answers) {
    if (error) throw new Error(`profiles: ${error.message}`);
    for (const row of data) profiles.set(row.user_id, { name: row.full_name, timeZone: row.timezone });
  }
  return profiles;
}

/** Everyone in an organisation, by name. */
export async function membersOf(supabase: Supabase, organisationId: string): Promise<Member[]> {
  const members = await everyRow(
    (from, to) =>
      supabase
        .from('organisation_members')
        .select('user_id')
        .eq('organisation_id', organisationId)
        .order('user_id')
        .range(from, to),
    ({ message }) => new Error(`members: ${message}`),
  );
  const ids = members.map(({ user_id }) => user_id);
  const profiles = await profilesOf(supabase, ids);
  return ids
    .map((id) => ({ id, name: nameIn(profiles, id) }))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}

/** How a person is called; someone without a profile, or who has left, by the start of their id. */
export const nameIn = (profiles: Map<string, Profile>, id: string): string =>
  profiles.get(id)?.name ?? `Compte ${id.slice(0, 8)}`;
