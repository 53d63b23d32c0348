import { describe, expect, it } from 'vitest';
import { type AnalyticsRow, arrange } from '../../../src/features/admin/analytics/analytics.ts';
import { toCsv } from '../../../src/features/admin/analytics/csv.ts';
import { readPeriod } from '../../../src/features/admin/analytics/periods.ts';
import { sentence } from '../../../src/features/admin/analytics/sentence.ts';
import { furthestOf, nothing } from '../../../src/features/admin/analytics/stages.ts';
import { ticksTo } from '../../../src/features/admin/analytics/ticks.ts';
import { lastWeeks, shortDay, spanName, weekName } from '../../../src/features/admin/analytics/weeks.ts';
import { duration } from '../../../src/features/admin/figures.ts';

const plain = (text: string) => text.replaceAll(/\s/g, ' ');

describe('the weeks of a period', () => {
  it('are as many as asked, oldest first, and end with the one that runs', () => {
    expect(lastWeeks(4, new Date('2026-11-21T10:00:00Z'), 'Europe/Paris')).toEqual([
      '2026-10-26',
      '2026-11-02',
      '2026-11-09',
      '2026-11-16',
    ]);
  });

  it.each([
    ['2026-11-22T22:59:59Z', '2026-11-16'],
    ['2026-11-22T23:00:00Z', '2026-11-23'],
  ])(
    'begin on Monday at midnight on the clock of the organisation: at %s it is that of %s',
    (now, monday) => {
      expect(lastWeeks(1, new Date(now), 'Europe/Paris')).toEqual([monday]);
    },
  );

  it('are those of the organisation, wherever the server is', () => {
    const now = new Date('2026-11-23T05:00:00Z');
    expect(lastWeeks(1, now, 'America/Montreal')).toEqual(['2026-11-23']);
    expect(lastWeeks(1, now, 'America/Los_Angeles')).toEqual(['2026-11-16']);
    expect(lastWeeks(1, new Date('2026-11-22T12:00:00Z'), 'Pacific/Kiritimati')).toEqual(['2026-11-23']);
  });

  it.each([
    // Clocks forward on Sunday 29 March, so that this Monday begins at 22:00 UTC; the one before at 23:00.
    ['2026-03-29T21:59:59Z', ['2026-03-16', '2026-03-23']],
    ['2026-03-29T22:00:00Z', ['2026-03-23', '2026-03-30']],
    // Clocks back on Sunday 25 October.
    ['2026-10-25T22:59:59Z', ['2026-10-12', '2026-10-19']],
    ['2026-10-25T23:00:00Z', ['2026-10-19', '2026-10-26']],
  ])('are none longer or shorter for a change of the clocks: at %s', (now, mondays) => {
    expect(lastWeeks(2, new Date(now), 'Europe/Paris')).toEqual(mondays);
  });

  it('go on over the end of a year, in a year of 53 weeks too', () => {
    expect(lastWeeks(3, new Date('2027-01-05T10:00:00Z'), 'Europe/Paris')).toEqual([
      '2026-12-21',
      '2026-12-28',
      '2027-01-04',
    ]);
    const year = lastWeeks(52, new Date('2027-01-01T10:00:00Z'), 'Europe/Paris');
    expect([year.length, new Set(year).size, year[0], year.at(-1)]).toEqual([
      52,
      52,
      '2026-01-05',
      '2026-12-28',
    ]);
  });

  it('are told in French', () => {
    expect(shortDay('2026-11-16')).toBe('16 nov.');
    expect(shortDay('2026-06-01')).toBe('1er juin');
    expect(weekName('2026-11-16')).toBe('semaine du 16 novembre 2026');
    expect(spanName(['2026-08-31', '2026-11-16'])).toBe('du 31 août au 22 novembre 2026');
    expect(spanName(['2026-06-01', '2026-12-28'])).toBe('du 1er juin 2026 au 3 janvier 2027');
  });
});

const row = (week: string | null, type: string | null, sent: number, more: Partial<AnalyticsRow> = {}) => ({
  ...nothing,
  week,
  type,
  sent,
  ...more,
});

