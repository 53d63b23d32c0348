import { OPEN_LINK, verifyLink } from '@cassius/contracts';
import { isAuthRetryableFetchError } from '@supabase/supabase-js';
import { env } from '../../../env.ts';
import { safePath } from '../../../features/auth/safe-path.ts';
import { invalidLinkPage, linkPage, unavailablePage } from '../../../features/links/page.ts';
import { sessionClient } from '../../../features/supabase/server.ts';

const goTo = (location: string) => new Response(null, { status: 303, headers: { Location: location } });

/**
 * A link from an email. It says where to go and signs nobody in; following it changes nothing, for mail scanners
 * follow links too.
 */
export async function GET(
  request: Request,
  context: { params: Promise<{ token: string }> },
): Promise<Response> {
  const { token } = await context.params;
  const nonce = request.headers.get('x-nonce') ?? '';
  const verdict = await verifyLink(token, { keys: env().LINK_SIGNING_KEYS, purpose: OPEN_LINK });
  if (!verdict.ok) return invalidLinkPage(nonce);

  const here = `/l/${token}`;
  const supabase = await sessionClient();
  const { data: session, error: unreachable } = await supabase.auth.getClaims();
  if (!session?.claims && !(unreachable && isAuthRetryableFetchError(unreachable))) {
    return goTo(`/connexion?suite=${encodeURIComponent(here)}`);
  }
  const { data: path, error } = await supabase.rpc('resolve_email_link', { outbox_id: verdict.id });
  if (error) return unavailablePage(nonce);
  if (path === null) {
    return linkPage({
      status: 403,
      title: 'Ce lien n’est pas pour ce compte',
      message: 'Il a été envoyé à une autre personne. Connectez-vous avec le compte qui a reçu l’e-mail.',
      changeAccountFor: here,
      nonce,
    });
  }
  return goTo(safePath(path));
}
