import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import type { EmailEvent } from '../_shared/channels/resend-event.ts';
import { connectEmailEvents, type Recorded } from '../_shared/email-events.ts';
import { createLog } from '../_shared/log.ts';
import { createHandler } from '../resend-webhook/handler.ts';
import { nth } from './support/scenario.ts';

const SECRET = `whsec_${btoa('thirty-two bytes of an old secret')}`;
const NEW_SECRET = `whsec_${btoa('thirty-two bytes of a newer secret')}`;
const OUTBOX_ID = '00000000-0000-4000-8000-000000000001';

/** As https://docs.svix.com/receiving/verifying-payloads/how-manual has it, made without the library under test. */
function sign(body: string, { id = 'msg_1', at = Math.floor(Date.now() / 1000), secret = SECRET } = {}) {
  const key = Uint8Array.from(atob(secret.slice('whsec_'.length)), (character) => character.charCodeAt(0));
  const mac = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
  return { 'svix-id': id, 'svix-timestamp': String(at), 'svix-signature': `v1,${mac}` };
}

/** A payload as Resend sends it, about an invented person. */
const payload = (type = 'email.delivered', data: Record<string, unknown> = {}) => ({
  type,
  created_at: '2030-01-15T08:30:12.126Z',
  data: {
    created_at: '2030-01-15T08:30:11.894719+00:00',
    email_id: '56761188-7520-42d8-8898-ff6fc54ce618',
    message_id: '<111-222-333@email.example.com>',
    from: 'Cassius <notifications@cassius.test>',
    to: ['anne.petit@lumiere.test'],
    subject: 'Nouvelle alerte dans Cassius',
    tags: { outbox_id: OUTBOX_ID },
    ...data,
  },
});

function setUp(secrets = [SECRET]) {
  const lines: string[] = [];
  const events: { messageId: string; event: EmailEvent }[] = [];
  const record = (messageId: string, event: EmailEvent): Promise<Recorded> => {
    const known = events.some((each) => each.messageId === messageId);
    if (!known) events.push({ messageId, event });
    return Promise.resolve(known ? 'duplicate' : 'recorded');
  };
  const log = createLog('resend-webhook', (line) => lines.push(line));
  const handlerWith = (over: { record?: typeof record } = {}) =>
    createHandler({ secrets, record, log, ...over });
  const post = async (body: BodyInit, headers: Record<string, string>, handler = handlerWith()) => {
    const request = new Request('http://functions/resend-webhook', { method: 'POST', headers, body });
    const response = await handler(request);
    return { status: response.status, body: await response.json() };
  };
  /** Signs and posts. */
  const send = (content: unknown, signing: Parameters<typeof sign>[1] = {}) => {
    const body = JSON.stringify(content);
    return post(body, sign(body, signing));
  };
  return { lines, events, handlerWith, post, send };
}

Deno.test('a signed webhook is recorded under its message id', async () => {
  const it = setUp();
  assert.deepEqual(await it.send(payload()), { status: 200, body: { result: 'recorded' } });
  assert.deepEqual(it.events, [
    {
      messageId: 'msg_1',
      event: {
        type: 'email.delivered',
        createdAt: '2030-01-15T08:30:12.126Z',
        emailId: '56761188-7520-42d8-8898-ff6fc54ce618',
        outboxId: OUTBOX_ID,
        recipient: 'anne.petit@lumiere.test',
        bounceType: null,
        detail: null,
      },
    },
  ]);
});

Deno.test('the same message twice is one event, and an answer that ends the repetition', async () => {
  const it = setUp();
  await it.send(payload());
  assert.deepEqual(await it.send(payload()), { status: 200, body: { result: 'duplicate' } });
  assert.equal(it.events.length, 1);
});

Deno.test('the raw body is what counts: other bytes of the same JSON are refused', async () => {
  const it = setUp();
  const body = JSON.stringify(payload());
  const headers = sign(body);
  for (const altered of [
    `${body} `,
    `\ufeff${body}`,
    body.replace('delivered', 'bounced'),
    JSON.stringify(payload(), null, 2),
    '',
  ]) {
    assert.equal((await it.post(altered, headers)).status, 401, altered.slice(0, 40));
  }
  assert.equal(it.events.length, 0);
  assert.equal((await it.post(body, headers)).status, 200);
});

