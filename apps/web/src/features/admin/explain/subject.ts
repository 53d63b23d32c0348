import { fullName } from '../../practice/format.ts';
import type { Supabase } from '../../supabase/server.ts';
import type { Asked } from './question.ts';

const MOST_FOUND = 10;

export interface Subject {
  patient: { id: string; name: string } | null;
  implants: { id: string; tooth: string }[];
  /** Patients of the name that was searched, when it does not single one out. */
  found: { id: string; name: string; birthDate: string | null }[] | null;
}

const NOBODY: Subject = { patient: null, implants: [], found: null };
const COLUMNS = 'id, first_name, last_name, birth_date, implants(id, tooth)';

/** The patient whom the question names, by id or by words of the name. */
export async function findSubject(
  supabase: Supabase,
  asked: Asked,
  organisationId: string,
): Promise<Subject> {
  const words = asked.search.split(/[^\p{L}\p{N}’'-]+/u).filter((word) => word !== '');
  if (asked.patient === null && words.length === 0) return NOBODY;
  let request = supabase
    .from('patients')
    .select(COLUMNS)
    .eq('organisation_id', organisationId)
    .order('last_name')
    .order('first_name')
    .order('id')
    .order('tooth', { referencedTable: 'implants' })
    .limit(MOST_FOUND);
  if (asked.patient !== null) request = request.eq('id', asked.patient);
  else {
    for (const word of words.slice(0, 4)) {
      request = request.or(`last_name.ilike.%${word}%,first_name.ilike.%${word}%`);
    }
  }
  const { data, error } = await request;
  if (error) throw new Error(`patients: ${error.message}`);
  const found = data.map((row) => ({
    id: row.id,
    name: fullName({ firstName: row.first_name, lastName: row.last_name }),
    birthDate: row.birth_date,
    implants: row.implants,
  }));
  const [only] = found;
  if (only !== undefined && found.length === 1) {
    return { patient: { id: only.id, name: only.name }, implants: only.implants, found: null };
  }
  return { ...NOBODY, found };
}
