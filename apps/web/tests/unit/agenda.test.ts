import { describe, expect, it } from 'vitest';
import { agendaHref, byDay, daysOf, readAgendaQuery, spanOf } from '../../src/features/practice/agenda.ts';
import type { AgendaEntry } from '../../src/features/practice/types.ts';

const PARIS = 'Europe/Paris';
const TODAY = '2026-11-21';

const entry = (startsAt: string): AgendaEntry => ({
  id: startsAt,
  startsAt,
  endsAt: startsAt,
  status: 'scheduled',
  practitioner: null,
  patient: { id: 'p', firstName: 'Hortense', lastName: 'Imaginaire' },
});

describe('the address of the agenda', () => {
  it('is this week of everybody’s when it says nothing that means something', () => {
    const usual = { view: 'semaine', date: TODAY, practitionerId: undefined };
    expect(readAgendaQuery({}, TODAY)).toEqual(usual);
    expect(readAgendaQuery({ vue: 'an', date: '2026-02-30', praticien: 'moi' }, TODAY)).toEqual(usual);
    expect(readAgendaQuery({ date: ['2026-11-02', '2026-11-03'] }, TODAY)).toEqual(usual);
    expect(readAgendaQuery({ date: '9999-12-31' }, TODAY)).toEqual(usual);
  });

  it('is read as it was written', () => {
    const query = {
      view: 'jour' as const,
      date: '2026-11-02',
      practitionerId: '00000000-0000-4000-8000-000000000102',
    };
    const search = Object.fromEntries(new URL(agendaHref(query), 'http://cassius.test').searchParams);
    expect(readAgendaQuery(search, TODAY)).toEqual(query);
  });
});

describe('the days that are shown', () => {
  it('are a whole week, from midnight to midnight by the practice’s clock', () => {
    const days = daysOf({ view: 'semaine', date: '2026-10-22', practitionerId: undefined });
    expect([days[0], days.at(-1), days.length]).toEqual(['2026-10-19', '2026-10-25', 7]);
    // Its last day has 25 hours.
    expect(spanOf(days, PARIS)).toEqual({
      from: new Date('2026-10-18T22:00:00Z'),
      to: new Date('2026-10-25T23:00:00Z'),
    });
  });

  it('have each what begins on it by the practice’s clock', () => {
    const query = { view: 'semaine' as const, date: '2026-11-18', practitionerId: undefined };
    const days = byDay([entry('2026-11-17T22:30:00Z'), entry('2026-11-17T23:30:00Z')], query, PARIS);
    expect(days.map(({ date, entries }) => [date.slice(-2), entries.length])).toEqual([
      ['16', 0],
      ['17', 1],
      ['18', 1],
      ['19', 0],
      ['20', 0],
    ]);
  });

  it('have a week-end when something is on it, or when it was asked for', () => {
    const week = (date: string, entries: AgendaEntry[]) =>
      byDay(entries, { view: 'semaine', date, practitionerId: undefined }, PARIS).map((day) =>
        day.date.slice(-2),
      );
    expect(week('2026-11-18', [entry('2026-11-21T09:00:00Z')])).toContain('21');
    expect(week(TODAY, [])).toEqual(['16', '17', '18', '19', '20', '21']);
  });
});
