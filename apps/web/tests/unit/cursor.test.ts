import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor } from '../../src/features/notifications/cursor.ts';

const row = {
  createdAt: '2026-11-21T08:30:00.123456+00:00',
  id: '00000000-0000-4000-8000-00000000000a',
};
const encoded = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('a cursor', () => {
  it('comes back as it was given, to the microsecond', () => {
    expect(decodeCursor(encodeCursor(row))).toEqual(row);
  });

  it('comes back with the half of the list that it is in', () => {
    for (const read of [true, false]) {
      const half = { ...row, unreadFirst: { read, since: '2026-11-21T09:00:00.000Z' } };
      expect(decodeCursor(encodeCursor(half))).toEqual(half);
    }
  });

  it('travels in a URL as it is', () => {
    expect(encodeCursor(row)).toMatch(/^[\w-]+$/);
  });

  it.each([
    ['nothing', ''],
    ['words', 'page-2'],
    ['another shape', encoded({ id: row.id })],
    ['a date that is none', encoded(['hier', row.id])],
    ['an id that is none', encoded([row.createdAt, '1'])],
    ['an injected filter', encoded([`${row.createdAt}",id.gt.0`, row.id])],
    ['one member too many', encoded([row.createdAt, row.id, 1])],
    ['half of a list without its beginning', encoded([row.createdAt, row.id, true])],
    ['an injected beginning', encoded([row.createdAt, row.id, true, `${row.createdAt}",id.gt.0`])],
  ])('is refused when it is %s', (_what, text) => {
    expect(decodeCursor(text)).toBeNull();
  });
});
