import { UNSUBSCRIBE_LINK, verifyLink } from '@cassius/contracts';
import { env } from '../../../env.ts';
import { invalidLinkPage, unavailablePage } from '../../../features/links/page.ts';
import { subscription } from '../../../features/links/subscription.ts';
import { subscriptionPage } from '../../../features/links/subscription-page.ts';
import { askedFor } from '../../../features/links/unsubscribe-request.ts';

interface Context {
  params: Promise<{ token: string }>;
}

/** How emails of a kind stand, and the button to stop them. Nothing changes: mail scanners follow links too. */
export async function GET(request: Request, context: Context): Promise<Response> {
  return answer(request, context, async () => null);
}

/**
 * Stops the emails of a kind, or takes that back. The token is all that it takes: mail clients come without a session
 * and from anywhere (RFC 8058), so where a request comes from is not asked, and no cookie counts.
 */
export async function POST(request: Request, context: Context): Promise<Response> {
  return answer(request, context, () => askedFor(request));
}

async function answer(request: Request, context: Context, wanted: () => ReturnType<typeof askedFor>) {
  const { token } = await context.params;
  const nonce = request.headers.get('x-nonce') ?? '';
  const verdict = await verifyLink(token, { keys: env().LINK_SIGNING_KEYS, purpose: UNSUBSCRIBE_LINK });
  if (!verdict.ok) return invalidLinkPage(nonce);
  const act = await wanted();
  // A body that cannot be read asks for nothing: the page then shows how things stand.
  const status = act === null && request.method === 'POST' ? 400 : 200;
  try {
    const found = await subscription(act ?? 'read', verdict.id);
    // To a visitor, an email that is no longer kept is a link that is no longer valid.
    return found === null ? invalidLinkPage(nonce) : subscriptionPage(found, { act, status, nonce });
  } catch (error) {
    console.error('unsubscribe link', error);
    return unavailablePage(nonce);
  }
}
