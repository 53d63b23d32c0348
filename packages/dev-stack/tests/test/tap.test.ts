import { expect, test } from 'vitest';
import { readTap } from '../../src/test/tap.ts';

test('passes are counted and a failure keeps its explanation', () => {
  const text = [
    'ok 1 - one',
    'not ok 2 - two',
    '# Failed test 2: "two"',
    '#         have: 1',
    'ok 3 - three',
    '1..3',
  ].join('\n');
  const result = readTap('file.sql', text, null);
  expect(result.passed).toBe(2);
  expect(result.failures).toHaveLength(1);
  expect(result.failures[0]?.title).toBe('file.sql: two');
  expect(result.failures[0]?.detail).toContain('have: 1');
});

test('a file that ends early is a failure, whatever passed before', () => {
  expect(readTap('file.sql', 'ok 1 - one', 'relation "x" does not exist')).toEqual({
    passed: 1,
    failures: [{ title: 'file.sql', detail: 'relation "x" does not exist' }],
  });
});

test('fewer tests than planned is a failure', () => {
  const result = readTap('file.sql', '1..3\nok 1 - one\nok 2 - two', null);
  expect(result.passed).toBe(2);
  expect(result.failures).toHaveLength(1);
});

test('a skipped test and one that is to do prove nothing', () => {
  const result = readTap('file.sql', 'ok 1 - one # SKIP no time\nnot ok 2 - two # TODO later\n1..2', null);
  expect(result.passed).toBe(0);
  expect(result.failures.map(({ detail }) => detail)).toEqual(['skipped: no time', 'to do: later']);
});
