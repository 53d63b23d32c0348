import { expect, it } from 'vitest';
import { isqBand } from '../../src/features/practice/isq.ts';

it.each([
  [1, 'critical'],
  [54, 'critical'],
  [55, 'watch'],
  [59, 'watch'],
  [60, 'stable'],
  [100, 'stable'],
])('an ISQ of %i is %s', (value, band) => {
  expect(isqBand(value)).toBe(band);
});
