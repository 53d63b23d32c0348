import { type NextRequest, NextResponse } from 'next/server';
import { env } from './env.ts';
import { safePath } from './features/auth/safe-path.ts';
import { contentSecurityPolicy } from './features/http/security-headers.ts';
import { type RefreshedSession, refreshSession } from './features/supabase/proxy.ts';

/** Pages that a visitor reads without a session; `/l/` checks its own signed token. */
const isPublic = (path: string) => path === '/connexion' || path === '/deconnexion' || path.startsWith('/l/');

/** Pages where it makes no difference who is signed in: no session is read or renewed, so no cookie is set. */
const isSessionless = (path: string) =>
  path.startsWith('/u/') || path === '/composants' || path.startsWith('/composants/');

/** Where a visit has to go instead, given its session; null when it is where it should be. */
function destination({ method, nextUrl }: NextRequest, session: RefreshedSession['state']): string | null {
  const { pathname, search, searchParams } = nextUrl;
  if (session === 'signed-out' && !isPublic(pathname)) {
    return pathname === '/' ? '/connexion' : `/connexion?suite=${encodeURIComponent(`${pathname}${search}`)}`;
  }
  if (session === 'signed-in' && pathname === '/connexion' && method === 'GET') {
    return safePath(searchParams.get('suite'));
  }
  return null;
}

/** Runs before every page: renews the session, sends visitors without one to sign in, sets the content policy. */
export async function proxy(request: NextRequest): Promise<NextResponse> {
  const nonce = crypto.randomUUID().replaceAll('-', '');
  const policy = contentSecurityPolicy(nonce, env().SUPABASE_URL, env().NODE_ENV === 'development');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('content-security-policy', policy);

  if (isSessionless(request.nextUrl.pathname)) {
    headers.delete('cookie');
    const response = NextResponse.next({ request: { headers } });
    response.headers.set('content-security-policy', policy);
    return response;
  }
  const { state, response } = await refreshSession(request, headers);
  const elsewhere = destination(request, state);
  if (elsewhere !== null) {
    const redirect = NextResponse.redirect(new URL(elsewhere, request.nextUrl), 303);
    // A session that could not be renewed is cleared on the way.
    for (const cookie of response.cookies.getAll()) redirect.cookies.set(cookie);
    return redirect;
  }
  response.headers.set('content-security-policy', policy);
  return response;
}

export const config = {
  // API routes answer 401 themselves and set their own cookies; static files need no session.
  matcher: ['/((?!api/|healthz|_next/|icon.svg|.*\\.txt$).*)'],
};
