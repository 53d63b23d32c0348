import pg from 'pg';
import type { Addresses } from './state.ts';

/** How long an answer may take, in milliseconds. */
const LIMIT_MS = 5000;

/**
 * Asks each service of a stack for a sign of life.
 * @param web whether the web app is part of it
 * @returns the addresses that do not answer, with the reason
 */
export async function unreachable(addresses: Addresses, web: boolean): Promise<string[]> {
  const { API_URL, DB_URL, MAIL_URL, WEB_URL, PUBLISHABLE_KEY } = addresses;
  const checks: [string, Promise<void>][] = [
    ['API_URL', answers(`${API_URL}/auth/v1/health`, { apikey: PUBLISHABLE_KEY })],
    ['DB_URL', connects(DB_URL)],
    ['MAIL_URL', answers(`${MAIL_URL}/api/messages`)],
  ];
  if (web) checks.push(['WEB_URL', answers(WEB_URL)]);
  const failures = await Promise.all(
    checks.map(([name, check]) =>
      check.then(
        () => [],
        (error: Error) => [`${name} (${error.message})`],
      ),
    ),
  );
  return failures.flat();
}

async function answers(url: string, headers: Record<string, string> = {}): Promise<void> {
  const response = await fetch(url, { headers, redirect: 'manual', signal: AbortSignal.timeout(LIMIT_MS) });
  await response.body?.cancel();
  if (response.status >= 400) throw new Error(`status ${response.status}`);
}

async function connects(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: LIMIT_MS,
    query_timeout: LIMIT_MS,
  });
  await client.connect();
  try {
    await client.query('select 1');
  } finally {
    await client.end();
  }
}
