'use server';

import { refresh } from 'next/cache';
import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requireUser } from '../auth/session.ts';
import { type FormState, refused, succeeded, textsOf } from '../forms/form-state.ts';
import { organisationOf } from '../organisations/active.ts';
import { sessionClient } from '../supabase/server.ts';
import { type AppointmentFormState, FIELDS, slotIn } from './appointment-input.ts';
import { getAppointment } from './appointments.ts';
import { formatInstant } from './format.ts';
import { localDate } from './local-time.ts';
import { refusedSlot } from './slot-taken.ts';

const PATIENT = 'Patient\u00a0: choisissez-le.';
const GONE = 'Ce rendez-vous n’existe plus, ou vous n’y avez plus accès.';
const SETTLED = 'Ce rendez-vous est passé ou annulé\u00a0: il ne se déplace plus.';

/** Makes an appointment, and shows the day that it is on. */
export async function bookAppointment(
  _state: AppointmentFormState,
  form: FormData,
): Promise<AppointmentFormState> {
  await requireUser();
  const values = textsOf(form, FIELDS);
  const patientId = z.guid().safeParse(values.patientId);
  const supabase = await sessionClient();
  const { data: patient, error: unread } = patientId.success
    ? await supabase
        .from('patients')
        .select('id, organisation_id, first_name, last_name')
        .eq('id', patientId.data)
        .maybeSingle()
    : { data: null, error: null };
  if (unread) return { values, ...refused(unread) };
  const { timeZone } = await organisationOf(patient?.organisation_id ?? null);
  const read = slotIn(form, timeZone);
  if (patient === null) {
    return { values, errors: { ...('refusal' in read && read.refusal.errors), patientId: PATIENT } };
  }
  if ('refusal' in read) return read.refusal;
  const { slot } = read;
  const { data: id, error } = await supabase.rpc('book_appointment', {
    patient_id: patient.id,
    practitioner_id: slot.practitionerId,
    starts_at: slot.startsAt.toISOString(),
    ends_at: slot.endsAt.toISOString(),
  });
  if (error) {
    const who = { id: patient.id, firstName: patient.first_name, lastName: patient.last_name };
    const context = { organisationId: patient.organisation_id, patient: who, timeZone };
    return { values, ...(await refusedSlot(supabase, error, slot, context)) };
  }
  redirect(`/rendez-vous?vue=jour&date=${localDate(slot.startsAt, timeZone)}&nouveau=${id}`);
}

/** Moves an appointment to another time or practitioner. */
export async function moveAppointment(
  _state: AppointmentFormState,
  form: FormData,
): Promise<AppointmentFormState> {
  await requireUser();
  const values = textsOf(form, FIELDS);
  const appointment = await getAppointment(String(form.get('id')));
  if (appointment === null) return { values, errors: { form: GONE } };
  const { timeZone } = await organisationOf(appointment.organisationId);
  const read = slotIn(form, timeZone);
  if ('refusal' in read) return read.refusal;
  const { slot } = read;
  const supabase = await sessionClient();
  const { data: isMoved, error } = await supabase.rpc('move_appointment', {
    id: appointment.id,
    practitioner_id: slot.practitionerId,
    starts_at: slot.startsAt.toISOString(),
    ends_at: slot.endsAt.toISOString(),
  });
  if (error) {
    const context = { ...appointment, timeZone, except: appointment.id };
    return { values, ...(await refusedSlot(supabase, error, slot, context)) };
  }
  if (!isMoved) return { values, errors: { form: SETTLED } };
  refresh();
  return succeeded(`Rendez-vous déplacé\u00a0: ${formatInstant(slot.startsAt.toISOString(), timeZone)}.`);
}

/** Cancels an appointment to come. One that somebody else has cancelled meanwhile is cancelled all the same. */
export async function cancelAppointment(_state: FormState, form: FormData): Promise<FormState> {
  await requireUser();
  const id = z.guid().safeParse(form.get('id'));
  if (!id.success) return { errors: { form: GONE } };
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('appointments')
    .update({ status: 'cancelled' })
    .eq('id', id.data)
    .in('status', ['scheduled', 'confirmed', 'cancelled'])
    .gt('starts_at', new Date().toISOString())
    .select('id');
  if (error) return refused(error);
  if (data.length === 0) return { errors: { form: GONE } };
  refresh();
  return succeeded('Rendez-vous annulé.');
}
