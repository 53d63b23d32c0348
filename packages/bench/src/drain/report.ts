import { figure, ratioSpread, spread } from '../measure/format.ts';
import { ratios, type Summary, summarise } from '../measure/statistics.ts';
import type { Bound, Figure, Report, Table } from '../report/report.ts';
import type { Sent } from './functions.ts';
import type { LargeTenant, Waits } from './large-tenant.ts';
import type { Drained } from './measure.ts';

/** What Resend grants a team, and how long it takes to answer. */
export const LIMIT = { perSecond: 10, answerMs: 300 };
/** Emails of a request. */
const BATCH = 100;

const VARIANTS = ['emails', 'pg-boss', 'graphile-worker'] as const;
const PEERS = ['pg-boss', 'graphile-worker'] as const;
const TITLES = { emails: 'emails', 'pg-boss': 'pg-boss jobs', 'graphile-worker': 'graphile-worker jobs' };

/** Emails with an instant provider, and as many jobs that do nothing. */
export interface Measured {
  workers: number;
  samples: Record<(typeof VARIANTS)[number], Drained[]>;
}

export interface Throttled {
  workers: number;
  rounds: (Drained & Sent)[];
}

const perSecond = ({ jobs, ms }: Drained) => (jobs * 1000) / ms;
const shareOfLimit = (drained: Drained) => perSecond(drained) / (LIMIT.perSecond * BATCH);
/** What is in use when the limit is reached, whether this machine had it to give just then or not. */
const coresAtLimit = (busyMs: number, { jobs }: Drained) =>
  (busyMs / jobs) * ((LIMIT.perSecond * BATCH) / 1000);
const coresOf = (drained: Drained) => coresAtLimit(drained.workersMs + drained.postgresMs, drained);
const over = <Item>(items: readonly Item[], value: (item: Item) => number): Summary =>
  summarise(items.map(value));
const share = (value: number) => `${(value * 100).toFixed(1)} %`;
const seconds = (value: number) => `${figure(value)} s`;

export function report(found: { instant: Measured[]; throttled: Throttled[]; large: LargeTenant }): Report {
  const { instant, throttled, large } = found;
  return {
    title: 'Drain: from the queue to the provider',
    method: `Emails to people of ten practices are drained by the Edge Function \`deliver-email\` on Deno, each worker a process: a claim asks again whether each email is still wanted, a hundred are composed and signed, one request goes to the provider, one acknowledgement to the database. *Instant provider*: it answers at once, and a worker that has ended its run is woken anew. pg-boss and graphile-worker, also a process a worker, do as many jobs that do nothing, in batches as their own documentation recommends for that; all take turns on the same server. *Limited provider*: the mail server of the local stack grants ${LIMIT.perSecond} requests a second of ${BATCH} emails and answers after ${LIMIT.answerMs} ms; one worker is woken by the engine alone, through pg_net and every ten seconds as cron does, several are woken all the time although the limit is one. *Large tenant*: one practice owns 99 % of a backlog, all of it older than what a hundred others wait for; one worker, instant provider. Processor time is that of all threads of the worker processes and of all processes of PostgreSQL.`,
    figures: [
      ...instant.flatMap(instantFigures),
      ...throttled.flatMap(throttledFigures),
      ...largeFigures(large),
    ],
    bounds: boundsOf(throttled, large),
    tables: [rates(instant), processor(instant), limits(throttled), waits(large)],
    plot: {
      title: 'Emails, or no-op jobs, a second',
      x: { label: 'workers', scale: 'category' },
      y: { label: 'a second', scale: 'log' },
      series: VARIANTS.map((variant) => ({
        name: TITLES[variant],
        points: instant.map(({ workers, samples }) => {
          const { median, q1, q3 } = over(samples[variant], perSecond);
          return { x: String(workers), y: median, low: q1, high: q3 };
        }),
      })),
    },
    notes: [],
  };
}

function toPeer({ samples }: Measured, peer: (typeof PEERS)[number]): Summary {
  return summarise(ratios(samples.emails.map(perSecond), samples[peer].map(perSecond)));
}

function instantFigures(measured: Measured): Figure[] {
  const { workers, samples } = measured;
  return [
    ...VARIANTS.flatMap((variant): Figure[] => [
      {
        name: `${TITLES[variant]}, ${workers} at work`,
        unit: '/s',
        value: over(samples[variant], perSecond),
        ...(variant === 'emails' ? { ratio: { to: 'pg-boss', value: toPeer(measured, 'pg-boss') } } : {}),
      },
      {
        name: `${TITLES[variant]}, ${workers} at work, workers’ processor time for 1,000`,
        unit: 'ms',
        value: over(samples[variant], ({ workersMs, jobs }) => (workersMs / jobs) * 1000),
      },
      {
        name: `${TITLES[variant]}, ${workers} at work, PostgreSQL’s processor time for 1,000`,
        unit: 'ms',
        value: over(samples[variant], ({ postgresMs, jobs }) => (postgresMs / jobs) * 1000),
      },
    ]),
    {
      name: `emails a second beside jobs a second of graphile-worker, ${workers} at work`,
      unit: '×',
      value: toPeer(measured, 'graphile-worker'),
    },
  ];
}

