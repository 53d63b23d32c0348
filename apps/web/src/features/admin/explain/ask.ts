import type { NotificationType } from '@cassius/contracts';
import { ApiError } from '../../http/api-error.ts';
import { explain } from '../../notifications/explain.ts';
import type { Organisation } from '../../organisations/active.ts';
import type { Supabase } from '../../supabase/server.ts';
import { type Explanation, present } from './answer.ts';
import { type Asked, toEvent } from './question.ts';

type Answer = { explanation: Explanation; error: null } | { explanation: null; error: string };

/** What is wrong with a question, from the member of the event that the engine names. */
const refusals: Record<string, string> = {
  type: 'Type\u00a0: seul le moteur produit des événements de ce type.',
  patientId: 'Patient\u00a0: il n’appartient pas à cet établissement.',
  entityId: 'Implant\u00a0: il n’appartient pas à ce patient.',
  recipientIds: 'Personne nommée\u00a0: elle n’est pas membre de cet établissement.',
  actorId: 'Auteur\u00a0: il n’est pas membre de cet établissement.',
};

/** The engine's dry run of the event that a question describes. */
export async function ask(
  supabase: Supabase,
  question: Asked & { type: NotificationType },
  { id, timezone }: Organisation,
): Promise<Answer> {
  try {
    const recipients = await explain(supabase, toEvent(question, id));
    const context = { type: question.type, timeZone: timezone, past: false };
    return { explanation: await present(supabase, recipients, context), error: null };
  } catch (error) {
    const refusal = error instanceof ApiError && error.field && refusals[error.field];
    if (refusal) return { explanation: null, error: refusal };
    throw error;
  }
}
