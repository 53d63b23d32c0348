import { createServerClient } from '@supabase/ssr';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '../../env.ts';
import { NoRealtime } from './no-realtime.ts';
import { cookieOptions } from './server.ts';

export interface RefreshedSession {
  /** `unknown` when the authentication service did not answer. */
  state: 'signed-in' | 'signed-out' | 'unknown';
  /** Passes the request on, with refreshed cookies both ways. */
  response: NextResponse;
}

/**
 * Renews a session that is about to expire, so that the page behind sees a valid one.
 * @param request the visit; its cookies are updated in place
 * @param headers headers that the page will read
 */
export async function refreshSession(request: NextRequest, headers: Headers): Promise<RefreshedSession> {
  const { SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY } = env();
  const pass = () => {
    const cookie = request.cookies.toString();
    if (cookie) headers.set('cookie', cookie);
    else headers.delete('cookie');
    return NextResponse.next({ request: { headers } });
  };
  let response = pass();
  const supabase = createServerClient(SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, {
    realtime: { transport: NoRealtime as unknown as typeof WebSocket },
    cookieOptions: cookieOptions(),
    cookies: {
      getAll: () => request.cookies.getAll(),
      setAll(changes, noStore) {
        for (const { name, value } of changes) request.cookies.set(name, value);
        response = pass();
        for (const { name, value, options } of changes) response.cookies.set(name, value, options);
        for (const [name, value] of Object.entries(noStore ?? {})) response.headers.set(name, value);
      },
    },
  });
  const { data, error } = await supabase.auth.getClaims();
  if (data?.claims) return { state: 'signed-in', response };
  return { state: error && isAuthRetryableFetchError(error) ? 'unknown' : 'signed-out', response };
}
