import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { Resend } from 'resend';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { SentWebhook } from '../../src/mail/webhooks.ts';
import { type Received, startReceiver } from './receiver.ts';
import { email, startTestMail, type TestMail } from './server.ts';

const secret = `whsec_${Buffer.from('une clef de vingt-quatre').toString('base64')}`;

/** For a machine that is busy with other tests. */
const PATIENT = { timeout: 20_000, interval: 20 };

/** A mail server that tells a receiver of the test's own. */
async function mailWithReceiver(answer?: Parameters<typeof startReceiver>[0], retryAfterMs = [1, 1]) {
  const receiver = await startReceiver(answer);
  const mail = await startTestMail({ webhook: { url: receiver.url, secret, retryAfterMs } });
  return { mail, ...receiver };
}

const sent = async (mail: TestMail, query = ''): Promise<SentWebhook[]> =>
  (await fetch(`${mail.url}/api/webhooks${query}`)).json();

const post = (mail: TestMail, body: unknown, path = '') =>
  fetch(`${mail.url}/api/webhooks${path}`, { method: 'POST', body: JSON.stringify(body) });

const settle = (mail: TestMail, body: unknown) =>
  fetch(`${mail.url}/api/webhooks/settings`, { method: 'PUT', body: JSON.stringify(body) });

/** What a receiver that uses Resend's package understands; throws when the signature is not good. */
const verified = ({ body, headers }: Received, webhookSecret = secret) =>
  new Resend('re_test').webhooks.verify({ payload: body, headers, webhookSecret });

/** Types in the order in which they came, once there are so many. */
async function typesOf(received: Received[], count: number): Promise<string[]> {
  await expect.poll(() => received.length, PATIENT).toBeGreaterThanOrEqual(count);
  return received.map(({ body }) => JSON.parse(body).type);
}

describe('an email that is accepted', () => {
  test('is told of as sent and delivered, signed and shaped as Resend does', async () => {
    const { mail, received } = await mailWithReceiver();
    const tags = [
      { name: 'outbox_id', value: '5d0b7c1e-0000-4000-8000-000000000001' },
      { name: 'kind', value: 'alert' },
    ];
    const { data } = await mail.resend.emails.send(
      email({ to: ['Paul <praticien@lumiere.test>'], subject: 'Rappel : séance', tags }),
    );
    expect(await typesOf(received, 2)).toEqual(['email.sent', 'email.delivered']);
    const [message] = await mail.messages();
    expect(received.map((each) => verified(each))).toEqual(
      ['email.sent', 'email.delivered'].map((type) => ({
        type,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        data: {
          created_at: message?.createdAt,
          email_id: data?.id,
          message_id: expect.stringMatching(/^<.+@.+>$/),
          from: 'Cassius <notifications@cassius.test>',
          to: ['Paul <praticien@lumiere.test>'],
          subject: 'Rappel : séance',
          tags: { outbox_id: '5d0b7c1e-0000-4000-8000-000000000001', kind: 'alert' },
        },
      })),
    );
    expect(new Set(received.map(({ headers }) => headers.id)).size).toBe(2);
  });

  test('is signed so that no other secret, body, id or time will do', async () => {
    const { mail, received } = await mailWithReceiver();
    await mail.resend.emails.send(email());
    await typesOf(received, 1);
    const [first] = received;
    if (!first) throw new Error('nothing came');
    const changed = (headers: Partial<Received['headers']>, body = first.body) =>
      verified({ body, headers: { ...first.headers, ...headers } });
    const { id, timestamp, signature } = first.headers;
    expect(changed({})).toEqual(JSON.parse(first.body));
    expect(() => changed({}, `${first.body} `)).toThrow();
    expect(() => changed({ id: `${id}0` })).toThrow();
    expect(() => changed({ timestamp: String(Number(timestamp) + 1) })).toThrow();
    expect(() => changed({ signature: signature.replace('v1,', 'v1,A') })).toThrow();
    expect(() => verified(first, `whsec_${btoa('another')}`)).toThrow();
  });

  test('is told of once, also when its request is repeated or its answer is lost', async () => {
    const { mail, received } = await mailWithReceiver();
    await mail.fail({ mode: 'drop-after', count: 1 });
    for (let i = 0; i < 3; i += 1) await mail.resend.batch.send([email()], { idempotencyKey: 'k' });
    await mail.resend.emails.send(email({ subject: 'Le suivant' }));
    expect(await typesOf(received, 4)).toHaveLength(4);
    const first = received.filter(({ body }) => !body.includes('Le suivant'));
    expect(first).toHaveLength(2);
  });

  test('of a batch is told of one by one', async () => {
    const { mail, received } = await mailWithReceiver();
    const { data } = await mail.resend.batch.send(
      Array.from({ length: 100 }, (_, i) => email({ to: `p${i}@lumiere.test` })),
    );
    await typesOf(received, 200);
    const told = new Map<string, string[]>();
    for (const { body } of received) {
      const { type, data } = JSON.parse(body);
      told.set(data.email_id, [...(told.get(data.email_id) ?? []), type]);
    }
    expect(new Set(told.keys())).toEqual(new Set(data?.data.map(({ id }) => id)));
    for (const types of told.values()) expect(types).toEqual(['email.sent', 'email.delivered']);
  });

  test('is told of to nobody when there is nobody', async () => {
    const mail = await startTestMail();
    await mail.resend.emails.send(email());
    expect(await sent(mail)).toEqual([]);
    const response = await post(mail, { to: 'praticien@lumiere.test', type: 'email.bounced' });
    expect([response.status, (await response.json()).error.code]).toEqual([409, 'no_endpoint']);
  });
});

