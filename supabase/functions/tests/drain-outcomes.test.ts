import assert from 'node:assert/strict';
import { FakeResend, type Mishap } from './support/fake-resend.ts';
import { alertEmail, nth, ran, scenario, upTo } from './support/scenario.ts';

const MINUTE = 60_000;

const outages: [name: string, mishap: Mishap, error: RegExp][] = [
  ['a 500', FakeResend.error(500, 'internal_server_error', 'Oops'), /^500 internal_server_error: Oops$/],
  ['a 503 in HTML from a proxy', { status: 503, body: '<h1>Unavailable</h1>' }, /^503 application_error/],
  ['a dropped connection', 'drop', /^no answer/],
  ['an error that is JSON but says nothing', { status: 500, body: 'null' }, /^no answer unknown_error/],
  ['a success that is not JSON', { status: 200, body: '<html>' }, /^no answer/],
  ['a success that is null', { status: 200, body: 'null' }, /^no answer unknown_error/],
  ['a success that names too few emails', { status: 200, body: { data: [{ id: 'a' }] } }, /does not name/],
  ['a success with ids of another kind', { status: 200, body: { data: [{ id: 1 }, null] } }, /does not name/],
];
for (const [name, mishap, error] of outages) {
  Deno.test(`after ${name}, the batch waits and goes out with the same bytes under the same key`, async () => {
    await using it = scenario();
    it.outbox.enqueue(alertEmail(1), alertEmail(2));
    // Deno may send a request again by itself when a pooled connection drops.
    it.resend.willFail(...(mishap === 'drop' ? [mishap, mishap] : [mishap]));

    assert.deepEqual(await it.run(), ran({ retried: 2, batches: 1 }));
    assert.match(nth(it.outbox.retries, 0).error, error);
    assert.deepEqual(it.outbox.statuses(), ['PENDING', 'PENDING']);

    it.outbox.now += MINUTE;
    const { sent, retried } = await it.run();
    assert.ok(sent === 2 || retried === 2);
    if (sent !== 2) {
      it.outbox.now += MINUTE;
      assert.equal((await it.run()).sent, 2);
    }
    assert.equal(new Set(it.resend.requests.map((request) => request.key)).size, 1);
    assert.equal(new Set(it.resend.requests.map((request) => request.body)).size, 1);
    assert.equal(it.resend.delivered.length, 2);
  });
}

Deno.test('an outage ends the run: the other batches are not thrown at a provider that is down', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(150).map((number) => alertEmail(number)));
  it.resend.willFail(FakeResend.error(500, 'internal_server_error', 'Oops'));
  assert.deepEqual(await it.run(), ran({ retried: 100, batches: 1 }));
  assert.equal(it.resend.requests.length, 1);
});

Deno.test('emails that were taken although the answer was lost arrive once', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1), alertEmail(2));
  it.resend.willFail('accept-then-drop', 'accept-then-drop', 'accept-then-drop');
  for (let round = 0; round < 4; round += 1) {
    await it.run();
    it.outbox.now += MINUTE;
  }
  assert.deepEqual(it.outbox.statuses(), ['SENT', 'SENT']);
  assert.equal(it.resend.delivered.length, 2);
});

Deno.test('a provider that never answers is left after the time given, and tried again under the same key', async () => {
  await using it = scenario({ timeoutMs: 60 });
  it.outbox.enqueue(alertEmail(1));
  it.resend.willFail('hang');
  assert.deepEqual(await it.run(), ran({ retried: 1, batches: 1 }));
  assert.equal(nth(it.outbox.retries, 0).error, 'no answer in time');
  it.outbox.now += MINUTE;
  assert.equal((await it.run({ timeoutMs: 20_000 })).sent, 1);
  assert.equal(new Set(it.resend.requests.map((request) => request.key)).size, 1);
});

