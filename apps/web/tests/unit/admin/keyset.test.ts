import { describe, expect, it } from 'vitest';
import { after, cut, readPosition, writePosition } from '../../../src/features/admin/keyset.ts';

const position = { at: '2026-11-21T05:06:07.123456+00:00', id: '42' };

describe('the position in a list', () => {
  it('comes back from an address as it went in', () => {
    expect(readPosition(writePosition(position))).toEqual(position);
    const uuid = { ...position, id: '00000000-0000-4000-8000-000000000001' };
    expect(readPosition(writePosition(uuid))).toEqual(uuid);
  });

  it.each([
    undefined,
    ['a', 'b'],
    '',
    'nonsense',
    Buffer.from('[]').toString('base64url'),
    Buffer.from(JSON.stringify([position.at, '1),or(id.gt.0'])).toString('base64url'),
    Buffer.from(JSON.stringify(['hier', '1'])).toString('base64url'),
    'x'.repeat(500),
  ])('is none for what an address could hold otherwise: %j', (text) => {
    expect(readPosition(text)).toBeNull();
  });

  it('asks for the rows that come after, those of the same instant included', () => {
    expect(after('created_at', position)).toBe(
      `and(created_at.lte."${position.at}",or(created_at.lt."${position.at}",id.lt.42))`,
    );
  });

  it('is that of the last row shown, when one more was found', () => {
    const rows = [3, 2, 1].map((id) => ({ at: position.at, id: String(id) }));
    const { page, next } = cut(rows, 2, (row) => row);
    expect(page).toEqual(rows.slice(0, 2));
    expect(readPosition(next)).toEqual(rows[1]);
    expect(cut(rows, 3, (row) => row).next).toBeNull();
  });
});
