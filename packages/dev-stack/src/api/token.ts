import { jwtVerify } from 'jose';

/**
 * Whether the request carries a user's access token that is signed by us and has not expired: what `verify_jwt` asks of
 * callers. The new keys (`sb_…`) are no tokens and do not pass, as on the hosted platform.
 */
export async function hasValidToken(request: Request, jwtSecret: string): Promise<boolean> {
  const token = /^Bearer (.+)$/.exec(request.headers.get('authorization') ?? '')?.[1];
  if (!token) return false;
  try {
    await jwtVerify(token, new TextEncoder().encode(jwtSecret), { algorithms: ['HS256'] });
    return true;
  } catch {
    // Malformed, foreign or expired: the answer is the same.
    return false;
  }
}
