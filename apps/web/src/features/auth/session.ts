import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { redirect } from 'next/navigation';
import { cache } from 'react';
import { sessionClient } from '../supabase/server.ts';

export interface User {
  id: string;
  email: string;
}

/**
 * The signed-in user, checked with the authentication service; null without a session. Asked once a request.
 * @throws Error when the authentication service does not answer
 */
export const currentUser = cache(async (): Promise<User | null> => {
  const supabase = await sessionClient();
  const { data, error } = await supabase.auth.getClaims();
  if (data?.claims) return { id: data.claims.sub, email: data.claims.email ?? '' };
  if (error && isAuthRetryableFetchError(error)) throw error;
  return null;
});

/** The signed-in user; a visitor without a session is sent to sign in. */
export async function requireUser(): Promise<User> {
  return (await currentUser()) ?? redirect('/connexion');
}
