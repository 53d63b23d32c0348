import type { Database } from '@cassius/contracts/database';
import { createServerClient } from '@supabase/ssr';
import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { cookies } from 'next/headers';
import { env } from '../../env.ts';
import { NoRealtime } from './no-realtime.ts';

export type Supabase = SupabaseClient<Database>;

const realtime = { transport: NoRealtime as unknown as typeof WebSocket };

/** Session cookies are closed to scripts, and travel in clear on a local stack only. */
export const cookieOptions = () => ({ httpOnly: true, secure: env().WEB_URL.startsWith('https:') });

/** A client that acts as the visitor, from the session's cookies: row level security decides what it sees. */
export async function sessionClient(): Promise<Supabase> {
  const store = await cookies();
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  return createServerClient<Database>(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    realtime,
    cookieOptions: cookieOptions(),
    cookies: {
      getAll: () => store.getAll(),
      setAll(changes) {
        try {
          for (const { name, value, options } of changes) store.set(name, value, options);
        } catch {
          // A page cannot set cookies while it renders; the proxy has refreshed the session just before.
        }
      },
    },
  });
}

/**
 * A client that acts as the owner of an access token, for callers that are not a browser.
 * @param accessToken the JWT of `Authorization: Bearer`
 */
export function tokenClient(accessToken: string): Supabase {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  return createClient<Database>(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    realtime,
    global: { headers: { Authorization: `Bearer ${accessToken}` } },
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}

/** A client with every right, for what somebody asks for with a signed link and no session. It never acts for a visitor. */
export function serviceClient(): Supabase {
  const { SUPABASE_URL, SUPABASE_SECRET_KEY } = env();
  return createClient<Database>(SUPABASE_URL, SUPABASE_SECRET_KEY, {
    realtime,
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
  });
}
