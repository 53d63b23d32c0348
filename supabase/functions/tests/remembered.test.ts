import assert from 'node:assert/strict';
import { remembered } from '../_shared/remembered.ts';

Deno.test('an answer is worked out once for each question', () => {
  const asked: string[] = [];
  const loud = remembered((word: string) => {
    asked.push(word);
    return word.toUpperCase();
  });
  assert.deepEqual([loud('a'), loud('b'), loud('a')], ['A', 'B', 'A']);
  assert.deepEqual(asked, ['a', 'b']);
});

Deno.test('a question whose answer is an error is asked again', () => {
  let asked = 0;
  const failing = remembered((word: string) => {
    asked += 1;
    throw new Error(word);
  });
  assert.throws(() => failing('a'), /a/);
  assert.throws(() => failing('a'), /a/);
  assert.equal(asked, 2);
});

Deno.test('however many questions there are, each gets its own answer', () => {
  const same = remembered((word: string) => [word]);
  for (let number = 0; number < 5000; number += 1) assert.deepEqual(same(String(number)), [String(number)]);
  assert.deepEqual(same('0'), ['0']);
});
