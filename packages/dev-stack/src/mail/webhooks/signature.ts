import { createHmac } from 'node:crypto';

const PREFIX = 'whsec_';

/**
 * Headers that sign one attempt, as Svix does for Resend (https://www.standardwebhooks.com).
 * @param secret `whsec_` and a key in base64
 * @param id the same for every attempt, and for a replay
 * @param at milliseconds since 1970; receivers refuse what is older than five minutes
 */
export function signatureHeaders(
  secret: string,
  id: string,
  body: string,
  at: number,
): Record<string, string> {
  const key = Buffer.from(secret.slice(PREFIX.length), 'base64');
  if (!secret.startsWith(PREFIX) || key.length === 0) {
    throw new Error(`mail: the webhook secret must be "${PREFIX}" and a key in base64`);
  }
  const timestamp = String(Math.floor(at / 1000));
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'svix-id': id, 'svix-timestamp': timestamp, 'svix-signature': `v1,${signature}` };
}
