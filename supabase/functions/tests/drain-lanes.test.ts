import assert from 'node:assert/strict';
import type { Batch, Channel, Outcome } from '../_shared/channel.ts';
import type { QueuedEmail } from '../_shared/channels/email.ts';
import { LANES } from '../_shared/drain.ts';
import { FakeResend } from './support/fake-resend.ts';
import { alertEmail, ran, scenario, upTo } from './support/scenario.ts';

const emails = (count: number) => upTo(count).map((number) => alertEmail(number));
const sent = (batch: Batch<QueuedEmail>): Outcome => ({
  kind: 'sent',
  receipts: batch.messages.map(({ id }) => ({ id, providerMessageId: `re_${id}` })),
});
/** A provider that answers when the test says so. */
function slowChannel(batchSize = 100) {
  const waiting: ((outcome?: Outcome) => void)[] = [];
  const arrivals: (() => void)[] = [];
  let most = 0;
  let calls = 0;
  const channel: Channel<QueuedEmail> = {
    ...{ name: 'slow', batchSize, timeoutMs: 20_000 },
    compose: (batch) =>
      Promise.resolve(
        () =>
          new Promise((resolve) => {
            waiting.push((outcome) => resolve(outcome ?? sent(batch)));
            calls += 1;
            most = Math.max(most, waiting.length);
            for (const arrived of arrivals.splice(0)) arrived();
          }),
      ),
  };
  /** Resolves when so many calls wait for their answer. */
  const underWay = async (count: number) => {
    while (waiting.length < count) await new Promise<void>((resolve) => arrivals.push(resolve));
  };
  return { channel, waiting, underWay, most: () => most, calls: () => calls };
}

Deno.test('full batches travel beside each other, one a lane, and no more', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(1000));
  const provider = slowChannel();
  const running = it.run({}, { channel: provider.channel, lanes: LANES });
  for (const answered of upTo(10)) {
    await provider.underWay(Math.min(LANES, 11 - answered));
    provider.waiting.shift()?.();
  }
  assert.deepEqual(await running, ran({ sent: 1000, batches: 10 }));
  assert.equal(provider.most(), LANES);
});

Deno.test('a single email costs one empty claim, and opens no second lane', async () => {
  await using it = scenario();
  it.outbox.enqueue(alertEmail(1));
  assert.deepEqual(await it.run({}, { lanes: LANES }), ran({ sent: 1, batches: 1 }));
  assert.equal(it.outbox.emptyClaims, 1);
});

Deno.test('with all lanes at work, each email goes out once and each batch under its own key', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(1234));
  assert.deepEqual(await it.run({}, { lanes: LANES }), ran({ sent: 1234, batches: 13 }));
  assert.equal(new Set(it.resend.delivered.map(({ to }) => to)).size, 1234);
  assert.equal(it.resend.delivered.length, 1234);
  assert.equal(new Set(it.resend.requests.map(({ key }) => key)).size, 13);
});

Deno.test('trouble in one lane ends the run: the answers under way are written down, nothing new goes out', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(1000));
  const provider = slowChannel();
  const running = it.run({}, { channel: provider.channel, lanes: LANES });
  await provider.underWay(LANES);
  provider.waiting.shift()?.({ kind: 'unavailable', error: '500 internal_server_error: Oops' });
  for (const answer of provider.waiting) answer();
  const { sent, retried, batches } = await running;
  // Who had claimed already gives back what the provider has not seen.
  assert.deepEqual({ sent, retried }, { sent: (LANES - 1) * 100, retried: (batches - LANES + 1) * 100 });
  assert.equal(provider.calls(), LANES);
});

Deno.test('a lane that waits for its turn gives its batch back when the run ends, and it was no attempt', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(200));
  const provider = slowChannel();
  let turns = 0;
  const pacer = {
    turn: (signal: AbortSignal) => {
      turns += 1;
      if (turns === 1) return Promise.resolve();
      return new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
    },
    hold: () => {},
    freeFrom: () => 0,
  };
  const running = it.run({}, { channel: provider.channel, pacer, lanes: LANES });
  await provider.underWay(1);
  provider.waiting.shift()?.({ kind: 'blocked', error: '401 missing_api_key', pauseSeconds: 300 });
  assert.deepEqual(await running, ran({ retried: 200, batches: 2 }));
  assert.equal(it.outbox.attempts(alertEmail(200).id), 0);
});

Deno.test('when the database goes away in one lane, the others end too and the run fails', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(1000));
  const ack = it.outbox.ack.bind(it.outbox);
  let acks = 0;
  it.outbox.ack = (...args) => {
    acks += 1;
    return acks === 2 ? Promise.reject(new Error('connection lost')) : ack(...args);
  };
  await assert.rejects(it.run({}, { lanes: LANES }), /connection lost/);
  assert.ok(acks <= LANES + 2, `${acks} batches`);
});

Deno.test('the batch budget ends a run, and the next one is made at once because more is due', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(1000));
  const { sent, batches, woken } = await it.run({}, { batchBudget: 5, lanes: LANES });
  assert.ok(batches >= 5 && batches < 5 + LANES, `${batches}`);
  assert.equal(sent, batches * 100);
  assert.equal(woken, true);
  assert.equal(it.outbox.wakes, 1);
  assert.ok(it.logged().some(({ message, budget }) => message === 'budget spent' && budget === 'batches'));

  while ((await it.run({}, { batchBudget: 5, lanes: LANES })).woken);
  assert.equal(it.resend.delivered.length, 1000);
});

Deno.test('the next run is made while the last batches of this one are under way', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(1000));
  const asked = new Promise<void>((resolve) => {
    const wake = it.outbox.wake.bind(it.outbox);
    it.outbox.wake = () => {
      resolve();
      return wake();
    };
  });
  const provider = slowChannel();
  let spent = 0;
  const running = it.run(
    {},
    { channel: provider.channel, lanes: LANES, batchBudget: LANES, onSpent: () => (spent += 1) },
  );
  await provider.underWay(LANES);
  assert.equal(spent, 0);
  provider.waiting.shift()?.();
  // The first lane to end: the batches of the others wait for their answers.
  await asked;
  assert.equal(spent, 1);
  assert.equal(provider.waiting.length, LANES - 1);
  for (const answer of provider.waiting.splice(0)) answer();
  assert.deepEqual(await running, ran({ sent: LANES * 100, batches: LANES, woken: true }));
  assert.equal(it.outbox.wakes, 1);
});

Deno.test('a budget that is spent with nothing left wakes nobody', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(100));
  assert.deepEqual(await it.run({}, { batchBudget: 1 }), ran({ sent: 100, batches: 1 }));
  assert.equal(it.outbox.wakes, 0);
});

Deno.test('a provider in trouble is not woken for, whatever the budget', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(300));
  it.resend.willFail(FakeResend.error(500, 'internal_server_error', 'Oops'));
  assert.equal((await it.run({}, { batchBudget: 1 })).woken, false);
  assert.equal(it.outbox.wakes, 0);
});
