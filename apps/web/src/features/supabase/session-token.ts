/** A token is no longer used this long before its end: the one who gets it may need it for a while. */
const MARGIN_MS = 60_000;

interface Held {
  accessToken: string;
  /** By the clock of this browser, which may be wrong. */
  until: number;
}

/**
 * Fetches the session's access token and keeps it in the page until shortly before it ends.
 * @returns the token; null when the session has ended
 * @throws when the server cannot be reached, or does not answer as it should
 */
export function createSessionToken(): () => Promise<string | null> {
  let held: Held | null = null;
  let asking: Promise<Held | null> | null = null;

  return async () => {
    if (held !== null && Date.now() < held.until) return held.accessToken;
    // Those who ask at the same moment share one answer.
    asking ??= ask().finally(() => {
      asking = null;
    });
    held = await asking;
    return held?.accessToken ?? null;
  };
}

/**
 * Asks the server whose session it is now.
 * @returns null when the session has ended
 * @throws as above
 */
export async function sessionUserId(): Promise<string | null> {
  const held = await ask();
  if (held === null) return null;
  const [, claims = ''] = held.accessToken.split('.');
  const { sub } = JSON.parse(atob(claims.replaceAll('-', '+').replaceAll('_', '/'))) as { sub: string };
  return sub;
}

async function ask(): Promise<Held | null> {
  const answer = await fetch('/api/session/token', { cache: 'no-store', credentials: 'same-origin' });
  if (answer.status === 401) return null;
  if (!answer.ok) throw new Error(`session token: ${answer.status}`);
  const { accessToken, expiresAt } = (await answer.json()) as { accessToken: string; expiresAt: string };
  // What is left of the token is the server's own reckoning: a browser's clock can be hours away from it.
  const now = Date.now();
  const serverNow = Date.parse(answer.headers.get('date') ?? '') || now;
  return { accessToken, until: now + Date.parse(expiresAt) - serverNow - MARGIN_MS };
}