describe('an email to a test address', () => {
  test.each([
    ['bounced@resend.dev', ['email.sent', 'email.bounced']],
    ['Bounced+lumiere@resend.dev', ['email.sent', 'email.bounced']],
    ['Paul <bounced+1@resend.dev>', ['email.sent', 'email.bounced']],
    ['complained@resend.dev', ['email.sent', 'email.delivered', 'email.complained']],
    ['delayed@resend.dev', ['email.sent', 'email.delivery_delayed']],
    ['suppressed+x@resend.dev', ['email.suppressed']],
    ['delivered@resend.dev', ['email.sent', 'email.delivered']],
    ['bounced@lumiere.test', ['email.sent', 'email.delivered']],
    ['notbounced@resend.dev', ['email.sent', 'email.delivered']],
  ])('%s leads to %j', async (to, types) => {
    const { mail, received } = await mailWithReceiver();
    const { data } = await mail.resend.emails.send(email({ to }));
    expect(await typesOf(received, types.length)).toEqual(types);
    for (const each of received) verified(each);
    const { data: known } = await mail.resend.emails.get(data?.id ?? '');
    expect(`email.${known?.last_event}`).toBe(types.at(-1));
  });

  test('says why it did not arrive', async () => {
    const { mail, received } = await mailWithReceiver();
    await mail.resend.emails.send(email({ to: 'bounced@resend.dev' }));
    await typesOf(received, 2);
    await mail.resend.emails.send(email({ to: 'suppressed@resend.dev' }));
    await typesOf(received, 3);
    expect(JSON.parse(received[1]?.body ?? '').data.bounce).toEqual({
      type: 'Permanent',
      subType: 'General',
      message: expect.any(String),
    });
    expect(JSON.parse(received[2]?.body ?? '').data.suppressed).toEqual({
      type: 'OnAccountSuppressionList',
      message: expect.any(String),
    });
  });

  test('may be at a .test domain that was set', async () => {
    const { mail, received } = await mailWithReceiver();
    expect(await (await settle(mail, { domains: ['Lumiere.test'] })).json()).toEqual({
      automatic: true,
      domains: ['lumiere.test'],
    });
    await mail.resend.emails.send(email({ to: 'bounced+a@lumiere.test' }));
    expect(await typesOf(received, 2)).toEqual(['email.sent', 'email.bounced']);
    await mail.resend.emails.send(email({ to: 'bounced@parc.test' }));
    expect((await typesOf(received, 4)).slice(2)).toEqual(['email.sent', 'email.delivered']);
  });

  test.each([['lumiere.fr'], ['test'], ['a@b.test'], ['']])('the domain "%s" is refused', async (domain) => {
    const { mail } = await mailWithReceiver();
    const response = await settle(mail, { domains: [domain] });
    expect([response.status, (await response.json()).error.field]).toEqual([400, 'domains.0']);
  });
});

