'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../../auth/session.ts';
import { type FormState, refused, succeeded } from '../../forms/form-state.ts';
import { sessionClient } from '../../supabase/server.ts';

const input = z.object({ organisationId: z.guid(), userId: z.guid() });

/** Has emails sent to somebody's address again. One that somebody else has lifted meanwhile is lifted all the same. */
export async function liftSuppression(_state: FormState, form: FormData): Promise<FormState> {
  await requireUser();
  const { organisationId, userId } = input.parse(Object.fromEntries(form));
  const supabase = await sessionClient();
  const { error } = await supabase.rpc('lift_suppression', {
    organisation_id: organisationId,
    user_id: userId,
  });
  if (error) return refused(error);
  refresh();
  return succeeded('Blocage levé. Les prochains e-mails partiront\u00a0; les anciens ne sont pas renvoyés.');
}
