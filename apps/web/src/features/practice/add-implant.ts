'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../auth/session.ts';
import {
  type Constraints,
  errorsOf,
  type FormState,
  refused,
  succeeded,
  textsOf,
} from '../forms/form-state.ts';
import { organisationOf } from '../organisations/active.ts';
import { sessionClient } from '../supabase/server.ts';
import { isCalendarDate, localDate } from './local-time.ts';
import { isTooth } from './teeth.ts';

const FIELDS = ['tooth', 'placedOn'] as const;
type ImplantField = (typeof FIELDS)[number];
export type ImplantFormState = FormState<ImplantField>;

const TOOTH = 'Dent\u00a0: choisissez-la.';
const PLACED_ON = 'Posé le\u00a0: choisissez un jour entre 1965 et aujourd’hui.';
/** The year of the first implant that held (Brånemark's). */
const FIRST_EVER = '1965-01-01';

const input = z.object({
  patientId: z.guid(),
  tooth: z.string().refine(isTooth, TOOTH),
  placedOn: z
    .string()
    .transform((text) => (text === '' ? null : text))
    .refine((date) => date === null || (isCalendarDate(date) && date >= FIRST_EVER), PLACED_ON),
});

const constraints: Constraints<ImplantField> = { tooth_is_fdi: { field: 'tooth', message: TOOTH } };
const GONE = 'Ce dossier n’existe plus, ou vous n’y avez plus accès.';

/** Adds an implant to a patient's record. */
export async function addImplant(_state: ImplantFormState, form: FormData): Promise<ImplantFormState> {
  await requireUser();
  const values = textsOf(form, FIELDS);
  const parsed = input.safeParse({ ...values, patientId: form.get('patientId') });
  if (!parsed.success) return { values, errors: errorsOf(parsed.error) };
  const { patientId, tooth, placedOn } = parsed.data;

  const supabase = await sessionClient();
  const { data: patient, error: unread } = await supabase
    .from('patients')
    .select('id, organisation_id')
    .eq('id', patientId)
    .maybeSingle();
  if (unread) return { values, ...refused(unread) };
  if (patient === null) return { values, errors: { form: GONE } };
  const { timeZone } = await organisationOf(patient.organisation_id);
  if (placedOn !== null && placedOn > localDate(new Date(), timeZone)) {
    return { values, errors: { placedOn: PLACED_ON } };
  }
  const { error } = await supabase
    .from('implants')
    .insert({ organisation_id: patient.organisation_id, patient_id: patient.id, tooth, placed_on: placedOn });
  if (error) return { values, ...refused(error, constraints) };
  refresh();
  return succeeded(`Implant ajouté, dent ${tooth}.`);
}
