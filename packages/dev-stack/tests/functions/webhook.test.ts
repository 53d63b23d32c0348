import { expect, onTestFinished, test } from 'vitest';
import { startOrigin } from '../../src/api/origin.ts';
import { addressesOf, functionEnvironment, webhookEndpoint } from '../../src/environment.ts';
import { silent } from '../../src/log.ts';
import { startMail } from '../../src/mail/index.ts';
import type { SentWebhook } from '../../src/mail/webhooks.ts';
import { freePorts } from '../../src/ports.ts';
import { loadSecrets } from '../../src/secrets.ts';
import { call, project } from './support.ts';

/** Checks the signature of the raw body as a receiver of Resend's webhooks does, and says what it knows. */
const RECEIVER = `
  Deno.serve(async (request) => {
    const body = await request.text();
    const header = (name) => request.headers.get(name) ?? '';
    const secret = (Deno.env.get('RESEND_WEBHOOK_SECRET') ?? '').slice('whsec_'.length);
    const bytes = Uint8Array.from(atob(secret), (c) => c.charCodeAt(0));
    const key = await crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
    const signed = new TextEncoder().encode([header('svix-id'), header('svix-timestamp'), body].join('.'));
    const mac = btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.sign('HMAC', key, signed))));
    const good = header('svix-signature') === 'v1,' + mac;
    return new Response(new URL(request.url).pathname + ' ' + JSON.parse(body).type, { status: good ? 200 : 400 });
  });
`;

test('the mail server’s webhooks reach the function resend-webhook through the API, signed, with no key', async () => {
  const here = await project('[functions.resend-webhook]\nverify_jwt = false\n');
  await here.write('supabase/functions/resend-webhook/index.ts', RECEIVER);
  await here.write('supabase/functions/resend-webhook/deno.json', '{}');
  await here.write('supabase/functions/deliver-email/index.ts', `Deno.serve(() => new Response('drained'));`);
  await here.write('supabase/functions/deliver-email/deno.json', '{}');

  const secrets = await loadSecrets(here.root);
  const ports = await freePorts();
  const addresses = addressesOf(ports, secrets);
  const functions = await here.serve({ env: functionEnvironment(addresses, secrets) });
  const nobody = { fetch: async () => new Response(null, { status: 500 }) };
  const origin = await startOrigin({
    port: ports.api,
    jwtSecret: secrets.jwtSecret,
    data: nobody,
    realtime: { ...nobody, upgrade: (_, socket) => void socket.destroy() },
    functions,
    log: silent,
  });
  onTestFinished(() => origin.stop());
  const mail = await startMail({
    port: 0,
    webhook: webhookEndpoint(addresses, secrets),
    log: silent,
  });
  onTestFinished(() => mail.stop());

  const response = await fetch(`${mail.url}/emails`, {
    method: 'POST',
    headers: { authorization: 'Bearer re_x' },
    body: JSON.stringify({
      from: 'Cassius <notifications@cassius.test>',
      to: 'bounced@resend.dev',
      subject: 'Rappel : été',
      text: 'Bonjour',
    }),
  });
  expect(response.status).toBe(200);
  const sent = async (): Promise<SentWebhook[]> => (await fetch(`${mail.url}/api/webhooks`)).json();
  await expect
    .poll(async () => (await sent()).map(({ attempts }) => attempts.at(-1)), { timeout: 20_000 })
    .toMatchObject([
      { status: 200, answer: '/resend-webhook email.bounced' },
      { status: 200, answer: '/resend-webhook email.sent' },
    ]);
  // The other function is served beside it.
  expect((await call(functions, 'deliver-email')).text).toBe('drained');
});
