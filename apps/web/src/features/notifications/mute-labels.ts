import { fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';

interface Subject {
  entity_type: string;
  entity_id: string;
}

/** So many ids fit in an address. */
const AT_ONCE = 100;

interface PatientName {
  first_name: string;
  last_name: string;
}

const full = ({ first_name, last_name }: PatientName) => `${first_name} ${last_name}`;

/** What is read of one kind of subject, as the caller, and how it is called. */
const readers = {
  patient: async (supabase: Supabase, ids: string[]) => {
    const { data, error } = await supabase.from('patients').select('id, first_name, last_name').in('id', ids);
    if (error) throw fromDatabase(error);
    return data.map((patient) => [patient.id, full(patient)] as const);
  },
  implant: async (supabase: Supabase, ids: string[]) => {
    const { data, error } = await supabase
      .from('implants')
      .select('id, tooth, patients (first_name, last_name)')
      .in('id', ids);
    if (error) throw fromDatabase(error);
    return data.map(({ id, tooth, patients }) => [id, `${full(patients)}, ${tooth}`] as const);
  },
  appointment: async (supabase: Supabase, ids: string[]) => {
    const { data, error } = await supabase
      .from('appointments')
      .select('id, patients (first_name, last_name)')
      .in('id', ids);
    if (error) throw fromDatabase(error);
    return data.map(({ id, patients }) => [id, full(patients)] as const);
  },
};

/** Names of the subjects that have one and that the caller may read, by id. */
export async function subjectNames(
  supabase: Supabase,
  subjects: Subject[],
): Promise<ReadonlyMap<string, string>> {
  const reads = Object.entries(readers).flatMap(([type, read]) => {
    const ids = subjects.filter(({ entity_type }) => entity_type === type).map(({ entity_id }) => entity_id);
    const calls = [];
    for (let from = 0; from < ids.length; from += AT_ONCE) {
      calls.push(read(supabase, ids.slice(from, from + AT_ONCE)));
    }
    return calls;
  });
  return new Map((await Promise.all(reads)).flat());
}
