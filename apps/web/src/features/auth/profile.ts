import { sessionClient } from '../supabase/server.ts';
import type { User } from './session.ts';

/** How to call the signed-in user: their name, or their address while they have given none. */
export async function displayName(user: User): Promise<string> {
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('profiles')
    .select('full_name')
    .eq('user_id', user.id)
    .maybeSingle();
  if (error) throw new Error(`profile: ${error.message}`);
  return data?.full_name ?? user.email;
}
