'use server';

import { refresh } from 'next/cache';
import { z } from 'zod';
import { requireUser } from '../../auth/session.ts';
import { type FormState, refused, succeeded } from '../../forms/form-state.ts';
import { count } from '../../practice/format.ts';
import { sessionClient } from '../../supabase/server.ts';

/** What fits on a page of the list, with room to spare. */
const ids = z.array(z.guid()).max(200);

const acts = {
  retry: {
    call: 'retry_emails',
    some: (n: number) => `${count(n, 'e-mail remis', 'e-mails remis')} en file.`,
    none: 'Aucun e-mail remis en file\u00a0: ne se réessaie que ce qui a échoué ou fut annulé.',
  },
  cancel: {
    call: 'cancel_emails',
    some: (n: number) => `${count(n, 'e-mail annulé', 'e-mails annulés')}.`,
    none: 'Aucun e-mail annulé\u00a0: ne s’annule que ce qui attend et n’est pas en train de partir.',
  },
} as const;

/** Has the chosen emails tried again, or cancels them. The database leaves those alone for which it makes no sense. */
export async function actOnEmails(_state: FormState, form: FormData): Promise<FormState> {
  await requireUser();
  const { call, some, none } = acts[z.enum(['retry', 'cancel']).parse(form.get('act'))];
  const chosen = ids.parse(form.getAll('id'));
  if (chosen.length === 0) return { errors: { form: 'Choisissez au moins un e-mail.' } };
  const supabase = await sessionClient();
  const { data, error } = await supabase.rpc(call, { ids: chosen });
  if (error) return refused(error);
  refresh();
  if (data === 0) return { errors: { form: none } };
  const rest = chosen.length - data;
  return succeeded(
    rest > 0 ? `${some(data)} ${count(rest, 'autre laissé', 'autres laissés')} en l’état.` : some(data),
  );
}
