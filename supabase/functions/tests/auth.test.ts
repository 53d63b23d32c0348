import assert from 'node:assert/strict';
import { hasSecretKey } from '../_shared/auth.ts';

const keys = ['sb_secret_default', 'sb_secret_automations'];
const call = (headers: Record<string, string>) => new Request('http://functions/deliver-email', { headers });

Deno.test('every secret key opens the door', async () => {
  for (const apikey of keys) assert.equal(await hasSecretKey(call({ apikey }), keys), true);
});

Deno.test('no key, another key, a part of a key and a longer one do not', async () => {
  for (const apikey of [
    '',
    'sb_publishable_x',
    'sb_secret_defaul',
    'sb_secret_default2',
    'SB_SECRET_DEFAULT',
  ]) {
    assert.equal(await hasSecretKey(call({ apikey }), keys), false, apikey);
  }
  assert.equal(await hasSecretKey(call({}), keys), false);
});

Deno.test('a key as a bearer token does not open the door', async () => {
  assert.equal(await hasSecretKey(call({ authorization: `Bearer ${keys[0]}` }), keys), false);
});

Deno.test('an empty key in the configuration lets nobody in', async () => {
  assert.equal(await hasSecretKey(call({}), ['']), false);
  assert.equal(await hasSecretKey(call({ apikey: '' }), ['', ...keys]), false);
});

Deno.test('every key is compared, also after one has matched', async () => {
  const digest = crypto.subtle.digest;
  const count = async (apikey: string) => {
    let digests = 0;
    crypto.subtle.digest = (...args) => {
      digests += 1;
      return digest.apply(crypto.subtle, args);
    };
    try {
      await hasSecretKey(call({ apikey }), keys);
    } finally {
      crypto.subtle.digest = digest;
    }
    return digests;
  };
  assert.equal(await count('sb_secret_default'), await count('nothing'));
});
