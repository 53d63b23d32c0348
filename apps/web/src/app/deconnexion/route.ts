import { safePath } from '../../features/auth/safe-path.ts';
import { isSameOrigin } from '../../features/http/same-origin.ts';
import { sessionClient } from '../../features/supabase/server.ts';

/** Ends the session of this browser, then shows the sign-in page. A whole page load empties the caches in memory. */
export async function POST(request: Request): Promise<Response> {
  if (!isSameOrigin(request.headers)) return new Response('Requête refusée.', { status: 403 });
  const form = await request.formData();
  const supabase = await sessionClient();
  // When the service does not answer the cookies are removed all the same.
  await supabase.auth.signOut({ scope: 'local' });
  const next = safePath(form.get('suite'));
  const location = next === '/' ? '/connexion' : `/connexion?suite=${encodeURIComponent(next)}`;
  return new Response(null, { status: 303, headers: { Location: location, 'Cache-Control': 'no-store' } });
}
