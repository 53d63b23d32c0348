const LONGEST = 2048;
/** Stands for this site while a path is resolved; it belongs to nobody (RFC 2606). */
const HERE = 'http://this-site.invalid';

const leavesTheSite = (path: string): boolean => /^[/\\]{2}/.test(path) || path.includes('\\');

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path);
  } catch {
    // A malformed escape cannot be a page of this site.
    return null;
  }
}

/**
 * The page to go to after signing in, taken from the outside world (`?suite=`).
 * @param value what the visitor's URL or form says
 * @param fallback where to go when it is anything but a relative path of this very site
 */
export function safePath(value: unknown, fallback = '/'): string {
  if (typeof value !== 'string' || value.length > LONGEST || !value.startsWith('/')) return fallback;
  const plain = decoded(value);
  if (plain === null || leavesTheSite(value) || leavesTheSite(plain)) return fallback;
  const url = URL.canParse(value, HERE) ? new URL(value, HERE) : null;
  if (url === null || url.origin !== HERE) return fallback;
  // Resolving `/..//host` yields `//host`, hence a second look at the result.
  const path = `${url.pathname}${url.search}${url.hash}`;
  return leavesTheSite(path) ? fallback : path;
}
