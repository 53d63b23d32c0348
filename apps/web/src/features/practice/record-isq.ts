'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../auth/session.ts';
import { sessionClient } from '../supabase/server.ts';

export interface IsqFormState {
  /** What was typed, given back after a refusal. */
  value: string;
  error?: string;
  saved?: { value: number; at: number };
}

const RULE = 'ISQ : saisissez un nombre entier de 1 à 100.';

const input = z.object({
  implantId: z.guid('Implant : identifiant inconnu.'),
  value: z
    .string()
    .trim()
    .regex(/^\d{1,3}$/, RULE)
    .transform(Number)
    .refine((value) => value >= 1 && value <= 100, RULE),
});

/** What each refusal of the database means to the person at the form. */
function explain(code: string): string {
  switch (code) {
    case '23514':
      return RULE;
    case '23503':
      return 'Implant : il n’existe plus.';
    case '42501':
      return 'Vous n’avez pas le droit de saisir une mesure dans cet établissement.';
    default:
      return 'La mesure n’a pas été enregistrée : le service ne répond pas. Réessayez dans un instant.';
  }
}

/** Saves a measurement. Whom it alerts is the engine's business, in the same transaction. */
export async function recordIsq(_state: IsqFormState, form: FormData): Promise<IsqFormState> {
  await requireUser();
  const typed = String(form.get('value') ?? '');
  const parsed = input.safeParse({ implantId: form.get('implantId'), value: typed });
  if (!parsed.success) return { value: typed, error: parsed.error.issues[0]?.message ?? RULE };

  const supabase = await sessionClient();
  const { data: implant, error: unread } = await supabase
    .from('implants')
    .select('id, organisation_id')
    .eq('id', parsed.data.implantId)
    .maybeSingle();
  if (unread) return { value: typed, error: explain(unread.code) };
  if (implant === null) return { value: typed, error: explain('23503') };
  const { error } = await supabase.from('isq_measurements').insert({
    organisation_id: implant.organisation_id,
    implant_id: implant.id,
    value: parsed.data.value,
  });
  if (error) return { value: typed, error: explain(error.code) };

  refresh();
  return { value: '', saved: { value: parsed.data.value, at: Date.now() } };
}
