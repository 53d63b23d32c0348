import { expect, test } from 'vitest';
import { callsFor } from '../src/growth/engine.ts';

test('ten million rows are as many calls of twenty events as their audiences write', () => {
  // Fifty people: 48 are told of nine events in ten, 28 of the tenth and by email; one row in the inbox, two traces.
  const rowsOfACall = 20 * (1 + 3 * (0.9 * 48 + 0.1 * 28) + 0.1 * 28);
  expect(callsFor(10_000_000, 50)).toBe(Math.ceil(10_000_000 / rowsOfACall));
  expect(callsFor(1, 50)).toBe(1);
});
