import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/features/http/api-error.ts';
import { parseQuery } from '../../src/features/http/input.ts';
import { encodeCursor } from '../../src/features/notifications/cursor.ts';
import { listQuery } from '../../src/features/notifications/list-query.ts';

const parse = (text: string) => parseQuery(listQuery, new URLSearchParams(text));

function refusal(text: string): ApiError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error(`${text} was accepted`);
}

const cursor = encodeCursor({
  createdAt: '2026-11-21T08:30:00Z',
  id: '00000000-0000-4000-8000-00000000000a',
});

describe('the query of GET /api/notifications', () => {
  it('asks for twenty when it asks for nothing', () => {
    expect(parse('')).toEqual({ limit: 20 });
  });

  it('reads every filter', () => {
    expect(parse('limit=5&offset=10&type=ISQ_CRITICAL&priority=critical&is_read=false&q= dent 36 ')).toEqual({
      limit: 5,
      offset: 10,
      type: 'ISQ_CRITICAL',
      priority: 'critical',
      is_read: false,
      q: 'dent 36',
    });
  });

  it('opens a cursor', () => {
    expect(parse(`cursor=${cursor}`).cursor?.createdAt).toBe('2026-11-21T08:30:00Z');
  });

  it('ignores what it does not know', () => {
    expect(parse('couleur=bleu')).toEqual({ limit: 20 });
  });

  it.each([
    ['limit', 'limit=0'],
    ['limit', 'limit=101'],
    ['limit', 'limit=-1'],
    ['limit', 'limit=2.5'],
    ['limit', 'limit=abc'],
    ['limit', 'limit='],
    ['limit', 'limit=1e1'],
    ['limit', 'limit=5&limit=6'],
    ['offset', 'offset=-1'],
    ['offset', 'offset=99999999999999999999'],
    ['cursor', 'cursor=xyz'],
    ['cursor', `cursor=${cursor}&offset=0`],
    ['type', 'type=NOPE'],
    ['type', 'type='],
    ['type', 'type=__proto__'],
    ['priority', 'priority=urgent'],
    ['is_read', 'is_read=1'],
    ['organisation_id', 'organisation_id=1'],
    ['__proto__', '__proto__=1&__proto__=2'],
  ])('answers 400 naming %s for %s', (field, text) => {
    expect(refusal(text)).toMatchObject({ status: 400, field });
  });

  it('refuses values that are too long to mean anything', () => {
    expect(refusal(`cursor=${'a'.repeat(5000)}`)).toMatchObject({ status: 400, field: 'cursor' });
    expect(refusal(`q=${'a'.repeat(201)}`)).toMatchObject({ status: 400, field: 'q' });
  });
});
