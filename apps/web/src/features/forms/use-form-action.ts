'use client';

import { unstable_rethrow } from 'next/navigation';
import { useActionState } from 'react';
import { sessionUserId } from '../supabase/session-token.ts';

const NO_ANSWER =
  'Pas de réponse du serveur\u00a0: rien n’indique que c’est enregistré. Vérifiez, puis réessayez.';

const ENDED = 'Votre session a expiré. Reconnectez-vous dans un autre onglet, puis réessayez.';

type Action<State> = (state: Awaited<State>, form: FormData) => Promise<State>;

/**
 * `useActionState` for a form: an action that comes to nothing, as it does without the network, is said in the form;
 * React would put the page's error in the place of the form and of what was typed in it.
 */
export const useFormAction = <State extends { errors: { form?: string } }>(
  action: Action<State>,
  initial: Awaited<State>,
) => useActionState(answered(action), initial);

function answered<State extends { errors: { form?: string } }>(action: Action<State>): Action<State> {
  // The server writes into the page what a form without its script is sent to: the action itself, nothing around it.
  if (typeof window === 'undefined') return action;
  return async (state, form) => {
    try {
      return await action(state, form);
    } catch (error) {
      // An answer that leads to another page comes as an error, too.
      unstable_rethrow(error);
      return { ...state, errors: { form: (await hasEnded()) ? ENDED : NO_ANSWER } };
    }
  };
}

/** Without a session the server sends every visit to the sign-in page, which is no answer to a form. */
const hasEnded = async () => (await sessionUserId().catch(() => undefined)) === null;
