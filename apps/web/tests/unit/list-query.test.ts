import { describe, expect, it } from 'vitest';
import { ApiError } from '../../src/features/http/api-error.ts';
import { parseQuery } from '../../src/features/http/input.ts';
import { encodeCursor } from '../../src/features/notifications/cursor.ts';
import { listQuery, unreadQuery } from '../../src/features/notifications/list-query.ts';

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

const row = { createdAt: '2026-11-21T08:30:00Z', id: '00000000-0000-4000-8000-00000000000a' };
const cursor = encodeCursor(row);
const unreadFirst = encodeCursor({ ...row, unreadFirst: { read: false, since: '2026-11-21T09:00:00Z' } });

describe('the query of GET /api/notifications', () => {
  it('asks for twenty of the inbox, the unread first, when it asks for nothing', () => {
    expect(parse('')).toEqual({ limit: 20, view: 'inbox', sort: 'unread_first' });
  });

  it('reads every filter', () => {
    const team = '00000000-0000-4000-8000-00000000000b';
    const text =
      'limit=5&offset=10&type=ISQ_CRITICAL&category=alerts&priority=critical&is_read=false&q= dent 36 ' +
      `&channel=mobile_push&team_id=${team}&organisation_id=${team}&view=snoozed&sort=recent`;
    expect(parse(text)).toEqual({
      limit: 5,
      offset: 10,
      type: 'ISQ_CRITICAL',
      category: 'alerts',
      priority: 'critical',
      is_read: false,
      q: 'dent 36',
      channel: 'mobile_push',
      team_id: team,
      organisation_id: team,
      view: 'snoozed',
      sort: 'recent',
    });
  });

  it('takes the alias of a type for its name', () => {
    expect(parse('type=document.expiring').type).toBe('DOCUMENT_EXPIRING');
  });

  it('opens a cursor, and the end of a range', () => {
    const query = parse(`sort=recent&cursor=${cursor}&until=${cursor}`);
    expect(query.cursor).toEqual(row);
    expect(query.until).toEqual(row);
    expect(parse(`cursor=${unreadFirst}`).cursor?.unreadFirst?.read).toBe(false);
  });

  it('takes a cursor of either sort for the read or the unread alone', () => {
    expect(parse(`is_read=false&cursor=${cursor}`).cursor).toEqual(row);
    expect(parse(`is_read=false&until=${cursor}`).until).toEqual(row);
  });

  it('ignores what it does not know', () => {
    expect(parse('couleur=bleu')).toEqual(parse(''));
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
    ['cursor', `sort=recent&cursor=${cursor}&offset=0`],
    ['cursor', `cursor=${cursor}`],
    ['cursor', `sort=recent&cursor=${unreadFirst}`],
    ['until', 'sort=recent&until=xyz'],
    ['until', `until=${cursor}`],
    ['until', `sort=recent&until=${unreadFirst}`],
    ['category', 'category=ALERTS'],
    ['channel', 'channel=fax'],
    ['team_id', 'team_id=7'],
    ['view', 'view=trash'],
    ['sort', 'sort=oldest'],
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

describe('the query of GET /api/notifications/unread', () => {
  const read = (text: string) => parseQuery(unreadQuery, new URLSearchParams(text));

  it('may ask for no rows', () => {
    expect(read('limit=0')).toEqual({ limit: 0 });
    expect(read('')).toEqual({ limit: 20 });
  });

  it.each(['limit=-1', 'limit=101', 'limit=x'])('is refused with %s', (text) => {
    expect(() => read(text)).toThrow(ApiError);
  });
});
