/**
 * Signed links: `v1.<kid>.<purpose>.<id>.<exp>.<mac>`, where `mac` is the HMAC-SHA256 of all that stands before it.
 * A token says where to go, it never says who is asking: whoever follows it still has to be signed in.
 * Keys, rotation and what a token reveals: docs/links.md.
 */

/** One signing key. The `kid` travels in the token, the secret never does. */
export interface LinkKey {
  readonly kid: string;
  readonly secret: ArrayBuffer;
}

/** The live keys, newest first: the first one signs, every one verifies. */
export type LinkKeys = readonly [LinkKey, ...LinkKey[]];

export type LinkFailure = 'malformed' | 'unknown-key' | 'bad-signature' | 'wrong-purpose' | 'expired';
export type LinkVerdict = { ok: true; id: string } | { ok: false; reason: LinkFailure };

/** The purpose of a link in an email that leads to what the email is about. */
export const OPEN_LINK = 'open';

/** How long such a link lives, counted from the creation of the email's outbox row. The email says so too. */
export const OPEN_LINK_DAYS = 7;

/** The purpose of the link that stops a category of emails: for the headers of RFC 8058, and the footer. */
export const UNSUBSCRIBE_LINK = 'unsubscribe';

/** How long that link lives: an email that is found again weeks later can still be stopped. */
export const UNSUBSCRIBE_LINK_DAYS = 60;

const SECRET_BYTES = 32;
const ALGORITHM = { name: 'HMAC', hash: 'SHA-256' } as const;

