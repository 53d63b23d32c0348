import assert from 'node:assert/strict';
import { type Release, singleFlight } from '../_shared/single-flight.ts';
import { nth } from './support/scenario.ts';

/** A task whose runs the test ends one by one. */
function steered() {
  const runs: { end: (value: number) => void; fail: (error: Error) => void; release: Release }[] = [];
  let begun = (): void => {};
  const call = singleFlight(
    (release) =>
      new Promise<number>((resolve, reject) => {
        runs.push({ end: resolve, fail: reject, release });
        begun();
      }),
  );
  /** Resolves when so many runs have begun. */
  const underWay = async (count: number) => {
    while (runs.length < count) await new Promise<void>((resolve) => (begun = resolve));
  };
  return { call, runs, underWay };
}

Deno.test('calls that come during a run share one more run, which starts when the first has ended', async () => {
  const { call, runs, underWay } = steered();
  const first = call();
  const others = [call(), call(), call()];
  assert.equal(runs.length, 1);
  nth(runs, 0).end(1);
  assert.equal(await first, 1);
  await underWay(2);
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
  const { call, runs, underWay } = steered();
  const first = call();
  const second = call();
  nth(runs, 0).fail(new Error('away'));
  await assert.rejects(first, /away/);
  await underWay(2);
  nth(runs, 1).end(2);
  assert.equal(await second, 2);
  const third = call();
  nth(runs, 2).end(3);
  assert.equal(await third, 3);
});

Deno.test('a run that takes up nothing new lets the next one begin, and its end changes nothing', async () => {
  const { call, runs, underWay } = steered();
  const first = call();
  const second = call();
  nth(runs, 0).release();
  await underWay(2);
  // The second is under way: who calls now shares a third.
  const others = [call(), call()];
  nth(runs, 0).end(1);
  assert.equal(await first, 1);
  assert.equal(runs.length, 2);
  nth(runs, 1).end(2);
  assert.equal(await second, 2);
  await underWay(3);
  nth(runs, 2).end(3);
  assert.deepEqual(await Promise.all(others), [3, 3]);
});

Deno.test('who calls when a run has taken up its last begins another at once', () => {
  const { call, runs } = steered();
  call();
  nth(runs, 0).release();
  call();
  assert.equal(runs.length, 2);
});