describe('the figures of the database', () => {
  const rows = [
    row(null, null, 12, { medianReaction: 90 }),
    row('2026-11-09', null, 2),
    row('2026-11-16', null, 10),
    row(null, 'ISQ_WARNING', 3),
    row(null, 'ISQ_CRITICAL', 9),
    row('2026-11-16', 'ISQ_WARNING', 3),
    row('2026-11-16', 'ISQ_CRITICAL', 7),
    row('2026-11-09', 'ISQ_CRITICAL', 2),
  ];
  const mondays = ['2026-11-02', '2026-11-09', '2026-11-16'];

  it('have every week in its place, one without anything too', () => {
    expect(arrange(rows, mondays).weeks.map(({ week, sent }) => [week, sent])).toEqual([
      ['2026-11-02', 0],
      ['2026-11-09', 2],
      ['2026-11-16', 10],
    ]);
  });

  it('are not added up: sums and their medians come as they are', () => {
    expect(arrange(rows, mondays).total).toEqual({ ...nothing, sent: 12, medianReaction: 90 });
    expect(arrange([], mondays).total).toEqual(nothing);
  });

  it('tell what was sent most first, and the details by week', () => {
    const { types, details } = arrange(rows, mondays);
    expect(types.map(({ type, sent }) => [type, sent])).toEqual([
      ['ISQ_CRITICAL', 9],
      ['ISQ_WARNING', 3],
    ]);
    expect(details.map(({ week, type }) => `${week} ${type}`)).toEqual([
      '2026-11-09 ISQ_CRITICAL',
      '2026-11-16 ISQ_CRITICAL',
      '2026-11-16 ISQ_WARNING',
    ]);
  });
});

const some = { sent: 40, seen: 38, read: 30, clicked: 1, emails: 12, medianReaction: 252 };

describe('a bar', () => {
  it('has parts that make up what was sent', () => {
    const parts = furthestOf(some);
    expect(parts.map(({ stage, count }) => [stage, count])).toEqual([
      ['clicked', 1],
      ['read', 29],
      ['seen', 8],
      ['sent', 2],
    ]);
    expect(parts.reduce((sum, { count }) => sum + count, 0)).toBe(40);
  });

  it('is told in words that agree with their numbers', () => {
    expect(sentence(some)).toBe('40 envoyées, 38 vues, 30 lues, 1 cliquée');
    expect(plain(sentence(some, { withRates: true }))).toBe(
      '40 envoyées, 38 vues (95 %), 30 lues (75 %), 1 cliquée (2,5 %), réaction en 4 min',
    );
    expect(sentence(nothing, { withRates: true })).toBe('0 envoyée, 0 vue, 0 lue, 0 cliquée');
  });

  it('never has a line break before its percent sign', () => {
    expect(sentence(some, { withRates: true })).toContain('95\u202f%');
  });
});

describe('a length of time', () => {
  it.each([
    [0, '0 s'],
    [45.4, '45 s'],
    [59.7, '1 min'],
    [252, '4 min'],
    [3585, '1 h'],
    [7500, '2 h 05'],
    [86_399, '1 j'],
    [216_000, '2,5 j'],
  ])('of %d seconds is %s', (seconds, said) => {
    expect(plain(duration(seconds))).toBe(said);
  });
});

describe('the marks of a scale', () => {
  it.each([
    [0, [0, 1]],
    [1, [0, 1]],
    [4, [0, 1, 2, 3, 4]],
    [5, [0, 2, 4, 6]],
    [38, [0, 10, 20, 30, 40]],
    [100, [0, 25, 50, 75, 100]],
    [9, [0, 5, 10]],
    [4321, [0, 2000, 4000, 6000]],
  ])('up to %d are few, whole and round', (max, marks) => {
    expect(ticksTo(max)).toEqual(marks);
  });
});

describe('the period of an address', () => {
  it.each([
    ['26', 26],
    ['12', 12],
    ['13', 12],
    ['', 12],
    ['4 ', 12],
    [['4', '52'], 12],
    [undefined, 12],
  ])('%j is %d weeks', (text, weeks) => {
    expect(readPeriod(text)).toBe(weeks);
  });
});

it('a file for a spreadsheet has French cells, and survives a quote in a name', () => {
  const file = toCsv([
    { week: '2026-11-16', type: 'ISQ_CRITICAL', ...some, medianReaction: 252.5 },
    { week: '2026-11-16', type: 'MY "OWN"', ...nothing, sent: 1 },
  ]);
  expect(file.startsWith('\ufeff"Semaine du";"Type"')).toBe(true);
  expect(file.split('\r\n').slice(1)).toEqual([
    '"2026-11-16";"ISQ critique";"ISQ_CRITICAL";40;38;30;1;252,5;12',
    '"2026-11-16";"MY ""OWN""";"MY ""OWN""";1;0;0;0;"";0',
    '',
  ]);
});
