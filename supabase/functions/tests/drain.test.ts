import assert from 'node:assert/strict';
import { FakeResend } from './support/fake-resend.ts';
import { alertEmail, nth, ran, scenario, upTo } from './support/scenario.ts';

const MINUTE = 60_000;

Deno.test('what is due goes out as one call under the batch id, and each row gets its own provider id', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(3).map((number) => alertEmail(number)));

  assert.deepEqual(await it.run(), ran({ sent: 3, batches: 1 }));

  assert.deepEqual(it.outbox.statuses(), ['SENT', 'SENT', 'SENT']);
  assert.equal(it.resend.requests.length, 1);
  assert.match(nth(it.resend.requests, 0).key, /^[0-9a-f-]{36}$/);
  assert.equal(nth(it.resend.requests, 0).authorization, 'Bearer re_test');
  assert.deepEqual(
    it.resend.delivered.map((email) => email.to),
    ['personne1@lumiere.test', 'personne2@lumiere.test', 'personne3@lumiere.test'],
  );
  const ids = upTo(3).map((number) => it.outbox.row(alertEmail(number).id).providerMessageId);
  assert.equal(new Set(ids).size, 3);
});

Deno.test('a single email takes the same way', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1));
  assert.deepEqual(await it.run(), ran({ sent: 1, batches: 1 }));
});

Deno.test('nothing due is no call at all', async () => {
  await using it = scenario();
  assert.deepEqual(await it.run(), ran({}));
  assert.equal(it.resend.requests.length, 0);
});

Deno.test('a long queue goes out a hundred at a time until it is empty', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(250).map((number) => alertEmail(number)));
  assert.deepEqual(await it.run(), ran({ sent: 250, batches: 3 }));
  assert.equal(new Set(it.resend.delivered.map((email) => email.to)).size, 250);
});

Deno.test('no new batch is claimed once the budget is spent', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(150).map((number) => alertEmail(number)));
  const claim = it.outbox.claim.bind(it.outbox);
  it.outbox.claim = (size, lease) => {
    it.outbox.now += 10_000;
    return claim(size, lease);
  };
  assert.deepEqual(await it.run({}, { budgetMs: 5000 }), ran({ sent: 100, batches: 1, woken: true }));
});

Deno.test('nothing is sent when the lease would not outlive the call', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1));
  const claim = it.outbox.claim.bind(it.outbox);
  it.outbox.claim = async (size, lease) => {
    const batch = await claim(size, lease);
    it.outbox.now += 61_000;
    return batch;
  };
  assert.deepEqual(await it.run(), ran({ retried: 1, batches: 1, woken: true }));
  assert.equal(it.resend.requests.length, 0);
  assert.equal(it.outbox.attempts(alertEmail(1).id), 0, 'it was no attempt');

  it.outbox.claim = claim;
  assert.equal((await it.run()).sent, 1);
});

Deno.test('a batch whose lease is lost right before the call is left to whoever has it, and the next one goes out', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(150).map((number) => alertEmail(number)));
  const beginSending = it.outbox.beginSending.bind(it.outbox);
  it.outbox.beginSending = () => {
    it.outbox.beginSending = beginSending;
    return Promise.resolve(false);
  };
  assert.deepEqual(await it.run(), ran({ sent: 50, batches: 2 }));
  assert.equal(it.resend.requests.length, 1);
  assert.ok(
    it.logged().some(({ level, message }) => level === 'warn' && message === 'lease lost before sending'),
  );
});

Deno.test('the database is told before the provider is called', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1));
  it.outbox.beginSending = () => Promise.reject(new Error('connection lost'));
  await assert.rejects(it.run(), /connection lost/);
  assert.equal(it.resend.requests.length, 0);
});

Deno.test('a worker that dies between the provider and the acknowledgement costs nobody a second email', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1), alertEmail(2));
  const ack = it.outbox.ack.bind(it.outbox);
  it.outbox.ack = () => Promise.reject(new Error('connection lost'));
  await assert.rejects(it.run(), /connection lost/);

  it.outbox.ack = ack;
  assert.equal((await it.run()).batches, 0, 'the lease still holds');
  it.outbox.now += 2 * MINUTE;
  assert.deepEqual(await it.run(), ran({ sent: 2, batches: 1 }));
  assert.equal(nth(it.resend.requests, 0).body, nth(it.resend.requests, 1).body);
  assert.equal(nth(it.resend.requests, 0).key, nth(it.resend.requests, 1).key);
  assert.equal(it.resend.delivered.length, 2);
});

Deno.test('an acknowledgement that comes too late changes nothing and is logged', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1));
  const ack = it.outbox.ack.bind(it.outbox);
  it.outbox.ack = (token, receipts) => {
    it.outbox.now += 2 * MINUTE;
    it.outbox.ack = ack;
    return ack(token, receipts);
  };
  await it.run({}, { budgetMs: 1 });
  assert.deepEqual(it.outbox.statuses(), ['PENDING']);
  assert.ok(it.lines.some((line) => line.includes('lease lost')));
  assert.equal((await it.run()).sent, 1);
  assert.equal(it.resend.delivered.length, 1);
});

Deno.test('a refusal that comes after the lease was lost fails nobody', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1));
  it.resend.refuses = () => true;
  const reject = it.outbox.reject.bind(it.outbox);
  it.outbox.reject = (token, error) => {
    it.outbox.now += 2 * MINUTE;
    return reject(token, error);
  };
  assert.deepEqual(await it.run({}, { budgetMs: 1 }), ran({ batches: 1, woken: true }));
  assert.deepEqual(it.outbox.statuses(), ['PENDING']);
  assert.ok(it.lines.some((line) => line.includes('lease lost')));
});

Deno.test('the log names batches and outbox rows, never a person, an address or a link', async () => {
  await using it = scenario();
  it.outbox.enqueue(...upTo(3).map((number) => alertEmail(number)));
  it.resend.willFail(
    FakeResend.error(403, 'validation_error', 'You can only write to your own address (chef@lumiere.test).'),
  );
  await it.run();
  it.outbox.now += 10 * MINUTE;
  it.resend.refuses = (email) => email.to.startsWith('personne2');
  await it.run();

  const log = it.lines.join('\n');
  assert.ok(it.lines.length >= 4);
  for (const line of it.lines) {
    const { level, source, message, batchId, outboxIds } = JSON.parse(line);
    assert.ok(['info', 'warn', 'error'].includes(level));
    assert.equal(source, 'deliver-email');
    assert.equal(typeof message, 'string');
    assert.match(batchId, /^[0-9a-f-]{36}$/);
    assert.ok(outboxIds.length > 0);
  }
  assert.doesNotMatch(log, /@|lumiere|Lumière|personne|\/l\/v1/);
});
