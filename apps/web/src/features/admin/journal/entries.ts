import type { Supabase } from '../../supabase/server.ts';
import { after, cut, type Position } from '../keyset.ts';
import { nameIn, profilesOf } from '../people.ts';
import type { Row } from './changes.ts';
import { particularsOf, peopleIn, sentenceOf } from './sentences.ts';

const ENTRIES_A_PAGE = 50;

export interface Entry {
  id: number;
  at: string;
  who: string;
  what: string;
  particulars: string[];
}

/** One page of the audit log of an organisation, newest first. */
export async function listEntries(supabase: Supabase, organisationId: string, from: Position | null) {
  let request = supabase
    .from('audit_logs')
    .select('id, created_at, actor_id, action, details')
    .eq('organisation_id', organisationId)
    .order('created_at', { ascending: false })
    .order('id', { ascending: false })
    .limit(ENTRIES_A_PAGE + 1);
  if (from !== null) request = request.or(after('created_at', from));
  const { data, error } = await request;
  if (error) throw new Error(`audit log: ${error.message}`);
  const { page, next } = cut(data, ENTRIES_A_PAGE, ({ created_at, id }) => ({
    at: created_at,
    id: String(id),
  }));
  const rows = page.map(({ details, ...row }) => ({ ...row, details: details as Row }));
  const names = await profilesOf(
    supabase,
    rows.flatMap(({ actor_id, details }) => [...(actor_id === null ? [] : [actor_id]), ...peopleIn(details)]),
  );
  const entries = rows.map(({ id, created_at, actor_id, action, details }): Entry => {
    const act = { action, details, nameOf: (userId: string) => nameIn(names, userId) };
    return {
      id,
      at: created_at,
      who: actor_id === null ? 'Un service' : nameIn(names, actor_id),
      what: sentenceOf(act),
      particulars: particularsOf(act),
    };
  });
  return { entries, next };
}
