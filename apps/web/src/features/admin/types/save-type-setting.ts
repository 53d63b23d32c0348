'use server';

import { roles } from '@cassius/contracts';
import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../../auth/session.ts';
import { type Constraints, type FormState, refused, succeeded } from '../../forms/form-state.ts';
import { notificationType } from '../../notifications/notification-type.ts';
import { type Supabase, sessionClient } from '../../supabase/server.ts';
import { choice, frequencyChoice } from '../forms/choice.ts';
import { definitionOf } from '../words.ts';

const target = z.object({ organisationId: z.guid(), type: notificationType });

const input = target.extend({
  in_app: choice,
  email: choice,
  frequency: frequencyChoice,
  audience: z.array(z.enum(roles)),
});

type Field = 'audience';
const EMPTY_AUDIENCE = 'Public\u00a0: choisissez au moins un rôle.';
const constraints: Constraints<Field> = {
  audience_not_empty: { field: 'audience', message: EMPTY_AUDIENCE },
};

const sameRoles = (a: readonly string[], b: readonly string[]) =>
  a.length === b.length && a.every((role) => b.includes(role));

/** Saves what an organisation says of a type; what is left alone, or is what the type says, stays the type's. */
export async function saveTypeSetting(_state: FormState<Field>, form: FormData): Promise<FormState<Field>> {
  await requireUser();
  const fields = { ...Object.fromEntries(form), audience: form.getAll('audience') };
  const { organisationId, type, in_app, audience, ...rest } = input.parse(fields);
  const supabase = await sessionClient();
  if (form.get('intent') === 'reset') return reset(supabase, organisationId, type);
  const { audience: origin = [], mandatory = false } = definitionOf(type) ?? {};
  // Nobody can turn a mandatory type off in the application, nor take a role out of its audience.
  const wanted = mandatory ? [...new Set([...origin, ...audience])] : audience;
  const { error } = await supabase.from('organisation_type_settings').upsert({
    organisation_id: organisationId,
    type,
    in_app: mandatory ? null : in_app,
    audience: sameRoles(wanted, origin) ? null : wanted,
    ...rest,
  });
  if (error) return refused(error, constraints);
  refresh();
  return succeeded('Enregistré.');
}

async function reset(supabase: Supabase, organisationId: string, type: string): Promise<FormState<Field>> {
  const { error } = await supabase
    .from('organisation_type_settings')
    .delete()
    .eq('organisation_id', organisationId)
    .eq('type', type);
  if (error) return refused(error);
  refresh();
  return succeeded('Réglage d’origine rétabli.');
}
