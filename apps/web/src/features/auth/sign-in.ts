'use server';

import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { z } from 'zod';
import { sessionClient } from '../supabase/server.ts';
import { safePath } from './safe-path.ts';

export interface SignInState {
  /** Given back after a refusal; a password never is. */
  email: string;
  errors: { email?: string; password?: string; form?: string };
  /** Set once signed in: a path of this site. */
  goTo?: string;
}

const input = z.object({
  email: z.string().trim().pipe(z.email('Adresse e-mail : elle n’a pas la forme attendue.')),
  password: z.string().min(1, 'Mot de passe : saisissez-le.').max(200, 'Mot de passe : il est trop long.'),
});

/** Opens a session, and says which page asked for it. */
export async function signIn(_state: SignInState, form: FormData): Promise<SignInState> {
  const email = String(form.get('email') ?? '').slice(0, 320);
  const parsed = input.safeParse({ email, password: form.get('password') });
  if (!parsed.success) {
    const { fieldErrors } = z.flattenError(parsed.error);
    const [emailError] = fieldErrors.email ?? [];
    const [passwordError] = fieldErrors.password ?? [];
    return {
      email,
      errors: { ...(emailError && { email: emailError }), ...(passwordError && { password: passwordError }) },
    };
  }
  const supabase = await sessionClient();
  const { error } = await supabase.auth.signInWithPassword(parsed.data);
  if (error) {
    // One sentence for an unknown address and for a wrong password: who has an account is nobody's business.
    const form = isAuthRetryableFetchError(error)
      ? 'Le service de connexion ne répond pas. Réessayez dans un instant.'
      : error.status === 429
        ? 'Trop de tentatives. Patientez une minute avant de réessayer.'
        : 'Adresse e-mail ou mot de passe incorrect.';
    return { email, errors: { form } };
  }
  return { email, errors: {}, goTo: safePath(form.get('suite')) };
}
