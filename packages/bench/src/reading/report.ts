import type { Reading } from '../benchmarks/reading.ts';
import { READERS } from '../database/population.ts';
import { figure, ratioSpread, spread, times } from '../measure/format.ts';
import { ratios, summarise } from '../measure/statistics.ts';
import type { Bound, Figure, Report } from '../report/report.ts';
import type { Measured, Size } from './measure.ts';

const MOST_MS = 2;
const MOST_GROWTH = 1.5;

export function readingReport(sizes: readonly Size[], { world }: Reading): Report {
  const largest = sizes.at(-1);
  const smallest = sizes[0];
  if (!largest || !smallest) throw new RangeError('sizes: nothing was measured');
  const bounded = largest.queries.filter(({ query }) => query.bound);
  const at = figure(largest.size);
  const bounds: Bound[] = [
    ...bounded
      .filter(({ query }) => ['unread count', 'first page'].includes(query.name))
      .map(({ query, policy }) => {
        const { p95 } = summarise(policy);
        return {
          what: `${query.name} among ${at}, under RLS, in the server`,
          ...{ bound: `p95 under ${MOST_MS} ms`, found: `${figure(p95)} ms`, met: p95 < MOST_MS },
        };
      }),
    ...bounded.map(({ query }) => {
      const grown = growth(query.name, smallest, largest);
      return {
        what: `${query.name}: growth from ${figure(smallest.size)} to ${at}`,
        ...{ bound: `at most ${times(MOST_GROWTH)}`, found: times(grown), met: grown <= MOST_GROWTH },
      };
    }),
    ...bounded.map(({ query, faults }) => ({
      what: `${query.name} among ${at}: plan`,
      bound: `a range of ${query.index}, at most ${figure(query.reads)} rows`,
      ...{ found: faults.join('; ') || 'as bound', met: faults.length === 0 },
    })),
  ];
  return {
    title: 'Reading: unread count, pages and search as the table grows',
    method: `${figure(world.practices * world.people)} people in ${figure(world.practices)} practices, with teams and ${figure(world.practices * world.patients)} patients. For each size a year of notifications is written anew, in the order of time, so that everybody's rows lie scattered over the table; two thirds are about patients, 85 % are read, some archived or snoozed. Those who are measured have the same rows at every size, else it would be their own history that grows: ${READERS.ordinary.people} people with ${READERS.ordinary.rows} (counts, first page), ${READERS.deep.people} with ${figure(READERS.deep.rows)} (page 100, search), and among more than thirty thousand ${READERS.busiest.people} with ${figure(READERS.busiest.rows)}, who are not held to the bounds. Under RLS: the statement of the Data API as \`authenticator\`, in the role \`authenticated\`, with the claims of one person after another. Without: the same as role \`postgres\`, which bypasses RLS, for the same person in the same round. Server time is PostgreSQL's own (\`log_duration\`) from binding the prepared statement to its last row; nothing is instrumented. Growth is of medians, in units of a constant piece of work done in the same rounds, so that a machine that slows down is not taken for a table that grew.`,
    figures: sizes.flatMap(figuresOf),
    bounds,
    tables: [
      {
        title: 'Milliseconds in the server, under RLS: median (quartiles)',
        columns: ['query', ...sizes.map(({ size }) => figure(size)), `p95 among ${at}`, 'growth', 'rounds'],
        rows: largest.queries.map(({ query, policy }) => [
          query.name,
          ...sizes.map((size) => {
            const found = of(size, query.name);
            return found ? spread(summarise(found.policy)) : '';
          }),
          figure(summarise(policy).p95),
          of(smallest, query.name) ? times(growth(query.name, smallest, largest)) : '',
          String(policy.length),
        ]),
      },
      {
        title: `Among ${at}, milliseconds: median (quartiles)`,
        columns: ['query', 'under RLS', 'without', 'times', 'round trip under RLS'],
        rows: largest.queries.map(({ query, policy, without, roundTrip }) => [
          query.name,
          spread(summarise(policy)),
          spread(summarise(without)),
          ratioSpread(summarise(ratios(policy, without))),
          spread(summarise(roundTrip)),
        ]),
      },
      {
        title: `How notifications are read among ${at}`,
        columns: ['query', 'access', 'rows read', 'statements inside', 'fault'],
        rows: largest.queries.map(({ query, accesses, inner, faults }) => [
          query.name,
          [...new Set(accesses.map(({ how, index }) => (index ? `${how} ${index}` : how)))].join(', '),
          figure(accesses.reduce((sum, { read }) => sum + read, 0)),
          String(inner),
          faults.join('; '),
        ]),
      },
      {
        title: `First page among ${at}, of people of whom none was read before: milliseconds in the server under RLS`,
        columns: ['what', 'median (quartiles)', 'p95', 'people'],
        rows: [
          [
            'read once',
            spread(summarise(largest.firstTime)),
            figure(summarise(largest.firstTime).p95),
            String(largest.firstTime.length),
          ],
        ],
      },
    ],
    plot: {
      title: 'Milliseconds in the server under RLS, as the table grows',
      x: { label: 'notifications in the table', scale: 'log' },
      y: { label: 'ms, median', scale: 'log' },
      series: bounded.map(({ query }) => ({
        name: query.name,
        points: sizes.flatMap((size) => {
          const found = of(size, query.name);
          if (!found) return [];
          const { median, q1, q3 } = summarise(found.policy);
          return [{ x: size.size, y: median, low: q1, high: q3 }];
        }),
      })),
    },
    notes: [
      ...goesTo(largest),
      'A search reads every row of its person, whatever it finds: its time is that of their own history.',
      'A person whose rows nobody read lately finds them in the memory of the operating system at best: one page of the table a row.',
    ],
  };
}

