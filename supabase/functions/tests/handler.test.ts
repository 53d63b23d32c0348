import assert from 'node:assert/strict';
import { createLog } from '../_shared/log.ts';
import { createHandler } from '../deliver-email/handler.ts';
import { alertEmail, nth, ran, scenario } from './support/scenario.ts';

const summary = ran({ sent: 2, retried: 1, batches: 2 });
const setUp = (drain = () => Promise.resolve(summary)) => {
  let drains = 0;
  const lines: string[] = [];
  const kept: Promise<unknown>[] = [];
  /** Pauses that it has begun. */
  const pauses: { milliseconds: number; end: () => void }[] = [];
  const handler = createHandler({
    secretKeys: ['sb_secret_a'],
    drain: () => {
      drains += 1;
      return drain();
    },
    log: createLog('deliver-email', (line) => lines.push(line)),
    keepAlive: (work) => kept.push(work),
    sleep: (milliseconds) =>
      new Promise((resolve) => {
        pauses.push({ milliseconds, end: resolve });
        begun();
      }),
  });
  let begun = (): void => {};
  /** The pause of this number, once it has begun. */
  const pause = async (number: number) => {
    while (pauses.length < number) await new Promise<void>((resolve) => (begun = resolve));
    return nth(pauses, number - 1);
  };
  const call = (method: string, headers: Record<string, string> = { apikey: 'sb_secret_a' }) =>
    handler(new Request('http://functions/deliver-email', { method, headers }));
  return { call, lines, kept, pauses, pause, drains: () => drains };
};

Deno.test('a wake-up call with a secret key drains, and answers with what was done', async () => {
  const it = setUp();
  const response = await it.call('POST');
  assert.equal(response.status, 200);
  assert.deepEqual(await response.json(), summary);
});

Deno.test('without a secret key nothing is drained', async () => {
  const it = setUp();
  const refused: Record<string, string>[] = [{}, { apikey: 'sb_publishable_a' }];
  for (const headers of refused) {
    const response = await it.call('POST', headers);
    assert.equal(response.status, 401);
    assert.equal((await response.json()).error.code, 'unauthorized');
  }
  assert.equal(it.drains(), 0);
});

Deno.test('only POST is allowed', async () => {
  const it = setUp();
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
    const response = await it.call(method);
    assert.equal(response.status, 405);
    assert.equal(response.headers.get('allow'), 'POST');
    await response.body?.cancel();
  }
  assert.equal(it.drains(), 0);
});

Deno.test('a failure is told without its details, which are in the log without the password', async () => {
  const it = setUp(() => Promise.reject(new Error('postgres://postgres:hush@db.test/postgres refused')));
  const response = await it.call('POST');
  assert.equal(response.status, 500);
  const text = await response.text();
  assert.equal(JSON.parse(text).error.code, 'drain_failed');
  assert.doesNotMatch(text + it.lines.join(), /hush/);
  assert.match(it.lines.join(), /drain failed.*refused/);
});

const later = { apikey: 'sb_secret_a', prefer: 'respond-async' };

Deno.test('who prefers not to wait is answered at once, and the run is kept alive until it ends', async () => {
  let end = (): void => {};
  const it = setUp(() => new Promise((resolve) => (end = () => resolve(summary))));
  const response = await it.call('POST', later);
  assert.equal(response.status, 202);
  assert.equal(response.headers.get('preference-applied'), 'respond-async');
  assert.equal(it.drains(), 1);
  assert.equal(it.kept.length, 1);
  end();
  assert.deepEqual(await it.kept[0], summary);
});

Deno.test('a run that fails after the answer is in the log', async () => {
  const it = setUp(() => Promise.reject(new Error('connection refused')));
  assert.equal((await it.call('POST', later)).status, 202);
  await Promise.all(it.kept);
  assert.match(it.lines.join(), /drain failed.*refused/);
});

Deno.test('not to wait is one preference among others, and no other is taken for it', async () => {
  for (const [prefer, status] of [
    ['return=minimal, Respond-Async; wait=10', 202],
    ['respond-asynchronously', 200],
    ['wait=10', 200],
  ] as const) {
    const response = await setUp().call('POST', { ...later, prefer });
    assert.equal(response.status, status, prefer);
    await response.body?.cancel();
  }
});