describe('a webhook that is not accepted', () => {
  test.each([[500], [404], [302], ['drop' as const]])(
    '(%s) comes again under its id, with the same bytes',
    async (refusal) => {
      const { mail, received } = await mailWithReceiver((index) => (index === 0 ? refusal : 204));
      await mail.resend.emails.send(email({ to: 'suppressed@resend.dev' }));
      await typesOf(received, 2);
      expect(received[1]?.headers.id).toBe(received[0]?.headers.id);
      expect(received[1]?.body).toBe(received[0]?.body);
      for (const each of received) verified(each);
      await expect.poll(async () => (await sent(mail))[0]?.state, PATIENT).toBe('accepted');
      expect((await sent(mail))[0]?.attempts.map(({ status }) => status)).toEqual([
        refusal === 'drop' ? null : refusal,
        204,
      ]);
    },
  );

  test('is given up after the last pause', async () => {
    const { mail, received } = await mailWithReceiver(() => 503);
    await mail.resend.emails.send(email({ to: 'suppressed@resend.dev' }));
    await expect.poll(async () => (await sent(mail))[0]?.state, PATIENT).toBe('failed');
    expect(received).toHaveLength(3);
    expect((await sent(mail))[0]?.attempts).toMatchObject(
      Array.from({ length: 3 }, () => ({ status: 503, answer: 'answer 503' })),
    );
  });

  test('holds back neither the emails nor the end', { timeout: 14_000 }, async () => {
    const { mail, received } = await mailWithReceiver((index) => (index % 2 ? 500 : 'hang'), [60_000]);
    for (let i = 0; i < 10; i += 1) expect((await mail.resend.emails.send(email())).error).toBeNull();
    await typesOf(received, 4);
    await mail.stop();
    const before = received.length;
    await new Promise((resolve) => setImmediate(resolve));
    expect(received).toHaveLength(before);
  });

  test('does not keep a process that has stopped the server', async () => {
    const script = `
      const { startMail } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/mail/index.ts'))});
      const { silent } = await import(${JSON.stringify(join(import.meta.dirname, '../../src/log.ts'))});
      const log = { ...silent, warn: (message) => console.log(message) || mail.stop() };
      const webhook = { url: 'http://127.0.0.1:9/', secret: '${secret}', retryAfterMs: [600000] };
      const mail = await startMail({ port: 0, log, webhook });
      await fetch(mail.url + '/emails', {
        method: 'POST',
        headers: { authorization: 'Bearer re_test' },
        body: JSON.stringify({ from: 'a@cassius.test', to: 'b@cassius.test', subject: 'c', text: 'd' }),
      });
    `;
    const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], {
      cwd: import.meta.dirname,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    onTestFinished(() => void child.kill('SIGKILL'));
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    expect(await new Promise((resolve) => child.once('close', resolve))).toBe(0);
    expect(said).toContain('webhook not accepted');
  });

  test('is forgotten with the others when they are cleared', async () => {
    let refuse = () => {};
    const refused = new Promise<number>((resolve) => {
      refuse = () => resolve(500);
    });
    const { mail, received } = await mailWithReceiver((index) => (index === 0 ? refused : 500));
    await mail.resend.emails.send(email({ to: 'suppressed@resend.dev' }));
    await typesOf(received, 1);
    expect((await fetch(`${mail.url}/api/webhooks`, { method: 'DELETE' })).status).toBe(204);
    refuse();
    expect(await sent(mail)).toEqual([]);
    // By the third attempt of another one, its second would have come.
    await mail.resend.emails.send(email({ to: 'suppressed+2@resend.dev' }));
    await typesOf(received, 4);
    expect(received.slice(1).every(({ body }) => body.includes('suppressed+2'))).toBe(true);
  });
});