for (const [name, answer, seconds] of [
  ['an unknown key', FakeResend.error(401, 'missing_api_key', 'Missing API key'), 300],
  ['a refused key', FakeResend.error(403, 'invalid_api_key', 'API key is invalid'), 300],
  ['a daily quota', FakeResend.error(429, 'daily_quota_exceeded', 'Daily quota reached'), 3600],
  ['a monthly quota', FakeResend.error(429, 'monthly_quota_exceeded', 'Monthly quota reached'), 3600],
] as const) {
  Deno.test(`${name} pauses the channel, burns no attempt and fails nobody`, async () => {
    await using it = scenario();
    it.outbox.enqueue(...upTo(150).map((number) => alertEmail(number)));
    it.resend.willFail(answer);

    assert.deepEqual(await it.run(), ran({ retried: 100, batches: 1 }));
    assert.equal(it.outbox.attempts(alertEmail(1).id), 0);
    assert.match(it.outbox.circuitError ?? '', new RegExp(`^${answer.status} `));
    assert.ok(it.lines.some((line) => line.includes('channel paused') && line.includes('"level":"error"')));

    it.outbox.now += seconds * 1000 - 1;
    assert.equal((await it.run()).batches, 0);
    it.outbox.now += 1;
    assert.equal((await it.run()).sent, 150);
    assert.equal(it.resend.delivered.length, 150);
  });
}

Deno.test('one address that the provider refuses is found, and only its own email fails', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(7).map((number) => alertEmail(number)));
  it.resend.refuses = (email) => email.to === 'personne5@lumiere.test';

  const summary = await it.run();

  assert.deepEqual({ ...summary, batches: 0 }, ran({ sent: 6, failed: 1 }));
  const poison = it.outbox.row(alertEmail(5).id);
  assert.equal(poison.status, 'FAILED');
  assert.equal(poison.error, '422 validation_error: Invalid `to` field: <address>');
  assert.equal(it.resend.delivered.length, 6);
  const failed = it.logged().filter(({ message }) => message === 'failed');
  assert.deepEqual(
    failed.map(({ level, outboxIds, failure, error }) => ({ level, outboxIds, failure, error })),
    [{ level: 'error', outboxIds: [alertEmail(5).id], failure: 'refused', error: poison.error }],
  );
});

for (const [name, over, error] of [
  ['an unknown template', { template: 'newsletter' }, 'template: unknown "newsletter"'],
  ['a payload without its title', { payload: { organisation: 'Cabinet Lumière' } }, /^payload\./],
] as const) {
  Deno.test(`a row with ${name} fails alone, with the field named, and nothing of it is sent`, async () => {
    await using it = scenario();
    it.outbox.enqueue(alertEmail(1), alertEmail(2, over), alertEmail(3));
    const { sent, failed } = await it.run();
    assert.deepEqual({ sent, failed }, { sent: 2, failed: 1 });
    const row = it.outbox.row(alertEmail(2).id);
    assert.equal(row.status, 'FAILED');
    if (typeof error === 'string') assert.equal(row.error, error);
    else assert.match(row.error ?? '', error);
    // An earlier attempt may have gone out: the outbox must not take this for the provider's refusal.
    assert.ok(it.outbox.rejections.every(({ asked }) => !asked));
  });
}

Deno.test('a batch that is still in flight elsewhere waits alone, the next one goes out', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(150).map((number) => alertEmail(number)));
  it.resend.willFail(FakeResend.error(409, 'concurrent_idempotent_requests', 'In progress'));
  assert.deepEqual(await it.run(), ran({ sent: 50, retried: 100, batches: 2 }));
});

Deno.test('a batch whose content changed after it was taken is never split: nobody gets a second copy', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1), alertEmail(2));
  it.resend.willFail('accept-then-drop', 'accept-then-drop');
  await it.run();
  // A deployment in between gave the emails another sender. Its first try meets the second mishap, unless Deno has met
  // both by sending again on its own.
  it.outbox.now += MINUTE;
  await it.run({ from: 'Cassius <bonjour@cassius.test>' });
  it.outbox.now += MINUTE;
  assert.equal((await it.run({ from: 'Cassius <bonjour@cassius.test>' })).retried, 2);
  assert.match(nth(it.outbox.retries, -1).error, /^409 invalid_idempotent_request/);
  assert.equal(it.resend.delivered.length, 2);
  assert.ok(it.lines.some((line) => line.includes('content changed between attempts')));
});

Deno.test('alone, such an email is given up as FAILED', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1));
  it.resend.willFail(FakeResend.error(409, 'invalid_idempotent_request', 'Used with another body'));
  assert.deepEqual(await it.run(), ran({ failed: 1, batches: 1 }));
});
