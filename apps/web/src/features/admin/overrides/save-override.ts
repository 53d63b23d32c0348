'use server';

import { type Category, categories } from '@cassius/contracts';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../../auth/session.ts';
import { type Constraints, type FormState, refused, succeeded } from '../../forms/form-state.ts';
import { notificationType } from '../../notifications/notification-type.ts';
import { sessionClient } from '../../supabase/server.ts';
import { choice, frequencyChoice } from '../forms/choice.ts';

type OverrideField = 'person' | 'subject' | 'forced' | 'reason';
type State = FormState<OverrideField>;

const FORCED = 'Choisissez au moins une chose à imposer.';
const SUBJECT = 'Sujet\u00a0: choisissez une catégorie ou un type.';
const REASON = 'Motif\u00a0: dites pourquoi, la personne pourra le lire.';
const TAKEN = 'Sujet\u00a0: une dérogation existe déjà pour cette personne et ce sujet. Retirez-la d’abord.';

/** `category:alerts` or `type:ISQ_CRITICAL`. */
const subject = z.string(SUBJECT).transform((text, context): { category: Category } | { type: string } => {
  const [kind, name] = text.split(':');
  const category = z.enum(categories).safeParse(name);
  if (kind === 'category' && category.success) return { category: category.data };
  const type = notificationType.safeParse(name);
  if (kind === 'type' && type.success) return { type: type.data };
  context.addIssue({ code: 'custom', message: SUBJECT });
  return z.NEVER;
});

const input = z
  .object({
    organisationId: z.guid(),
    person: z.guid('Personne\u00a0: choisissez-la.'),
    subject,
    in_app: choice,
    email: choice,
    frequency: frequencyChoice,
    reason: z.string().trim().min(1, REASON).max(500, 'Motif\u00a0: 500 caractères au plus.'),
  })
  .refine(({ in_app, email, frequency }) => in_app !== null || email !== null || frequency !== null, {
    path: ['forced'],
    message: FORCED,
    // Tell it together with what else is missing.
    when: () => true,
  });

const constraints: Constraints<OverrideField> = {
  forces_something: { field: 'forced', message: FORCED },
  reason_not_blank: { field: 'reason', message: REASON },
  notification_overrides_type_idx: { field: 'subject', message: TAKEN },
  notification_overrides_category_idx: { field: 'subject', message: TAKEN },
};

/** Forces channels or the frequency of one person. The database keeps who did it, and an entry in the log. */
export async function addOverride(_state: State, form: FormData): Promise<State> {
  await requireUser();
  const parsed = input.safeParse(Object.fromEntries(form));
  if (!parsed.success) {
    const errors: State['errors'] = {};
    for (const { path, message } of parsed.error.issues) errors[path[0] as OverrideField] ??= message;
    return { errors };
  }
  const { organisationId, person, subject, ...forced } = parsed.data;
  const supabase = await sessionClient();
  const { error } = await supabase
    .from('notification_overrides')
    .insert({ organisation_id: organisationId, user_id: person, ...subject, ...forced });
  if (error) return refused(error, constraints);
  refresh();
  return succeeded('Dérogation ajoutée.');
}

/** Lifts an override. One that somebody else has lifted meanwhile is lifted all the same. */
export async function liftOverride(_state: FormState, form: FormData): Promise<FormState> {
  await requireUser();
  const supabase = await sessionClient();
  const { error } = await supabase
    .from('notification_overrides')
    .delete()
    .eq('id', z.guid().parse(form.get('id')));
  if (error) return refused(error);
  refresh();
  return succeeded('Dérogation retirée.');
}
