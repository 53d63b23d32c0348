import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { NoRealtime } from '../../src/features/supabase/no-realtime.ts';
import { stack } from './stack.ts';

export const PASSWORD = 'cassius-demo';
export const LUMIERE = '00000000-0000-4000-8000-000000000001';
export const PARC = '00000000-0000-4000-8000-000000000002';

const options = {
  realtime: { transport: NoRealtime as unknown as typeof WebSocket },
  auth: { persistSession: false, autoRefreshToken: false },
};

/** Someone of the demo data, acting through the Data API with their own rights. */
export interface Person {
  email: string;
  id: string;
  accessToken: string;
  supabase: SupabaseClient;
}

const known = new Map<string, Promise<Person>>();

async function signIn(email: string): Promise<Person> {
  const supabase = createClient(stack.API_URL, stack.PUBLISHABLE_KEY, options);
  const { data, error } = await supabase.auth.signInWithPassword({ email, password: PASSWORD });
  if (error) throw new Error(`${email}: ${error.message}`);
  return { email, id: data.user.id, accessToken: data.session.access_token, supabase };
}

export function person(email: string): Promise<Person> {
  const found = known.get(email) ?? signIn(email);
  known.set(email, found);
  return found;
}

/** The server's side: sees every row. */
export const service = createClient(stack.API_URL, stack.SECRET_KEY, options);

/** The data of an answer of the Data API; its error fails the test. */
export function must<T>(answer: { data: T; error: { message: string } | null }): NonNullable<T> {
  if (answer.error) throw new Error(answer.error.message);
  if (answer.data === null || answer.data === undefined) throw new Error('no data');
  return answer.data;
}
