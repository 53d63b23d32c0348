import assert from 'node:assert/strict';
import { singleFlight } from '../_shared/single-flight.ts';
import { nth } from './support/scenario.ts';

/** A task whose runs the test ends one by one. */
function steered() {
  const runs: { end: (value: number) => void; fail: (error: Error) => void }[] = [];
  const call = singleFlight(
    () => new Promise<number>((resolve, reject) => runs.push({ end: resolve, fail: reject })),
  );
  return { call, runs };
}

Deno.test('calls that come during a run share one more run, which starts when the first has ended', async () => {
  const { call, runs } = steered();
  const first = call();
  const others = [call(), call(), call()];
  assert.equal(runs.length, 1);
  nth(runs, 0).end(1);
  assert.equal(await first, 1);
  await Promise.resolve();
  assert.equal(runs.length, 2);
  nth(runs, 1).end(2);
  assert.deepEqual(await Promise.all(others), [2, 2, 2]);
});

Deno.test('two runs never overlap, however the calls fall', async () => {
  let active = 0;
  let most = 0;
  const call = singleFlight(async () => {
    active += 1;
    most = Math.max(most, active);
    await new Promise((resolve) => setTimeout(resolve, 1));
    active -= 1;
  });
  const again = () => call().then(call);
  await Promise.all([again(), again(), call().then(again), Promise.resolve().then(again)]);
  assert.equal(most, 1);
});

Deno.test('a failed run is told to those who asked for it, and to nobody else', async () => {
  const { call, runs } = steered();
  const first = call();
  const second = call();
  nth(runs, 0).fail(new Error('away'));
  await assert.rejects(first, /away/);
  await Promise.resolve();
  nth(runs, 1).end(2);
  assert.equal(await second, 2);
  const third = call();
  nth(runs, 2).end(3);
  assert.equal(await third, 3);
});
