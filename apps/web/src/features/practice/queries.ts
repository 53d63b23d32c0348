import { z } from 'zod';
import { sessionClient } from '../supabase/server.ts';
import { appointmentsOf } from './appointments.ts';
import { nameFilter } from './name-filter.ts';
import type { Implant, Patient, PatientSummary } from './types.ts';

export const PATIENTS_A_PAGE = 50;
export const MOST_NAMES = 1000;
const MEASUREMENTS_IN_A_LIST = 6;
const MEASUREMENTS_OF_AN_IMPLANT = 200;

const IMPLANT = 'id, tooth, placed_on, isq_measurements(id, value, measured_at)';

interface ImplantRow {
  id: string;
  tooth: string;
  placed_on: string | null;
  isq_measurements: { id: string; value: number; measured_at: string }[];
}

const toImplant = (row: ImplantRow): Implant => ({
  id: row.id,
  tooth: row.tooth,
  placedOn: row.placed_on,
  measurements: row.isq_measurements.map(({ id, value, measured_at }) => ({
    id,
    value,
    measuredAt: measured_at,
  })),
});

const isId = (text: string) => z.guid().safeParse(text).success;

/**
 * One page of an organisation's patients, by name, each with the last measurement of its implants.
 * @param search words of their names; all of them when there is none
 * @param page counted from 1
 */
export async function listPatients(organisationId: string, search: string, page: number) {
  const supabase = await sessionClient();
  const first = (page - 1) * PATIENTS_A_PAGE;
  const filter = nameFilter(search);
  const query = supabase
    .from('patients')
    .select(`id, first_name, last_name, birth_date, implants(${IMPLANT})`, { count: 'exact' })
    .eq('organisation_id', organisationId);
  const { data, error, count } = await (filter === null ? query : query.or(filter))
    .order('last_name')
    .order('first_name')
    .order('id')
    .order('tooth', { referencedTable: 'implants' })
    .order('measured_at', { referencedTable: 'implants.isq_measurements', ascending: false })
    .limit(1, { referencedTable: 'implants.isq_measurements' })
    .range(first, first + PATIENTS_A_PAGE - 1);
  // Beyond the last page there is nobody.
  if (error?.code === 'PGRST103') return { patients: [], total: 0 };
  if (error) throw new Error(`patients: ${error.message}`);
  const patients: PatientSummary[] = data.map((row) => ({
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    birthDate: row.birth_date,
    implants: row.implants.map(toImplant),
  }));
  return { patients, total: count ?? patients.length };
}

/** The patients that an appointment can be made for, by name; at most as many as the Data API gives at once. */
export async function patientNames(organisationId: string) {
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('patients')
    .select('id, first_name, last_name')
    .eq('organisation_id', organisationId)
    .order('last_name')
    .order('first_name')
    .order('id')
    .limit(MOST_NAMES);
  if (error) throw new Error(`patients: ${error.message}`);
  return data.map((row) => ({ id: row.id, firstName: row.first_name, lastName: row.last_name }));
}

/**
 * A patient's record.
 * @param id as found in the URL
 * @returns null for one that does not exist or that the visitor may not see
 */
export async function getPatient(id: string): Promise<Patient | null> {
  if (!isId(id)) return null;
  const supabase = await sessionClient();
  const { data: row, error } = await supabase
    .from('patients')
    .select(`id, organisation_id, first_name, last_name, birth_date, implants(${IMPLANT})`)
    .eq('id', id)
    .order('tooth', { referencedTable: 'implants' })
    .order('measured_at', { referencedTable: 'implants.isq_measurements', ascending: false })
    .limit(MEASUREMENTS_IN_A_LIST, { referencedTable: 'implants.isq_measurements' })
    .maybeSingle();
  if (error) throw new Error(`patient: ${error.message}`);
  if (row === null) return null;
  return {
    id: row.id,
    organisationId: row.organisation_id,
    firstName: row.first_name,
    lastName: row.last_name,
    birthDate: row.birth_date,
    implants: row.implants.map(toImplant),
    ...(await appointmentsOf(supabase, row.id)),
  };
}

export interface ImplantRecord extends Implant {
  organisationId: string;
  patient: { id: string; firstName: string; lastName: string };
}

/**
 * An implant with its history.
 * @param id as found in the URL
 * @returns null for one that does not exist or that the visitor may not see
 */
export async function getImplant(id: string): Promise<ImplantRecord | null> {
  if (!isId(id)) return null;
  const supabase = await sessionClient();
  const { data: row, error } = await supabase
    .from('implants')
    .select(`${IMPLANT}, organisation_id, patients(id, first_name, last_name)`)
    .eq('id', id)
    .order('measured_at', { referencedTable: 'isq_measurements', ascending: false })
    .limit(MEASUREMENTS_OF_AN_IMPLANT, { referencedTable: 'isq_measurements' })
    .maybeSingle();
  if (error) throw new Error(`implant: ${error.message}`);
  if (row === null) return null;
  const { patients: patient } = row;
  return {
    ...toImplant(row),
    organisationId: row.organisation_id,
    patient: { id: patient.id, firstName: patient.first_name, lastName: patient.last_name },
  };
}
