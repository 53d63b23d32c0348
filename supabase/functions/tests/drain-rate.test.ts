import assert from 'node:assert/strict';
import { createPacer } from '../_shared/pacer.ts';
import { FakeResend } from './support/fake-resend.ts';
import { alertEmail, nth, ran, scenario, upTo } from './support/scenario.ts';

const tooMany = (headers: Record<string, string> = { 'retry-after': '7' }) =>
  FakeResend.error(429, 'rate_limit_exceeded', 'Too many requests', headers);
const emails = (count: number) => upTo(count).map((number) => alertEmail(number));

Deno.test('a rate limit is obeyed for as long as it says, burns no attempt, and the run goes on', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(150));
  it.resend.willFail(tooMany());
  const start = it.outbox.now;
  assert.deepEqual(await it.run(), ran({ sent: 150, retried: 100, batches: 3, throttled: 1 }));
  assert.deepEqual(it.slept, [7000]);
  assert.equal(it.outbox.now - start, 7000);
  const { error, retryAfterSeconds, counts } = nth(it.outbox.retries, 0);
  assert.deepEqual(
    { error, retryAfterSeconds, counts },
    { error: '429 rate_limit_exceeded: Too many requests', retryAfterSeconds: 7, counts: false },
  );
  // The batch went out under its own key, with its own bytes.
  const [first, again] = [nth(it.resend.requests, 0), nth(it.resend.requests, 1)];
  assert.deepEqual({ key: again.key, body: again.body }, { key: first.key, body: first.body });
  assert.ok(
    it.logged().some(({ message, waitMs }) => message === 'rate limited: waiting' && waitMs === 7000),
  );
});

Deno.test('a storm of rate limits costs time, and nobody an attempt or an email', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(3));
  it.resend.willFail(...upTo(30).map(() => tooMany({ 'retry-after': '1' })));
  const summary = await it.run({}, { batchBudget: 40 });
  assert.deepEqual(summary, ran({ sent: 3, retried: 90, batches: 31, throttled: 30 }));
  assert.equal(it.slept.length, 30);
});

Deno.test('a pause that does not fit in the budget ends the run, and does not wake another', async () => {
  await using it = scenario();
  it.outbox.enqueue(...emails(150));
  it.resend.willFail(tooMany({ 'retry-after': '60' }));
  assert.deepEqual(await it.run(), ran({ retried: 100, batches: 1, throttled: 1 }));
  assert.deepEqual(it.slept, []);
  assert.equal(it.outbox.wakes, 0);

  it.outbox.now += 59_999;
  assert.equal((await it.run()).sent, 50, 'what was not refused is due');
  it.outbox.now += 1;
  assert.equal((await it.run()).sent, 100);
});

Deno.test('a long pause holds for the next runs of the process as well: they claim nothing', async () => {
  await using it = scenario();
  const { now, sleep } = it;
  const pacer = createPacer({ requestsPerSecond: 10, now, sleep });
  it.outbox.enqueue(...emails(150));
  it.resend.willFail(tooMany({ 'retry-after': '60' }));
  assert.deepEqual(await it.run({}, { pacer }), ran({ retried: 100, batches: 1, throttled: 1 }));
  assert.deepEqual(await it.run({}, { pacer }), ran({}));
  it.outbox.now += 60_000;
  assert.equal((await it.run({}, { pacer })).sent, 150);
});

const pauses: [name: string, header: () => string | undefined, expected: (seconds: number) => boolean][] = [
  [
    'a date as the seconds until then',
    () => new Date(Date.now() + 30_000).toUTCString(),
    (seconds) => seconds > 20 && seconds <= 30,
  ],
  ['a whole day as one hour', () => '86400', (seconds) => seconds === 3600],
  ['a word as one second', () => 'soon', (seconds) => seconds === 1],
  ['a negative number as one second', () => '-5', (seconds) => seconds === 1],
  ['nothing as one second', () => undefined, (seconds) => seconds === 1],
];
for (const [name, header, expected] of pauses) {
  Deno.test(`a retry-after is read with care: ${name}`, async () => {
    await using it = scenario();
    it.outbox.enqueue(alertEmail(1));
    const value = header();
    it.resend.willFail(tooMany(value === undefined ? {} : { 'retry-after': value }));
    await it.run();
    const { retryAfterSeconds } = nth(it.outbox.retries, 0);
    assert.ok(retryAfterSeconds !== undefined && expected(retryAfterSeconds), String(retryAfterSeconds));
  });
}