const now = () => Math.floor(Date.now() / 1000);
const refusals: [name: string, headers: (body: string) => Record<string, string>, message: RegExp][] = [
  ['no headers', () => ({}), /Missing required headers/],
  ['a secret key instead', () => ({ apikey: 'sb_secret_a' }), /Missing required headers/],
  ['another secret', (body) => sign(body, { secret: NEW_SECRET }), /No matching signature/],
  ['another id', (body) => ({ ...sign(body), 'svix-id': 'msg_2' }), /No matching signature/],
  [
    'another time',
    (body) => ({ ...sign(body), 'svix-timestamp': String(now() - 1) }),
    /No matching signature/,
  ],
  ['a time of six minutes ago', (body) => sign(body, { at: now() - 360 }), /timestamp too old/],
  ['a time in six minutes', (body) => sign(body, { at: now() + 360 }), /timestamp too new/],
  [
    'a time that is none',
    (body) => ({ ...sign(body), 'svix-timestamp': 'soon' }),
    /Invalid Signature Headers/,
  ],
  ['an empty signature', (body) => ({ ...sign(body), 'svix-signature': 'v1,' }), /No matching signature/],
  [
    'a signature without version',
    (body) => ({ ...sign(body), 'svix-signature': 'v1' }),
    /No matching signature/,
  ],
  [
    'another version',
    (body) => ({ ...sign(body), 'svix-signature': sign(body)['svix-signature'].replace('v1', 'v2') }),
    /No matching signature/,
  ],
];
for (const [name, headers, message] of refusals) {
  Deno.test(`not verified, hence refused: ${name}`, async () => {
    const it = setUp();
    const body = JSON.stringify(payload());
    const answer = await it.post(body, headers(body));
    assert.equal(answer.status, 401);
    assert.equal(answer.body.error.code, 'not_verified');
    assert.match(answer.body.error.message, message);
    assert.equal(it.events.length, 0);
  });
}

Deno.test('four minutes late is in time', async () => {
  const it = setUp();
  assert.equal((await it.send(payload(), { at: now() - 240 })).status, 200);
});

Deno.test('one of several signatures is enough', async () => {
  const it = setUp();
  const body = JSON.stringify(payload());
  const headers = sign(body);
  headers['svix-signature'] = `v1,AAAA v2,BBBB ${headers['svix-signature']}`;
  assert.equal((await it.post(body, headers)).status, 200);
});

Deno.test('while a secret is replaced both are good, and afterwards the old one is not', async () => {
  const both = setUp([NEW_SECRET, SECRET]);
  assert.equal((await both.send(payload(), { id: 'msg_1', secret: SECRET })).status, 200);
  assert.equal((await both.send(payload(), { id: 'msg_2', secret: NEW_SECRET })).status, 200);
  const after = setUp([NEW_SECRET]);
  assert.equal((await after.send(payload(), { secret: SECRET })).status, 401);
});

Deno.test('a body over 256 kB is refused before it is read to its end, whatever it says of itself', async () => {
  const it = setUp();
  const huge = 'x'.repeat(256 * 1024 + 1);
  const answer = await it.post(huge, sign(huge));
  assert.deepEqual(
    { status: answer.status, code: answer.body.error.code },
    { status: 413, code: 'body_too_large' },
  );

  let pulled = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull(controller) {
      pulled += 1;
      controller.enqueue(new Uint8Array(65_536));
    },
    cancel() {
      cancelled = true;
    },
  });
  assert.equal((await it.post(endless, sign(''))).status, 413);
  assert.ok(pulled < 10 && cancelled, `${pulled} chunks`);
});

Deno.test('only POST is allowed', async () => {
  const it = setUp();
  for (const method of ['GET', 'HEAD', 'PUT', 'DELETE', 'OPTIONS']) {
    const response = await it.handlerWith()(new Request('http://functions/resend-webhook', { method }));
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'POST');
    await response.body?.cancel();
  }
});

Deno.test('what says nothing about delivery is ignored, and Resend does not repeat it', async () => {
  const it = setUp();
  for (const type of [
    'email.opened',
    'email.clicked',
    'email.scheduled',
    'domain.updated',
    'suppression.added',
    'x',
  ]) {
    assert.deepEqual(await it.send(payload(type)), { status: 200, body: { result: 'ignored' } });
  }
  assert.deepEqual(await it.send([]), { status: 200, body: { result: 'ignored' } });
  assert.equal(it.events.length, 0);
});

