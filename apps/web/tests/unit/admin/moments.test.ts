import { describe, expect, it } from 'vitest';
import { moment } from '../../../src/features/admin/explain/moments.ts';

const paris = { timeZone: 'Europe/Paris', readerZone: 'Europe/Paris' };
const at = (instant: string, now?: string, clock = paris) => {
  const { of, until } = moment(instant, clock, now === undefined ? undefined : new Date(now));
  return [of, until];
};

describe('a moment to come', () => {
  it('is told from today', () => {
    expect(at('2026-11-21T17:00:00Z', '2026-11-21T09:00:00Z')).toEqual([
      'd’aujourd’hui 18:00',
      'jusqu’à 18:00',
    ]);
    expect(at('2026-11-22T07:00:00Z', '2026-11-21T09:00:00Z')).toEqual([
      'de demain 08:00',
      'jusqu’à demain 08:00',
    ]);
    expect(at('2026-11-23T07:00:00Z', '2026-11-21T09:00:00Z')).toEqual([
      'du lundi 23 novembre 08:00',
      'jusqu’au lundi 23 novembre 08:00',
    ]);
  });

  it('is tomorrow on the person’s calendar, on the day of 25 hours too', () => {
    expect(at('2026-10-26T07:00:00Z', '2026-10-24T22:30:00Z')[0]).toBe('de demain 08:00');
    expect(at('2026-03-29T06:00:00Z', '2026-03-28T22:30:00Z')[0]).toBe('de demain 08:00');
  });

  it('is on the person’s own clock, which is named when it is not the reader’s', () => {
    const montreal = { timeZone: 'America/Montreal', readerZone: 'Europe/Paris' };
    expect(at('2026-11-22T13:00:00Z', '2026-11-21T15:00:00Z', montreal)[0]).toBe(
      'de demain 08:00 (America/Montreal)',
    );
  });

  it('has a date and a year when it is told of the past', () => {
    expect(at('2026-11-23T07:00:00Z')).toEqual([
      'du lundi 23 novembre 2026 08:00',
      'jusqu’au lundi 23 novembre 2026 08:00',
    ]);
  });
});
