import type { Supabase } from '../../supabase/server.ts';
import { nameIn, profilesOf } from '../people.ts';
import { cautionFor, reasonName } from './words.ts';

export interface Suppression {
  userId: string;
  person: string;
  reason: string;
  caution: string;
  since: string;
  /** The provider's words. */
  detail: string | null;
}

/** Members to whose address nothing is sent, latest first. */
export async function listSuppressions(supabase: Supabase, organisationId: string): Promise<Suppression[]> {
  const { data, error } = await supabase.rpc('suppressions', { organisation_id: organisationId });
  if (error) throw new Error(`suppressions: ${error.message}`);
  const names = await profilesOf(
    supabase,
    data.map(({ user_id }) => user_id),
  );
  return data.map(({ user_id, reason, since, detail }) => ({
    userId: user_id,
    person: nameIn(names, user_id),
    reason: reasonName(reason),
    caution: cautionFor(reason),
    since,
    detail,
  }));
}
