import assert from 'node:assert/strict';
import { keepAlive } from '../_shared/keep-alive.ts';

Deno.test('the hosted runtime is told of work that outlives its answer', () => {
  const told: Promise<unknown>[] = [];
  const hosted = globalThis as { EdgeRuntime?: unknown };
  hosted.EdgeRuntime = { waitUntil: (work: Promise<unknown>) => told.push(work) };
  try {
    const work = Promise.resolve();
    keepAlive(work);
    assert.deepEqual(told, [work]);
  } finally {
    delete hosted.EdgeRuntime;
  }
});

Deno.test('a Deno of our own needs not be told', () => {
  assert.doesNotThrow(() => keepAlive(Promise.resolve()));
});
