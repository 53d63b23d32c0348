import { errors, jwtVerify } from 'jose';
import { Refusal } from './refusal.ts';

/** Who somebody is: the payload of a user's JWT, or what an API key stands for. */
export interface Claims {
  role: string;
  /** Unix seconds. An API key never expires, and has none. */
  exp?: number;
  sub?: string;
  [claim: string]: unknown;
}

interface Keys {
  jwtSecret: string;
  publishableKey: string;
  secretKey: string;
}

/** Gives the claims of a key or a token, or throws a {@link Refusal} that says what is wrong with it. */
export type Verify = (token: string) => Promise<Claims>;

/** Only keys look like this; a user's token is a JWT. */
export const isApiKey = (token: string): boolean => token.startsWith('sb_');

/** Makes the function that knows this stack's two API keys, and the JWTs signed (HS256) with its secret. */
export function createVerify({ jwtSecret, publishableKey, secretKey }: Keys): Verify {
  const secret = new TextEncoder().encode(jwtSecret);
  return async (token) => {
    if (token === publishableKey) return { role: 'anon' };
    if (token === secretKey) return { role: 'service_role' };
    if (isApiKey(token)) throw new Refusal('InvalidApiKey', 'Unknown API key');
    return verifyJwt(token, secret);
  };
}

async function verifyJwt(token: string, secret: Uint8Array): Promise<Claims> {
  const { payload } = await jwtVerify(token, secret, { algorithms: ['HS256'] }).catch((error: unknown) => {
    throw explain(error);
  });
  const { role, exp } = payload;
  if (typeof role !== 'string' || typeof exp !== 'number') {
    throw new Refusal('InvalidJWTToken', 'Fields `role` and `exp` are required in JWT');
  }
  return { ...payload, role, exp };
}

function explain(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return expired(error.payload.exp ?? 0);
  if (error instanceof errors.JWSSignatureVerificationFailed) {
    return new Refusal('JwtSignatureError', 'Failed to validate JWT signature');
  }
  return new Refusal('MalformedJWT', 'The token provided is not a valid JWT');
}

/** @param exp Unix seconds at which the token ended */
export function expired(exp: number): Refusal {
  const ago = Math.max(0, Math.floor(Date.now() / 1000) - exp);
  return new Refusal('InvalidJWTToken', `Token has expired ${ago} seconds ago`);
}
