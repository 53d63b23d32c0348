import { expect, test } from 'vitest';
import { bytes, figure, ratioSpread, spread } from '../src/measure/format.ts';
import { ratios, summarise } from '../src/measure/statistics.ts';
import { measureInTurns } from '../src/measure/turns.ts';

test('a summary has the median, the quartiles and the tails, in whatever order it was measured', () => {
  const samples = Array.from({ length: 101 }, (_, index) => (index * 37) % 101);
  expect(summarise(samples)).toEqual({
    ...{ runs: 101, median: 50, q1: 25, q3: 75, p95: 95, p99: 99, min: 0, max: 100 },
  });
});

test('nothing measured is an error, and so is what is not a number', () => {
  expect(() => summarise([])).toThrow('samples: nothing was measured');
  expect(() => summarise([1, Number.NaN])).toThrow('samples[1]: NaN is not a measurement');
});

test('a ratio is of the same round', () => {
  expect(ratios([2, 30], [1, 10])).toEqual([2, 3]);
  expect(() => ratios([1], [1, 2])).toThrow('baseline: 2 rounds, not 1');
});

test('variants take turns, each round beginning with another, and the first rounds do not count', async () => {
  const order: string[] = [];
  const variant = (name: string) => async () => order.push(name);
  const samples = await measureInTurns(
    { a: variant('a'), b: variant('b'), c: variant('c') },
    { rounds: 2, warmUp: 1 },
  );
  expect(order.join('')).toBe('abcbcacab');
  expect(samples).toEqual({ a: [6, 8], b: [4, 9], c: [5, 7] });
});

test('figures are written with three digits that count', () => {
  expect([0, 0.01234, 1.234, 12.34, 1234.5].map(figure)).toEqual(['0', '0.0123', '1.23', '12.3', '1,235']);
  expect([999, 15_000, 2_500_000].map(bytes)).toEqual(['999 B', '15 kB', '2.5 MB']);
  const summary = summarise([1, 1, 2, 3, 3]);
  expect(spread(summary)).toBe('2 (1–3)');
  expect(ratioSpread(summary)).toBe('2.00× (1.00–3.00)');
});
