import { cache } from 'react';
import { sessionClient } from '../supabase/server.ts';
import type { User } from './session.ts';

export interface Profile {
  /** How to call the person: their name, or their address while they have given none. */
  name: string;
  /** Language that they have chosen; null: their organisation's. */
  locale: string | null;
  /** IANA name of the time zone that they have chosen; null: their organisation's. */
  timeZone: string | null;
}

/** Who the signed-in user says they are. Asked once a request. */
export const profileOf = cache(async (user: User): Promise<Profile> => {
  const supabase = await sessionClient();
  const { data, error } = await supabase
    .from('profiles')
    .select('full_name, locale, timezone')
    .eq('user_id', user.id)
    .maybeSingle();
  if (error) throw new Error(`profile: ${error.message}`);
  return {
    name: data?.full_name ?? user.email,
    locale: data?.locale ?? null,
    timeZone: data?.timezone ?? null,
  };
});
