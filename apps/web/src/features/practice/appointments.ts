import { z } from 'zod';
import { type Supabase, sessionClient } from '../supabase/server.ts';
import type { AgendaEntry, Appointment, AppointmentRecord } from './types.ts';

/** More than a practice has in a week; a page that shows this many says that it does not show all. */
export const MOST_ENTRIES = 500;
const OF_A_PATIENT = 20;
/** Roles that see patients, and can have appointments. */
const PRACTITIONERS = ['owner', 'admin', 'practitioner'] as const;

const COLUMNS = 'id, starts_at, ends_at, status, practitioner_id';
const WITH_PATIENT = `${COLUMNS}, organisation_id, patients(id, first_name, last_name)` as const;

interface Row {
  id: string;
  starts_at: string;
  ends_at: string;
  status: string;
  practitioner_id: string | null;
}

interface RowWithPatient extends Row {
  organisation_id: string;
  patients: { id: string; first_name: string; last_name: string };
}

/** @param userIds null where there is nobody */
async function namesOf(supabase: Supabase, userIds: (string | null)[]): Promise<Map<string, string>> {
  const ids = new Set(userIds.filter((id) => id !== null));
  if (ids.size === 0) return new Map();
  const { data, error } = await supabase
    .from('profiles')
    .select('user_id, full_name')
    .in('user_id', [...ids]);
  if (error) throw new Error(`profiles: ${error.message}`);
  return new Map(data.map((row) => [row.user_id, row.full_name]));
}

const practitionersIn = (rows: Row[]) => rows.map(({ practitioner_id }) => practitioner_id);

const toAppointment = (row: Row, names: Map<string, string>): Appointment => ({
  id: row.id,
  startsAt: row.starts_at,
  endsAt: row.ends_at,
  status: row.status,
  practitioner:
    row.practitioner_id === null
      ? null
      : { id: row.practitioner_id, name: names.get(row.practitioner_id) ?? 'Praticien' },
});

const toRecord = (row: RowWithPatient, names: Map<string, string>): AppointmentRecord => ({
  ...toAppointment(row, names),
  organisationId: row.organisation_id,
  patient: { id: row.patients.id, firstName: row.patients.first_name, lastName: row.patients.last_name },
});

interface AgendaQuestion {
  organisationId: string;
  /** Instants; the second is no longer asked for. */
  from: Date;
  to: Date;
  practitionerId: string | undefined;
}

/** What begins within a time, in its order. */
export async function listAppointments(question: AgendaQuestion): Promise<AgendaEntry[]> {
  const supabase = await sessionClient();
  let query = supabase
    .from('appointments')
    .select(WITH_PATIENT)
    .eq('organisation_id', question.organisationId)
    .gte('starts_at', question.from.toISOString())
    .lt('starts_at', question.to.toISOString());
  if (question.practitionerId) query = query.eq('practitioner_id', question.practitionerId);
  const { data, error } = await query.order('starts_at').order('id').limit(MOST_ENTRIES);
  if (error) throw new Error(`appointments: ${error.message}`);
  const names = await namesOf(supabase, practitionersIn(data));
  return data.map((row) => toRecord(row, names));
}

/**
 * One appointment.
 * @param id as found in the URL
 * @returns null for one that does not exist or that the visitor may not see
 */
export async function getAppointment(id: string): Promise<AppointmentRecord | null> {
  if (!z.guid().safeParse(id).success) return null;
  const supabase = await sessionClient();
  const { data, error } = await supabase.from('appointments').select(WITH_PATIENT).eq('id', id).maybeSingle();
  if (error) throw new Error(`appointment: ${error.message}`);
  return data && toRecord(data, await namesOf(supabase, practitionersIn([data])));
}

/** A patient's appointments, on both sides of now. */
export async function appointmentsOf(supabase: Supabase, patientId: string) {
  const now = new Date().toISOString();
  const ofPatient = () => supabase.from('appointments').select(COLUMNS).eq('patient_id', patientId);
  const [coming, past] = await Promise.all([
    ofPatient().gt('ends_at', now).order('starts_at').limit(OF_A_PATIENT),
    ofPatient().lte('ends_at', now).order('starts_at', { ascending: false }).limit(OF_A_PATIENT),
  ]);
  const failed = coming.error ?? past.error;
  if (failed) throw new Error(`appointments: ${failed.message}`);
  const rows = { coming: coming.data ?? [], past: past.data ?? [] };
  const names = await namesOf(supabase, practitionersIn([...rows.coming, ...rows.past]));
  return {
    coming: rows.coming.map((row) => toAppointment(row, names)),
    past: rows.past.map((row) => toAppointment(row, names)),
  };
}

/** Who can have appointments in an organisation, by name. */
export async function practitionersOf(organisationId: string): Promise<{ id: string; name: string }[]> {
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('organisation_members')
    .select('user_id')
    .eq('organisation_id', organisationId)
    .in('role', PRACTITIONERS);
  if (error) throw new Error(`members: ${error.message}`);
  const ids = data.map(({ user_id }) => user_id);
  const names = await namesOf(supabase, ids);
  return ids
    .map((id) => ({ id, name: names.get(id) ?? 'Sans nom' }))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}
