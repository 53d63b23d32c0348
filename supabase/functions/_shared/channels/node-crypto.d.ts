/** What is used of `node:crypto`: for all of it, Deno's type checker asks for a package. */
export interface Hmac {
  update(text: string): Hmac;
  digest(): Uint8Array;
}
export function createHmac(algorithm: 'sha256', key: Uint8Array): Hmac;
