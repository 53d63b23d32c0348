import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { snoozeTimes, toLocalInput } from '../src/components/internal/snooze-times.ts';

const zone = process.env.TZ;
afterEach(() => {
  process.env.TZ = zone;
});

const offered = (iso: string) =>
  Object.fromEntries(snoozeTimes(Date.parse(iso)).map(([name, until]) => [name, until.toISOString()]));

describe('in Paris', () => {
  beforeEach(() => {
    process.env.TZ = 'Europe/Paris';
  });

  it('offers an hour, this evening, tomorrow morning and Monday morning', () => {
    // A Wednesday at 10:30.
    expect(offered('2026-01-14T09:30:00Z')).toEqual({
      hour: '2026-01-14T10:30:00.000Z',
      evening: '2026-01-14T17:00:00.000Z',
      tomorrow: '2026-01-15T07:00:00.000Z',
      monday: '2026-01-19T07:00:00.000Z',
    });
  });

  it.each([
    ['2026-01-14T15:59:00Z', true],
    ['2026-01-14T16:00:00Z', false],
  ])('at %s, offering this evening is %s', (iso, isOffered) => {
    expect('evening' in offered(iso)).toBe(isOffered);
  });

  it('does not offer Monday twice on a Sunday, and means the next one on a Monday', () => {
    expect(offered('2026-01-18T09:00:00Z')).not.toHaveProperty('monday');
    expect(offered('2026-01-19T09:00:00Z').monday).toBe('2026-01-26T07:00:00.000Z');
  });

  it('keeps to the wall clock over the night in which it goes forward', () => {
    // Saturday 28 March 2026, 12:00 in winter time; Sunday has 23 hours.
    const times = offered('2026-03-28T11:00:00Z');
    expect(times.tomorrow).toBe('2026-03-29T06:00:00.000Z');
    expect(times.monday).toBe('2026-03-30T06:00:00.000Z');
  });

  it('keeps to the wall clock over the night in which it goes back', () => {
    expect(offered('2026-10-24T10:00:00Z').tomorrow).toBe('2026-10-25T07:00:00.000Z');
  });

  it('means sixty minutes by an hour, also when the clock is changed in between', () => {
    expect(offered('2026-03-29T00:30:00Z').hour).toBe('2026-03-29T01:30:00.000Z');
  });

  it('goes over the end of a year', () => {
    expect(offered('2026-12-31T12:00:00Z').tomorrow).toBe('2027-01-01T07:00:00.000Z');
  });

  it('writes a moment as the date field has it', () => {
    expect(toLocalInput(Date.parse('2026-07-14T06:00:00Z'))).toBe('2026-07-14T08:00');
  });
});

it('takes the reader’s zone, wherever the practice is', () => {
  process.env.TZ = 'America/Montreal';
  expect(offered('2026-01-14T09:30:00Z')).toMatchObject({
    evening: '2026-01-14T23:00:00.000Z',
    tomorrow: '2026-01-15T13:00:00.000Z',
  });
});