function throttledFigures({ workers, rounds }: Throttled): Figure[] {
  return [
    { name: `share of the limit, ${workers} at work`, unit: '', value: over(rounds, shareOfLimit) },
    { name: `cores in use at the limit, ${workers} at work`, unit: 'cores', value: over(rounds, coresOf) },
  ];
}

function largeFigures({ large, others, rates: tenths }: LargeTenant): Figure[] {
  const one = (value: number) => summarise([value]);
  return [
    {
      name: 'median wait beside a large tenant',
      unit: 's',
      value: one(others.median),
      ratio: { to: 'large tenant', value: one(others.median / large.median) },
    },
    {
      name: 'longest wait beside a large tenant',
      unit: 's',
      value: one(others.last),
      ratio: { to: 'large tenant', value: one(others.last / large.last) },
    },
    {
      name: 'emails a second, last tenth of the backlog',
      unit: '/s',
      value: one(tenths.at(-1) ?? 0),
      ratio: { to: 'first tenth', value: one((tenths.at(-1) ?? 0) / (tenths[0] ?? 0)) },
    },
  ];
}

/** Fair turns: as long as others wait, each batch holds at least as much of theirs as of the large tenant's. */
const FAIR = 0.05;

function boundsOf(throttled: Throttled[], { large, others }: LargeTenant): Bound[] {
  const alone = throttled.find(({ workers }) => workers === 1);
  const reached = alone ? over(alone.rounds, shareOfLimit).median : 0;
  const cores = alone ? over(alone.rounds, coresOf).median : Number.POSITIVE_INFINITY;
  const wait = others.last / large.last;
  return [
    {
      what: `share of a provider’s ${LIMIT.perSecond} × ${BATCH} emails a second, one worker`,
      ...{ bound: 'at least 90 %', found: share(reached), met: reached >= 0.9 },
    },
    {
      what: 'cores that the whole limit takes, function and PostgreSQL together',
      ...{ bound: 'at most 0.5', found: figure(cores), met: cores <= 0.5 },
    },
    {
      what: 'longest wait beside a tenant with 99 % of the backlog, of the time that all of it takes',
      ...{ bound: `at most ${share(FAIR)}`, found: share(wait), met: wait <= FAIR },
    },
  ];
}

function rates(instant: Measured[]): Table {
  return {
    title: 'Instant provider: emails, or jobs that do nothing, a second: median (quartiles)',
    columns: [
      'workers',
      ...VARIANTS.map((variant) => TITLES[variant]),
      ...PEERS.map((peer) => `emails / ${peer}`),
      'rounds',
    ],
    rows: instant.map((measured) => [
      String(measured.workers),
      ...VARIANTS.map((variant) => spread(over(measured.samples[variant], perSecond))),
      ...PEERS.map((peer) => ratioSpread(toPeer(measured, peer))),
      String(measured.samples.emails.length),
    ]),
  };
}

function processor(instant: Measured[]): Table {
  const forThousand = (name: 'workersMs' | 'postgresMs') => (drained: Drained) =>
    (drained[name] / drained.jobs) * 1000;
  return {
    title: 'Milliseconds of processor time for a thousand: workers + PostgreSQL, medians',
    columns: ['workers', ...VARIANTS.map((variant) => TITLES[variant])],
    rows: instant.map(({ workers, samples }) => [
      String(workers),
      ...VARIANTS.map((variant) => {
        const [own, postgres] = (['workersMs', 'postgresMs'] as const).map(
          (name) => over(samples[variant], forThousand(name)).median,
        );
        return `${figure(own ?? 0)} + ${figure(postgres ?? 0)}`;
      }),
    ]),
  };
}

function limits(throttled: Throttled[]): Table {
  return {
    title: `A provider of ${LIMIT.perSecond} requests a second: medians`,
    columns: [
      'workers',
      'emails a second',
      'share of the limit',
      'refused for the rate',
      'runs',
      'cores at the limit: function',
      'cores at the limit: PostgreSQL',
      'rounds',
    ],
    rows: throttled.map(({ workers, rounds }) => [
      String(workers),
      figure(over(rounds, perSecond).median),
      share(over(rounds, shareOfLimit).median),
      figure(over(rounds, ({ throttled: refused }) => refused).median),
      figure(over(rounds, ({ runs }) => runs).median),
      figure(over(rounds, (round) => coresAtLimit(round.workersMs, round)).median),
      figure(over(rounds, (round) => coresAtLimit(round.postgresMs, round)).median),
      String(rounds.length),
    ]),
  };
}

function waits({ large, others, rates: tenths }: LargeTenant): Table {
  const row = (name: string, { emails, first, median, p95, last }: Waits) => [
    name,
    emails.toLocaleString('en-GB'),
    ...[first, median, p95, last].map(seconds),
  ];
  const [first = 0] = tenths;
  return {
    title: `Large tenant: time until an email has left (${figure(first)} emails a second in the first tenth, ${figure(tenths.at(-1) ?? 0)} in the last)`,
    columns: ['whose', 'emails', 'first', 'median', 'p95', 'last'],
    rows: [row('the large tenant’s', large), row(`those of ${others.tenants} others`, others)],
  };
}