const words: [name: string, type: string, data: Record<string, unknown>, expected: Partial<EmailEvent>][] = [
  ['sent', 'email.sent', {}, { bounceType: null, detail: null }],
  ['a delay', 'email.delivery_delayed', {}, { bounceType: null, detail: null }],
  ['a complaint', 'email.complained', {}, { bounceType: null, detail: null }],
  [
    'a permanent bounce, without the address that it quotes',
    'email.bounced',
    {
      bounce: {
        type: 'Permanent',
        subType: 'General',
        message: 'anne.petit@lumiere.test: no such user',
        diagnosticCode: ['smtp; 550 5.1.1 <anne.petit@lumiere.test> unknown'],
      },
    },
    {
      bounceType: 'Permanent',
      detail: 'General: <address>: no such user: smtp; 550 5.1.1 <<address>> unknown',
    },
  ],
  [
    'a transient bounce',
    'email.bounced',
    { bounce: { type: 'Transient', subType: 'MailboxFull', message: 'Mailbox full' } },
    { bounceType: 'Transient', detail: 'MailboxFull: Mailbox full' },
  ],
  [
    'a bounce of a kind not known yet',
    'email.bounced',
    { bounce: { type: 'New' } },
    { bounceType: 'Undetermined' },
  ],
  ['a bounce that says nothing', 'email.bounced', {}, { bounceType: 'Undetermined', detail: null }],
  [
    'a bounce in another form',
    'email.bounced',
    { bounce: 'hard' },
    { bounceType: 'Undetermined', detail: null },
  ],
  [
    'a failure',
    'email.failed',
    { failed: { reason: 'reached_daily_quota' } },
    { detail: 'reached_daily_quota' },
  ],
  [
    'a suppression',
    'email.suppressed',
    { suppressed: { type: 'OnAccountSuppressionList', message: 'Suppressed before' } },
    { detail: 'OnAccountSuppressionList: Suppressed before' },
  ],
];
for (const [name, type, data, expected] of words) {
  Deno.test(`read: ${name}`, async () => {
    const it = setUp();
    assert.equal((await it.send(payload(type, data))).status, 200);
    const { event } = nth(it.events, 0);
    assert.equal(event.type, type);
    for (const [field, value] of Object.entries(expected))
      assert.equal(event[field as keyof EmailEvent], value);
  });
}

const tags: [name: string, tags: unknown, expected: string | null][] = [
  [
    'a list',
    [
      { name: 'other', value: 'x' },
      { name: 'outbox_id', value: OUTBOX_ID },
    ],
    OUTBOX_ID,
  ],
  ['an object', { other: 'x', outbox_id: OUTBOX_ID }, OUTBOX_ID],
  [
    'upper case',
    { outbox_id: 'ABCDEFAB-0000-4000-8000-00000000000A' },
    'abcdefab-0000-4000-8000-00000000000a',
  ],
  ['none', undefined, null],
  ['null', null, null],
  ['no row', { outbox_id: 'hello' }, null],
  ['another kind', { outbox_id: 7 }, null],
  ['text', 'outbox_id', null],
];
for (const [name, given, expected] of tags) {
  Deno.test(`the outbox row is read from tags: ${name}`, async () => {
    const it = setUp();
    assert.equal((await it.send(payload('email.delivered', { tags: given }))).status, 200);
    assert.equal(nth(it.events, 0).event.outboxId, expected);
  });
}

Deno.test('a time that cannot be read is that of the message, so that no event is lost to it', async () => {
  const it = setUp();
  const at = now();
  await it.send({ ...payload(), created_at: 'yesterday' }, { at });
  assert.equal(nth(it.events, 0).event.createdAt, new Date(at * 1000).toISOString());
});

Deno.test('what is signed but not what Resend documents is told so', async () => {
  const it = setUp();
  for (const body of [
    'not json',
    JSON.stringify({ type: 'email.bounced' }),
    '{"type":"email.sent","data":{}}',
  ]) {
    const answer = await it.post(body, sign(body));
    assert.deepEqual(
      { status: answer.status, code: answer.body.error.code },
      { status: 400, code: 'not_understood' },
    );
  }
  assert.equal(it.lines.filter((line) => line.includes('"level":"error"')).length, 3);
});

Deno.test('while the database is away the answer is 500, so that Resend sends again', async () => {
  const it = setUp();
  // Nothing listens there.
  const events = connectEmailEvents('postgres://postgres:hush@127.0.0.1:9/postgres');
  try {
    const body = JSON.stringify(payload());
    const answer = await it.post(body, sign(body), it.handlerWith({ record: events.record }));
    assert.deepEqual(
      { status: answer.status, code: answer.body.error.code },
      { status: 500, code: 'not_recorded' },
    );
    assert.doesNotMatch(JSON.stringify(answer.body) + it.lines.join(), /hush/);
  } finally {
    await events.close();
  }
});

Deno.test('the log names the message, the type and the outbox row, never an address or a subject', async () => {
  const it = setUp();
  await it.send(
    payload('email.bounced', { bounce: { type: 'Permanent', message: 'anne.petit@lumiere.test' } }),
  );
  await it.send(payload(), { secret: NEW_SECRET });
  const [recorded, refused] = it.lines.map((line) => JSON.parse(line));
  assert.deepEqual([recorded.message, recorded.type], ['recorded', 'email.bounced']);
  assert.deepEqual(recorded.outboxIds, [OUTBOX_ID]);
  assert.equal(recorded.messageId, 'msg_1');
  assert.deepEqual([refused.level, refused.message], ['warn', 'not verified']);
  assert.doesNotMatch(it.lines.join(), /@|anne|petit|alerte/i);
});
