import { headers } from 'next/headers';
import { sessionToken } from '../../../../features/auth/session-token-operation.ts';
import { forbidden, unauthenticated } from '../../../../features/http/api-error.ts';
import { route } from '../../../../features/http/handler.ts';
import { reply } from '../../../../features/http/operation.ts';
import { isSameOrigin } from '../../../../features/http/same-origin.ts';

/** The one thing that a page cannot do with a cookie that is closed to scripts: open a connection to another origin. */
export const GET = route(sessionToken, async ({ supabase }) => {
  // It only reads, but what it reads is a key.
  if (!isSameOrigin(await headers())) throw forbidden('This request comes from another site.');
  const { data } = await supabase.auth.getSession();
  if (data.session === null) throw unauthenticated();
  const { access_token: accessToken, expires_at: end, expires_in: lifetime } = data.session;
  const expiresAt = new Date(end === undefined ? Date.now() + lifetime * 1000 : end * 1000).toISOString();
  return reply(200, { accessToken, expiresAt });
});
