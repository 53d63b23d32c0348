import { figure, ratioSpread, spread } from '../measure/format.ts';
import { ratios, type Summary, summarise } from '../measure/statistics.ts';
import type { Bound, Figure, Report, Table } from '../report/report.ts';
import type { Sent } from './functions.ts';
import type { LargeTenant, Left } from './large-tenant.ts';
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
const inSeconds = (value: number) => `${figure(value)} s`;

export function report(found: { instant: Measured[]; throttled: Throttled[]; large: LargeTenant }): Report {
  const { instant, throttled, large } = found;
  return {
    title: 'Drain: from the queue to the provider',
    method: `Emails to people of ten practices are drained by the Edge Function \`deliver-email\` on Deno, each worker a process: a claim asks again whether each email is still wanted, a hundred are composed and signed, one request goes to the provider, one acknowledgement to the database. *Instant provider*: it answers at once, and a worker that has ended its run is woken anew. pg-boss and graphile-worker, also a process a worker, do as many jobs that do nothing, in batches as their own documentation recommends for that; all take turns on the same server. *Limited provider*: the mail server of the local stack grants ${LIMIT.perSecond} requests a second of ${BATCH} emails and answers after ${LIMIT.answerMs} ms; one worker is woken by the engine alone, through pg_net and every ten seconds as cron does, several are woken all the time although the limit is one. *Large tenant*: one practice owns 99 % of a backlog, all of it older than what a hundred others wait for; one worker, instant provider; once the others are served, the large tenant is watched for a while, and the rest of the million counts at that rate. Processor time is that of all threads of the worker processes and of all processes of PostgreSQL.`,
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
    notes: notesOf(instant, throttled),
  };
}

/** Where the time goes, as far as the figures tell. */
function notesOf(instant: Measured[], throttled: Throttled[]): string[] {
  const [one] = instant;
  const alone = throttled.find(({ workers }) => workers === 1);
  if (!one || !alone) return [];
  const own = over(one.samples.emails, ({ workersMs, jobs }) => (workersMs / jobs) * 1000).median;
  const postgres = over(one.samples.emails, ({ postgresMs, jobs }) => (postgresMs / jobs) * 1000).median;
  const job = (peer: (typeof PEERS)[number]) =>
    over(one.samples[peer], ({ workersMs, postgresMs, jobs }) => ((workersMs + postgresMs) / jobs) * 1000)
      .median;
  return [
    `A thousand emails take ${figure(own)} ms of the function (composing, signing, JSON) and ${figure(postgres)} ms of PostgreSQL (claim, acknowledgement, traces): one processor of each kind gives at most ${figure(1e6 / Math.max(own, postgres))} emails a second to one worker, two processors for everything ${figure(2e6 / (own + postgres))}. A thousand jobs that do nothing take ${figure(job('pg-boss'))} ms (pg-boss) and ${figure(job('graphile-worker'))} ms (graphile-worker).`,
    `What the provider grants is the limit in production: ${LIMIT.perSecond * BATCH} emails a second, for ${figure(over(alone.rounds, coresOf).median)} of a processor.`,
  ];
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

const rateOf = ({ emails, seconds }: Left): number => emails / seconds;

/** How long all of the backlog takes: what was not watched at the rate of the large tenant alone. */
const wholeOf = ({ backlog, beside, alone }: LargeTenant): number => {
  const left = backlog - beside.emails - alone.emails;
  return beside.seconds + alone.seconds + (left > 0 ? left / rateOf(alone) : 0);
};

function largeFigures(large: LargeTenant): Figure[] {
  const { others, beside, alone } = large;
  const one = (value: number) => summarise([value]);
  const whole = wholeOf(large);
  const wait = (name: string, value: number): Figure => ({
    ...{ name: `${name} wait beside a large tenant`, unit: 's', value: one(value) },
    ratio: { to: 'the time that all of the backlog takes', value: one(value / whole) },
  });
  return [
    wait('median', others.median),
    wait('longest', others.last),
    { name: 'emails a second while others wait', unit: '/s', value: one(rateOf(beside)) },
    ...(alone.emails > 0
      ? [
          {
            ...{ name: 'emails a second of the large tenant alone', unit: '/s', value: one(rateOf(alone)) },
            ratio: { to: 'while others wait', value: one(rateOf(alone) / rateOf(beside)) },
          },
        ]
      : []),
  ];
}

/** Fair turns: as long as others wait, each batch holds at least as much of theirs as of the large tenant's. */
const FAIR = 0.05;

function boundsOf(throttled: Throttled[], large: LargeTenant): Bound[] {
  const alone = throttled.find(({ workers }) => workers === 1);
  const reached = alone ? over(alone.rounds, shareOfLimit).median : 0;
  const cores = alone ? over(alone.rounds, coresOf).median : Number.POSITIVE_INFINITY;
  const wait = large.others.last / wholeOf(large);
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

function waits(large: LargeTenant): Table {
  const { backlog, others, beside, alone } = large;
  const row = (name: string, { emails, seconds }: Left) => [
    ...[
      name,
      emails.toLocaleString('en-GB'),
      inSeconds(seconds),
      seconds > 0 ? figure(emails / seconds) : '',
    ],
  ];
  return {
    title: `Backlog of ${backlog.toLocaleString('en-GB')} emails, 99 % of one tenant: the ${others.emails.toLocaleString('en-GB')} of ${others.tenants} others left after ${inSeconds(others.first)} to ${inSeconds(others.last)} (median ${inSeconds(others.median)}, p95 ${inSeconds(others.p95)})`,
    columns: ['what left', 'emails', 'seconds', 'a second'],
    rows: [
      row('while the others waited', beside),
      row('the large tenant’s alone, as long as it was watched', alone),
      row('all of it, the rest at that rate', { emails: backlog, seconds: wholeOf(large) }),
    ],
  };
}
