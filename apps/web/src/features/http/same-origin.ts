/**
 * Whether a request that changes something may rely on the session's cookie.
 *
 * Every current browser says where a request comes from: `Sec-Fetch-Site`, or at least `Origin` when it
 * crosses origins. A request with neither was not made by a web page, so no page can have forged it.
 */
export function isSameOrigin(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const origin = headers.get('origin');
  if (origin === null) return true;
  return URL.canParse(origin) && new URL(origin).host === headers.get('host');
}