/** What the first page spends its time on, and what the table took to load. */
function goesTo(largest: Size): string[] {
  const { size, loaded } = largest;
  const page = of(largest, 'first page');
  if (!page) return [];
  const [policy, without, roundTrip] = [page.policy, page.without, page.roundTrip].map(
    (samples) => summarise(samples).median,
  ) as [number, number, number];
  const read = page.accesses.reduce((sum, access) => sum + access.read, 0);
  return [
    `The first page among ${figure(size)}: ${figure(without)} ms are the statement itself (${figure(read)} rows that lie scattered over the table, and their JSON), ${figure(Math.max(0, policy - without))} ms row level security, ${figure(Math.max(0, roundTrip - policy))} ms the way to the client and back, which no index shortens.`,
    `Writing ${figure(size)} notifications with their events took ${figure(loaded.seconds)} s, ${figure(loaded.processorSeconds)} s of processor time: ${figure(size / loaded.processorSeconds)} a second of it. Indexes are built when all rows are written, as after a restore.`,
  ];
}

const of = ({ queries }: Size, name: string): Measured | undefined =>
  queries.find(({ query }) => query.name === name);

/** How many times longer it takes, in units of the constant work. */
function growth(name: string, from: Size, to: Size): number {
  const units = (size: Size) => {
    const found = of(size, name);
    if (!found) throw new Error(`${name}: not measured among ${size.size}`);
    return summarise(found.policy).median / summarise(size.constant).median;
  };
  return units(to) / units(from);
}

function figuresOf({ size, queries, constant, firstTime }: Size): Figure[] {
  const named = (name: string, samples: number[]): Figure => ({
    name: `${name}, ${figure(size)}`,
    ...{ unit: 'ms', value: summarise(samples) },
  });
  return [
    ...queries.flatMap(({ query, policy, without, roundTrip }) => [
      {
        ...named(query.name, policy),
        ratio: { to: 'without RLS', value: summarise(ratios(policy, without)) },
      },
      named(`${query.name} without RLS`, without),
      named(`${query.name}, round trip`, roundTrip),
    ]),
    named('constant work', constant),
    ...(firstTime.length > 0 ? [named('first page of people read once', firstTime)] : []),
  ];
}