Deno.test('requests are spaced by the rate, also over two runs', async () => {
  await using it = scenario();
  const { now, sleep } = it;
  const pacer = createPacer({ requestsPerSecond: 10, now, sleep });
  it.outbox.enqueue(...emails(250));
  const start = it.outbox.now;
  assert.equal((await it.run({}, { pacer })).sent, 250);
  // A twentieth wider than the rate, for what arrives less evenly than it leaves.
  assert.equal(it.outbox.now - start, 210);
  it.outbox.enqueue(alertEmail(251));
  await it.run({}, { pacer });
  assert.equal(it.outbox.now - start, 315);
});

Deno.test('timers that are a little late do not lower the rate, and one that is very late does not raise it', async () => {
  let now = 0;
  let lateMs = 3;
  const pacer = createPacer({
    requestsPerSecond: 10,
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds + lateMs;
      return Promise.resolve();
    },
  });
  const { signal } = new AbortController();
  const turns = async (count: number) => {
    for (let turn = 0; turn < count; turn += 1) await pacer.turn(signal);
    return now;
  };
  await turns(1);
  assert.equal(await turns(10), 1053, 'ten intervals of 105 ms, and the lateness of the last alone');
  lateMs = 400;
  const stalled = await turns(1);
  lateMs = 0;
  assert.equal((await turns(1)) - stalled, 105, 'nothing is made up for');
});

Deno.test('no second has more requests than the rate, whoever asks and whenever', async () => {
  let now = 0;
  const sleepers: { until: number; wake: () => void }[] = [];
  const pacer = createPacer({
    requestsPerSecond: 10,
    now: () => now,
    sleep: (milliseconds) =>
      new Promise((wake) => {
        sleepers.push({ until: now + milliseconds, wake });
      }),
  });
  const { signal } = new AbortController();
  const at: number[] = [];
  const lane = async () => {
    for (const _ of upTo(20)) {
      await pacer.turn(signal);
      at.push(now);
    }
  };
  const lanes = [lane(), lane(), lane(), lane()];
  while (at.length < 80) {
    // Everybody comes to rest, then the clock goes to whoever wakes first.
    await new Promise((resolve) => setTimeout(resolve));
    sleepers.sort((one, other) => other.until - one.until);
    const next = sleepers.pop();
    now = next?.until ?? now;
    next?.wake();
  }
  await Promise.all(lanes);
  assert.equal(at.length, 80);
  at.forEach((instant, index) => {
    const tenth = at[index + 10];
    assert.ok(tenth === undefined || tenth - instant >= 999.999, `${instant} to ${tenth}`);
  });
});

Deno.test('who waits for a turn waits longer when a pause is asked for meanwhile, and no longer once the run ends', async () => {
  let now = 0;
  const wakes: (() => void)[] = [];
  const ended = new AbortController();
  const pacer = createPacer({
    requestsPerSecond: 10,
    now: () => now,
    sleep: (_, signal) =>
      new Promise((resolve) => {
        wakes.push(resolve);
        signal?.addEventListener('abort', () => resolve());
      }),
  });
  let turns = 0;
  const turn = () => pacer.turn(ended.signal).then(() => (turns += 1));
  await turn();
  const waiting = turn();
  pacer.hold(5000);
  now = 100;
  wakes.shift()?.();
  await Promise.resolve();
  assert.equal(turns, 1);
  ended.abort();
  await waiting;
  assert.equal(turns, 2);
});