// The longest token that the patterns below allow has 164 characters; anything longer is refused unread.
const MAX_TOKEN_LENGTH = 192;
const KID = /^[a-z0-9]{1,16}$/;
const PURPOSE = /^[a-z][a-z-]{0,23}$/;
const ID = /^[A-Za-z0-9_-]{1,64}$/;
// No leading zero, so that an instant has one spelling only.
const EXPIRY = /^[1-9][0-9]{0,9}$/;
// 43 characters carry 258 bits for a MAC of 256: the last one must leave its two spare bits at zero, else several
// spellings of one token would be accepted.
const MAC = /^[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$/;

const encoder = new TextEncoder();

/**
 * Reads the signing keys from their text form `kid:secret[,kid:secret…]`, newest first.
 *
 * @param text secrets are 32 bytes or more in base64url without padding; a kid is 1-16 of `a-z0-9`
 * @throws Error that names the entry at fault, never its secret
 */
export function parseKeys(text: string): LinkKeys {
  const keys: LinkKey[] = [];
  for (const [index, entry] of text.split(',').entries()) {
    const where = `signing key ${index + 1}`;
    const [kid, secretText, ...rest] = entry.trim().split(':');
    if (kid === undefined || secretText === undefined || rest.length > 0) {
      throw new Error(`${where}: expected "kid:secret"`);
    }
    if (!KID.test(kid)) throw new Error(`${where}: the kid must be 1-16 characters of a-z and 0-9`);
    if (keys.some((key) => key.kid === kid)) throw new Error(`${where}: the kid "${kid}" is used twice`);
    const secret = fromBase64Url(secretText);
    if (secret === null) throw new Error(`${where}: the secret is not base64url without padding`);
    if (secret.byteLength < SECRET_BYTES) {
      throw new Error(`${where}: the secret has ${secret.byteLength} bytes, ${SECRET_BYTES} are needed`);
    }
    keys.push({ kid, secret });
  }
  const [first, ...others] = keys;
  if (first === undefined) throw new Error('signing keys: none given');
  return [first, ...others];
}

/** HMAC-SHA256 of a text. */
export type Mac = (secret: ArrayBuffer, text: string) => Uint8Array | Promise<Uint8Array>;

const webMac: Mac = async (secret, text) =>
  new Uint8Array(await crypto.subtle.sign(ALGORITHM, await importKey(secret), encoder.encode(text)));

/**
 * Signs a link with the first key. The same arguments always give the same token.
 *
 * @param options.purpose what the link may be used for; verification asks for the same one
 * @param options.id opaque identifier, 1-64 characters of `A-Z a-z 0-9 _ -`; it is readable in the token
 * @param options.expiresAt first instant at which the link is refused, in whole Unix seconds
 * @param options.mac WebCrypto's unless given
 * @throws Error that names the field that a token cannot carry
 */
export async function signLink(options: {
  keys: LinkKeys;
  purpose: string;
  id: string;
  expiresAt: number;
  mac?: Mac;
}): Promise<string> {
  const { keys, purpose, id, expiresAt, mac = webMac } = options;
  if (!PURPOSE.test(purpose)) throw new Error('purpose: 1-24 characters of a-z and "-", a letter first');
  if (!ID.test(id)) throw new Error('id: 1-64 characters of A-Z, a-z, 0-9, "_" and "-"');
  if (!EXPIRY.test(String(expiresAt))) throw new Error('expiresAt: whole Unix seconds after 1970');
  const [key] = keys;
  const signed = `v1.${key.kid}.${purpose}.${id}.${expiresAt}`;
  return `${signed}.${toBase64Url(await mac(key.secret, signed))}`;
}

/**
 * Verifies a token. Whatever is wrong with one of an acceptable size, the same work is done (one HMAC, compared in
 * constant time by WebCrypto), and purpose and expiry are looked at only once the signature holds.
 *
 * @param options.purpose what the link is about to be used for
 * @param options.now current instant in Unix seconds; the clock unless told
 */
export async function verifyLink(
  token: string,
  options: { keys: LinkKeys; purpose: string; now?: number },
): Promise<LinkVerdict> {
  if (typeof token !== 'string' || token.length > MAX_TOKEN_LENGTH) return { ok: false, reason: 'malformed' };
  const { keys, purpose, now = Date.now() / 1000 } = options;

  const parts = parse(token);
  const key = keys.find((candidate) => candidate.kid === parts?.kid);
  // A malformed token or an unknown key is checked all the same, against the first key, and refused afterwards.
  const authentic = await crypto.subtle.verify(
    ALGORITHM,
    await importKey((key ?? keys[0]).secret),
    parts?.mac ?? new ArrayBuffer(SECRET_BYTES),
    encoder.encode(parts?.signed ?? ''),
  );

  if (parts === null) return { ok: false, reason: 'malformed' };
  if (key === undefined) return { ok: false, reason: 'unknown-key' };
  if (!authentic) return { ok: false, reason: 'bad-signature' };
  if (parts.purpose !== purpose) return { ok: false, reason: 'wrong-purpose' };
  // Written so that an instant which is not a number refuses.
  if (!(now < parts.expiresAt)) return { ok: false, reason: 'expired' };
  return { ok: true, id: parts.id };
}

function parse(token: string) {
  const [version, kid, purpose, id, expiry, macText, ...rest] = token.split('.');
  if (kid === undefined || purpose === undefined || id === undefined) return null;
  if (expiry === undefined || macText === undefined || rest.length > 0) return null;
  if (version !== 'v1' || !KID.test(kid) || !PURPOSE.test(purpose) || !ID.test(id)) return null;
  if (!EXPIRY.test(expiry) || !MAC.test(macText)) return null;
  const mac = fromBase64Url(macText);
  if (mac === null) return null;
  return { kid, purpose, id, expiresAt: Number(expiry), mac, signed: token.slice(0, token.lastIndexOf('.')) };
}

/** Importing a key takes as long as using it. */
const imported = new WeakMap<ArrayBuffer, Promise<CryptoKey>>();

function importKey(secret: ArrayBuffer): Promise<CryptoKey> {
  const known = imported.get(secret);
  if (known !== undefined) return known;
  const key = crypto.subtle.importKey('raw', secret, ALGORITHM, false, ['sign', 'verify']);
  imported.set(secret, key);
  return key;
}

function toBase64Url(bytes: Uint8Array): string {
  const binary = String.fromCharCode(...bytes);
  return btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** Bytes of a canonical base64url text without padding, or null. */
function fromBase64Url(text: string): ArrayBuffer | null {
  if (!/^[A-Za-z0-9_-]+$/.test(text) || text.length % 4 === 1) return null;
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  const bytes = new ArrayBuffer(binary.length);
  const view = new Uint8Array(bytes);
  for (let index = 0; index < binary.length; index += 1) view[index] = binary.charCodeAt(index);
  return toBase64Url(new Uint8Array(bytes)) === text ? bytes : null;
}
