import { refused } from '../forms/form-state.ts';
import { type DatabaseError, fieldOf, fromDatabase } from '../http/database-error.ts';
import type { Supabase } from '../supabase/server.ts';
import type { AppointmentFormState, Slot } from './appointment-input.ts';
import { formatTime, fullName } from './format.ts';

/** The database's refusal of a time that somebody has no more: its message starts with whose it is. */
const TAKEN = 'CN009';

interface Context {
  organisationId: string;
  patient: { id: string; firstName: string; lastName: string };
  timeZone: string;
  /** The appointment that is moved. */
  except?: string;
}

/** Says beside the field at fault why the database did not take an appointment. */
export async function refusedSlot(
  supabase: Supabase,
  error: DatabaseError,
  slot: Slot,
  { patient, ...context }: Context,
): Promise<AppointmentFormState> {
  if (error.code !== TAKEN) return refused(error);
  if (fieldOf(error.message) !== 'practitionerId') {
    const when = await whenTaken(supabase, slot, context, { patient_id: patient.id });
    return { errors: { time: `Heure\u00a0: ${fullName(patient)} a déjà un rendez-vous ${when}.` } };
  }
  const [when, { data: profile, error: unread }] = await Promise.all([
    whenTaken(supabase, slot, context, { practitioner_id: slot.practitionerId }),
    supabase.from('profiles').select('full_name').eq('user_id', slot.practitionerId).maybeSingle(),
  ]);
  if (unread) throw fromDatabase(unread);
  const name = profile?.full_name ?? 'ce praticien';
  return { errors: { practitionerId: `Praticien\u00a0: ${name} a déjà un rendez-vous ${when}.` } };
}

/** The hours of what stands in the way, as far as the one who asks may see it. */
async function whenTaken(
  supabase: Supabase,
  { startsAt, endsAt }: Slot,
  { organisationId, timeZone, except }: Omit<Context, 'patient'>,
  whose: { patient_id: string } | { practitioner_id: string },
): Promise<string> {
  let query = supabase
    .from('appointments')
    .select('starts_at, ends_at')
    .match({ organisation_id: organisationId, ...whose })
    .in('status', ['scheduled', 'confirmed'])
    .lt('starts_at', endsAt.toISOString())
    .gt('ends_at', startsAt.toISOString());
  if (except !== undefined) query = query.neq('id', except);
  const { data, error } = await query.order('starts_at').limit(1).maybeSingle();
  if (error) throw fromDatabase(error);
  // Of a file that only others may see, nothing is told but that the time is taken.
  if (!data) return 'à ce moment';
  return `de ${formatTime(data.starts_at, timeZone)} à ${formatTime(data.ends_at, timeZone)}`;
}
