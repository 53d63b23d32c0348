'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../../auth/session.ts';
import { type FormState, refused, succeeded } from '../../forms/form-state.ts';
import { sessionClient } from '../../supabase/server.ts';

const colour = z
  .string()
  .toLowerCase()
  .regex(/^#[0-9a-f]{6}$/);

/** Chooses the colour of an organisation's emails, or goes back to that of Cassius. */
export async function saveBrand(_state: FormState, form: FormData): Promise<FormState> {
  await requireUser();
  const isReset = form.get('intent') === 'reset';
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('organisations')
    .update({ brand_colour: isReset ? null : colour.parse(form.get('colour')) })
    .eq('id', z.guid().parse(form.get('organisationId')))
    .select('id');
  if (error) return refused(error);
  // A row that one may not change is left alone without a word.
  if (data.length === 0) return refused({ code: '42501', message: '' });
  refresh();
  return succeeded(isReset ? 'Couleur de Cassius rétablie.' : 'Couleur enregistrée.');
}
