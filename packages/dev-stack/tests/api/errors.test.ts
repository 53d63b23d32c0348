import { expect, test } from 'vitest';
import { postgrestStatus } from '../../src/api/errors.ts';

test.each([
  ['CN003', 400],
  ['23514', 400],
  ['P0001', 400],
  ['P0002', 500],
  ['57014', 500],
  ['53300', 503],
  ['28000', 403],
  ['XX000', 500],
])('the client is told of %s with status %i', (code, status) => {
  expect(postgrestStatus(code)).toBe(status);
});

test.each(['42501', '23505', '22P02', 'PT409', 'PGRST', undefined, 'ECONNREFUSED'])(
  '%s is left to lite',
  (code) => {
    expect(postgrestStatus(code)).toBeNull();
  },
);