describe('by hand', () => {
  test('any event of an email is sent, and its answer told', async () => {
    const { mail, received } = await mailWithReceiver();
    await settle(mail, { automatic: false });
    const { data } = await mail.resend.emails.send(email({ tags: [{ name: 'outbox_id', value: 'a-1' }] }));
    const bounce = { type: 'Transient', subType: 'MailboxFull', message: 'Full.' };
    const response = await post(mail, {
      emailId: data?.id,
      type: 'email.bounced',
      createdAt: '2026-11-01T09:00:00.000Z',
      data: { bounce },
    });
    expect(await response.json()).toMatchObject({
      id: expect.stringMatching(/^msg_/),
      state: 'accepted',
      attempts: [{ status: 200, answer: 'answer 200' }],
    });
    expect(received.map((each) => verified(each))).toMatchObject([
      {
        type: 'email.bounced',
        created_at: '2026-11-01T09:00:00.000Z',
        data: { email_id: data?.id, tags: { outbox_id: 'a-1' }, bounce },
      },
    ]);
  });

  test('the newest email of an address is meant', async () => {
    const { mail, received } = await mailWithReceiver();
    await settle(mail, { automatic: false });
    await mail.resend.emails.send(email());
    const { data } = await mail.resend.emails.send(email());
    await mail.resend.emails.send(email({ to: 'admin@lumiere.test' }));
    await post(mail, { to: 'Praticien@lumiere.test', type: 'email.complained' });
    expect(received.map((each) => verified(each).data)).toMatchObject([{ email_id: data?.id }]);
  });

  test('a webhook is replayed under its id, signed anew; another event may take its id', async () => {
    const { mail, received } = await mailWithReceiver();
    await settle(mail, { automatic: false });
    await mail.resend.emails.send(email());
    const first = await (await post(mail, { to: 'praticien@lumiere.test', type: 'email.delivered' })).json();
    const replay = await (await post(mail, {}, `/${first.id}/replay`)).json();
    expect(replay).toMatchObject({ id: first.id, event: first.event, state: 'accepted' });
    await post(mail, { to: 'praticien@lumiere.test', type: 'email.bounced', id: first.id });
    expect(received.map(({ headers }) => headers.id)).toEqual([first.id, first.id, first.id]);
    expect(received[1]?.body).toBe(received[0]?.body);
    expect(received.map((each) => verified(each).type)).toEqual([
      'email.delivered',
      'email.delivered',
      'email.bounced',
    ]);
  });

  test('what was sent is listed, newest first, of one email or one type', async () => {
    const { mail, received } = await mailWithReceiver();
    const { data } = await mail.resend.emails.send(email());
    await typesOf(received, 2);
    await mail.resend.emails.send(email({ to: 'bounced@resend.dev' }));
    await typesOf(received, 4);
    const types = async (query: string) => (await sent(mail, query)).map(({ event }) => event.type);
    expect(await types('')).toEqual(['email.bounced', 'email.sent', 'email.delivered', 'email.sent']);
    expect(await types(`?emailId=${data?.id}`)).toEqual(['email.delivered', 'email.sent']);
    expect(await types('?type=email.bounced')).toEqual(['email.bounced']);
  });

  test.each([
    [{ to: 'praticien@lumiere.test', type: 'email.eaten' }, 400, 'type'],
    [{ to: 'praticien@lumiere.test' }, 400, 'type'],
    [{ type: 'email.sent' }, 400, 'emailId'],
    [{ emailId: 'a', to: 'b@c.test', type: 'email.sent' }, 400, 'emailId'],
    [{ emailId: 'a', type: 'email.sent', sooner: true }, 400, ''],
    [null, 400, ''],
    [{ emailId: 'unknown', type: 'email.sent' }, 404, undefined],
    [{ to: 'nobody@lumiere.test', type: 'email.sent' }, 404, undefined],
    [{ to: 'not an address', type: 'email.sent' }, 404, undefined],
  ])('%j is refused', async (body, status, field) => {
    const { mail, received } = await mailWithReceiver();
    await settle(mail, { automatic: false });
    await mail.resend.emails.send(email());
    const response = await post(mail, body);
    const { error } = await response.json();
    expect([response.status, status === 400 ? (error.field ?? '') : undefined]).toEqual([status, field]);
    expect(received).toEqual([]);
  });

  test('what was never sent is not replayed', async () => {
    const { mail } = await mailWithReceiver();
    expect((await post(mail, {}, '/msg_unknown/replay')).status).toBe(404);
  });
});

test.each(['', 'whsec_', 'secret', 'whsec_*'])('the secret "%s" is refused at the start', async (wrong) => {
  await expect(startTestMail({ webhook: { url: 'http://127.0.0.1:1', secret: wrong } })).rejects.toThrow(
    'webhook secret',
  );
});
