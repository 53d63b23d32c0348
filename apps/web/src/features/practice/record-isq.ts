'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../auth/session.ts';
import { errorsOf, type FormState, succeeded, textsOf } from '../forms/form-state.ts';
import { sessionClient } from '../supabase/server.ts';

export type IsqFormState = FormState<'value'>;

const RULE = 'ISQ : saisissez un nombre entier de 1 à 100.';

const input = z.object({
  value: z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, RULE)
    .transform(Number)
    .refine((value) => value >= 1 && value <= 100, RULE),
});

/** What each refusal of the database means to the person at the form. */
function explain(code: string): IsqFormState['errors'] {
  switch (code) {
    case '23514':
      return { value: RULE };
    case '23503':
      return { form: 'Implant : il n’existe plus.' };
    case '42501':
      return { form: 'Vous n’avez pas le droit de saisir une mesure dans cet établissement.' };
    default:
      return {
        form: 'La mesure n’a pas été enregistrée : le service ne répond pas. Réessayez dans un instant.',
      };
  }
}

/** Saves a measurement. Whom it alerts is the engine's business, in the same transaction. */
export async function recordIsq(_state: IsqFormState, form: FormData): Promise<IsqFormState> {
  await requireUser();
  const values = textsOf(form, ['value']);
  const implantId = z.guid().parse(form.get('implantId'));
  const parsed = input.safeParse(values);
  if (!parsed.success) return { values, errors: errorsOf(parsed.error) };

  const supabase = await sessionClient();
  const { data: implant, error: unread } = await supabase
    .from('implants')
    .select('id, organisation_id, tooth')
    .eq('id', implantId)
    .maybeSingle();
  if (unread) return { values, errors: explain(unread.code) };
  if (implant === null) return { values, errors: explain('23503') };
  const { value } = parsed.data;
  const { error } = await supabase
    .from('isq_measurements')
    .insert({ organisation_id: implant.organisation_id, implant_id: implant.id, value });
  if (error) return { values, errors: explain(error.code) };

  refresh();
  return succeeded(`ISQ ${value} enregistré pour la dent ${implant.tooth}.`);
}
