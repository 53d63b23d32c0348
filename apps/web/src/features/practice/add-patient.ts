'use server';

import { redirect } from 'next/navigation';
import { z } from 'zod';
import { requireUser } from '../auth/session.ts';
import { type Constraints, errorsOf, type FormState, refused, textsOf } from '../forms/form-state.ts';
import { myOrganisations } from '../organisations/active.ts';
import { sessionClient } from '../supabase/server.ts';
import { isCalendarDate, localDate } from './local-time.ts';

const FIELDS = ['firstName', 'lastName', 'birthDate'] as const;
type PatientField = (typeof FIELDS)[number];
export type PatientFormState = FormState<PatientField>;

const FIRST_NAME = 'Prénom\u00a0: saisissez-le.';
const LAST_NAME = 'Nom\u00a0: saisissez-le.';
const BIRTH_DATE = 'Date de naissance\u00a0: choisissez un jour entre 1900 et aujourd’hui.';
const OLDEST = '1900-01-01';

const input = z.object({
  firstName: z.string().trim().min(1, FIRST_NAME).max(100, 'Prénom\u00a0: 100 caractères au plus.'),
  lastName: z.string().trim().min(1, LAST_NAME).max(100, 'Nom\u00a0: 100 caractères au plus.'),
  birthDate: z
    .string()
    .transform((text) => (text === '' ? null : text))
    .refine((date) => date === null || (isCalendarDate(date) && date >= OLDEST), BIRTH_DATE),
});

const constraints: Constraints<PatientField> = {
  first_name_not_blank: { field: 'firstName', message: FIRST_NAME },
  last_name_not_blank: { field: 'lastName', message: LAST_NAME },
  birth_date_plausible: { field: 'birthDate', message: BIRTH_DATE },
};

/** Opens a patient's record in the organisation that one works in, and goes there. */
export async function addPatient(_state: PatientFormState, form: FormData): Promise<PatientFormState> {
  await requireUser();
  const values = textsOf(form, FIELDS);
  const parsed = input.safeParse(values);
  if (!parsed.success) return { values, errors: errorsOf(parsed.error) };
  const { active } = await myOrganisations();
  const { firstName, lastName, birthDate } = parsed.data;
  // Somebody who has switched in another window meanwhile must not write here what was meant for there.
  if (active === null || form.get('organisationId') !== active.id) {
    return { values, errors: { form: 'Vous avez changé d’établissement. Rechargez la page.' } };
  }
  if (birthDate !== null && birthDate > localDate(new Date(), active.timezone)) {
    return { values, errors: { birthDate: BIRTH_DATE } };
  }
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('patients')
    .insert({
      organisation_id: active.id,
      first_name: firstName,
      last_name: lastName,
      birth_date: birthDate,
    })
    .select('id')
    .single();
  if (error) return { values, ...refused(error, constraints) };
  redirect(`/patients/${data.id}?nouveau=dossier`);
}
