import assert from 'node:assert/strict';
import { readDeliverEmailEnv, readResendWebhookEnv } from '../_shared/env.ts';

const good: Record<string, string> = {
  SUPABASE_DB_URL: 'postgresql://postgres:hush@127.0.0.1:54322/postgres',
  SUPABASE_SECRET_KEYS: '{"default":"sb_secret_a","automations":"sb_secret_b"}',
  RESEND_API_KEY: 're_hush',
  RESEND_BASE_URL: 'http://127.0.0.1:54324/',
  EMAIL_FROM: 'Cassius <notifications@cassius.test>',
  WEB_URL: 'http://127.0.0.1:3000/',
  LINK_SIGNING_KEYS: `k1:${'A'.repeat(43)}`,
};
const read = (over: Record<string, string | undefined> = {}) => {
  const all = { ...good, ...over };
  return readDeliverEmailEnv((name) => all[name]);
};

Deno.test('a complete environment is read, and addresses lose their last slash', () => {
  const env = read();
  assert.deepEqual(env.SUPABASE_SECRET_KEYS, ['sb_secret_a', 'sb_secret_b']);
  assert.equal(env.WEB_URL, 'http://127.0.0.1:3000');
  assert.equal(env.RESEND_BASE_URL, 'http://127.0.0.1:54324');
  assert.equal(env.LINK_SIGNING_KEYS[0].kid, 'k1');
});

Deno.test('only the address of Resend and its rate may be left out', () => {
  assert.equal(read().EMAIL_REQUESTS_PER_SECOND, 10);
  assert.equal(read({ RESEND_BASE_URL: undefined }).RESEND_BASE_URL, undefined);
  for (const name of Object.keys(good).filter((each) => each !== 'RESEND_BASE_URL')) {
    assert.throws(() => read({ [name]: undefined }), new RegExp(`^Error: environment: ${name} is not set$`));
    assert.throws(() => read({ [name]: '' }), new RegExp(`^Error: environment: ${name} is empty`));
  }
});

for (const [name, value, fault] of [
  ['SUPABASE_DB_URL', 'mysql://hush', 'is not a postgres:// address'],
  ['SUPABASE_SECRET_KEYS', 'hush', 'is not a JSON object of names and keys'],
  ['SUPABASE_SECRET_KEYS', '{}', 'is not a JSON object of names and keys'],
  ['SUPABASE_SECRET_KEYS', '{"hush":""}', 'is not a JSON object of names and keys'],
  ['SUPABASE_SECRET_KEYS', '["hush"]', 'is not a JSON object of names and keys'],
  ['RESEND_BASE_URL', 'hush', 'is not an http(s) address'],
  ['WEB_URL', 'ftp://hush', 'is not an http(s) address'],
  ['EMAIL_FROM', 'hush', 'holds no address'],
  ['EMAIL_REQUESTS_PER_SECOND', 'hush', 'is not a number above 0, at most 1000'],
  ['EMAIL_REQUESTS_PER_SECOND', '0', 'is not a number above 0, at most 1000'],
  ['LINK_SIGNING_KEYS', 'k1:hush', 'signing key 1: the secret has 3 bytes'],
] as const) {
  Deno.test(`${name} is named when it ${fault}, and its value is not repeated`, () => {
    assert.throws(
      () => read({ [name]: value }),
      (error: Error) =>
        error.message.startsWith(`environment: ${name} ${fault}`) && !error.message.includes('hush'),
    );
  });
}

Deno.test('every variable at fault is named at once', () => {
  assert.throws(
    () => readDeliverEmailEnv(() => undefined),
    (error: Error) =>
      Object.keys(good).every((name) => name === 'RESEND_BASE_URL' || error.message.includes(name)),
  );
});

const secret = `whsec_${'QUJD'.repeat(8)}`;
const readWebhook = (value: string | undefined) =>
  readResendWebhookEnv(
    (name) => ({ SUPABASE_DB_URL: good.SUPABASE_DB_URL, RESEND_WEBHOOK_SECRET: value })[name],
  );

Deno.test('the webhook needs the database and its secret only, and takes two secrets while one is replaced', () => {
  assert.deepEqual(readWebhook(secret).RESEND_WEBHOOK_SECRET, [secret]);
  assert.deepEqual(readWebhook(`${secret}, whsec_${'A'.repeat(30)}==`).RESEND_WEBHOOK_SECRET, [
    secret,
    `whsec_${'A'.repeat(30)}==`,
  ]);
});

for (const value of [
  'hush',
  'whsec_',
  'whsec_hush',
  `${secret},`,
  `${secret},hush`,
  `whsec_${'A'.repeat(31)}`,
]) {
  Deno.test(`a webhook secret like ${value.slice(0, 12)}… of ${value.length} characters is refused, and not repeated`, () => {
    assert.throws(
      () => readWebhook(value),
      (error: Error) =>
        error.message ===
        'environment: RESEND_WEBHOOK_SECRET is not a list of whsec_… secrets, separated by commas',
    );
  });
}