Deno.test('who prefers not to wait needs a secret key all the same', async () => {
  const it = setUp();
  const response = await it.call('POST', { prefer: 'respond-async' });
  assert.equal(response.status, 401);
  await response.body?.cancel();
  assert.equal(it.drains(), 0);
});

Deno.test('an email that is committed right after the last look is sent a tenth of a second later, though nobody calls', async () => {
  await using outbox = scenario();
  const it = setUp(() => outbox.run());
  outbox.outbox.enqueue(alertEmail(1));
  await (await it.call('POST')).body?.cancel();
  // Its transaction saw the batch under way, and woke nobody.
  outbox.outbox.enqueue(alertEmail(2));
  assert.deepEqual(outbox.outbox.statuses(), ['SENT', 'PENDING']);
  const first = await it.pause(1);
  assert.equal(first.milliseconds, 100);
  first.end();
  // The look has found something, and so owes looks of its own.
  assert.equal((await it.pause(2)).milliseconds, 100);
  assert.deepEqual(outbox.outbox.statuses(), ['SENT', 'SENT']);
});

Deno.test('an email whose transaction took longer to commit is sent a second after the run', async () => {
  await using outbox = scenario();
  const it = setUp(() => outbox.run());
  outbox.outbox.enqueue(alertEmail(1));
  await (await it.call('POST')).body?.cancel();
  (await it.pause(1)).end();
  const second = await it.pause(2);
  assert.equal(second.milliseconds, 900);
  outbox.outbox.enqueue(alertEmail(2));
  second.end();
  await nth(it.kept, 0);
  assert.deepEqual(outbox.outbox.statuses(), ['SENT', 'SENT']);
});

Deno.test('a queue in which nothing comes is looked at twice, and then left alone', async () => {
  const outcomes = [summary, ran({}), ran({})];
  const it = setUp(() => Promise.resolve(outcomes.shift() ?? summary));
  await (await it.call('POST')).body?.cancel();
  (await it.pause(1)).end();
  (await it.pause(2)).end();
  await Promise.all(it.kept);
  assert.equal(it.drains(), 3);
  assert.equal(it.pauses.length, 2);
});

Deno.test('who commits while the provider is in trouble is not forgotten either', async () => {
  const it = setUp(() => Promise.resolve(ran({ retried: 3, batches: 1 })));
  await (await it.call('POST')).body?.cancel();
  assert.equal(it.pauses.length, 1);
});

Deno.test('a run that finds nothing or has made the next one is not followed by a look', async () => {
  for (const outcome of [ran({}), ran({ sent: 4000, batches: 40, woken: true })]) {
    const it = setUp(() => Promise.resolve(outcome));
    await (await it.call('POST')).body?.cancel();
    assert.equal(it.pauses.length, 0);
  }
});

Deno.test('a run that has made the next one leaves the look to it, though it may find nothing', async () => {
  const outcomes = [ran({ sent: 4000, batches: 40, woken: true }), ran({}), ran({})];
  const it = setUp(() => Promise.resolve(outcomes.shift() ?? ran({})));
  await (await it.call('POST')).body?.cancel();
  assert.equal(it.pauses.length, 0);
  await (await it.call('POST')).body?.cancel();
  assert.equal(it.pauses.length, 1);
  await (await it.call('POST')).body?.cancel();
  assert.equal(it.pauses.length, 1);
});

Deno.test('runs that follow each other share the look after the last one', async () => {
  const it = setUp();
  for (let run = 0; run < 3; run += 1) await (await it.call('POST')).body?.cancel();
  assert.equal(it.pauses.length, 3);
  for (const pause of it.pauses.slice(0, 2)) pause.end();
  await Promise.all(it.kept.slice(0, 2));
  assert.equal(it.drains(), 3);
  nth(it.pauses, 2).end();
  await nth(it.kept, 2);
  assert.equal(it.drains(), 4);
});
