import { describe, expect, it } from 'vitest';
import { touchedBetween } from '../src/digests/measure.ts';

describe('rows touched', () => {
  it('are those between two looks, of tables that changed', () => {
    const row = (table: string, inserted: number, updated: number) => ({
      table,
      inserted,
      updated,
      deleted: 0,
    });
    const before = [row('public.email_outbox', 5, 5), row('public.profiles', 9, 9)];
    const after = [row('net.queue', 1, 0), row('public.email_outbox', 7, 6), row('public.profiles', 9, 9)];
    expect(touchedBetween(before, after)).toEqual([row('net.queue', 1, 0), row('public.email_outbox', 2, 1)]);
  });
});
