import type pg from 'pg';
import type { Benchmark, Context } from '../benchmark.ts';
import { type ByHand, createTwins, layReady } from '../database/by-hand.ts';
import { withClient, withDatabase } from '../database/database.ts';
import { createPractice, type Practice } from '../database/practice.ts';
import { figure, ratioSpread, spread, times } from '../measure/format.ts';
import { ratios, type Summary, summarise } from '../measure/statistics.ts';
import { measureInTurns, timed } from '../measure/turns.ts';
import { openGraphileWorker } from '../peers/graphile-worker.ts';
import { openPgBoss, type Queue } from '../peers/pg-boss.ts';
import type { Bound, Figure, Report } from '../report/report.ts';

const VARIANTS = ['notify()', 'by hand', 'floor', 'pg-boss', 'graphile-worker'] as const;
type Variant = (typeof VARIANTS)[number];

interface Measured {
  people: number;
  samples: Record<Variant, number[]>;
}

export const fanOut: Benchmark = {
  name: 'fan-out',
  question:
    'What does notify() cost for many people, beside the bare writing of the same rows, and beside job queues?',
  minutes: 2,
  run: (context) =>
    withDatabase(context, 'fan-out', (database) =>
      withClient(database.adminUrl, (admin) =>
        withClient(database.url, async (client) => {
          const byHand = await createTwins(client);
          const boss = await openPgBoss(database.adminUrl);
          const graphile = await openGraphileWorker(database.adminUrl);
          try {
            const measured: Measured[] = [];
            for (const people of context.quick ? [1, 100, 1000] : [1, 10, 100, 1000, 5000]) {
              context.signal.throwIfAborted();
              measured.push(await measureSize(context, { admin, client, byHand, boss, graphile }, people));
            }
            return report(measured);
          } finally {
            await boss.stop();
            await graphile.stop();
          }
        }),
      ),
    ),
};

interface Doors {
  admin: pg.Client;
  client: pg.Client;
  byHand: ByHand;
  boss: Queue;
  graphile: Queue;
}

async function measureSize(context: Context, doors: Doors, people: number): Promise<Measured> {
  const { admin, client, byHand, boss, graphile } = doors;
  const practice = await createPractice(client, people);
  const { rows: members } = await client.query<{ id: string }>(
    'select user_id as id from public.organisation_members where organisation_id = $1',
    [practice.organisationId],
  );
  const userIds = members.map(({ id }) => id);
  const pattern = await notify(client, practice);
  await layReady(client, pattern);
  // Before the rounds, not inside one of them.
  await admin.query('vacuum analyze');
  const rounds = context.quick ? 4 : people >= 5000 ? 30 : people >= 1000 ? 60 : 200;
  return context.progress.step(`${people} people, ${rounds} rounds`, async () => ({
    people,
    samples: await measureInTurns<Variant>(
      {
        'notify()': () => timed(() => notify(client, practice)),
        'by hand': () => timed(() => byHand.send(pattern)),
        floor: () => timed(() => byHand.call(pattern)),
        'pg-boss': () => timed(() => boss.enqueue(userIds)),
        'graphile-worker': () => timed(() => graphile.enqueue(userIds)),
      },
      { rounds, warmUp: context.quick ? 1 : 5 },
    ),
  }));
}

async function notify(client: pg.Client, practice: Practice): Promise<string> {
  const { organisationId, implantId, people } = practice;
  const event = {
    type: 'ISQ_CRITICAL',
    organisationId,
    entityId: implantId,
    payload: { value: 25, tooth: '26' },
  };
  const { rows } = await client.query<{ told: { eventId: string; inApp: number; emails: number } }>(
    'select public.notify($1) as told',
    [JSON.stringify(event)],
  );
  const told = rows[0]?.told;
  if (told?.inApp !== people || told.emails !== people) {
    throw new Error(`notify(): ${JSON.stringify(told)} instead of ${people} in-app rows and emails`);
  }
  return told.eventId;
}

function report(measured: Measured[]): Report {
  const figures: Figure[] = measured.flatMap(({ people, samples }) =>
    VARIANTS.map((variant) => ({
      name: `${variant}, ${people} people`,
      unit: 'ms',
      value: summarise(samples[variant]),
      ...(variant === 'notify()'
        ? { ratio: { to: 'by hand', value: summarise(ratios(samples[variant], samples['by hand'])) } }
        : variant === 'floor'
          ? { ratio: { to: 'notify()', value: summarise(ratios(samples[variant], samples['notify()'])) } }
          : {}),
    })),
  );
  const toHand = (people: number) => ratioAt(measured, people, 'by hand');
  const bounds: Bound[] = [
    { people: 1, most: 2 },
    { people: 1000, most: 1.25 },
  ].map(({ people, most }) => {
    const ratio = toHand(people).median;
    return {
      what: `notify() to ${people} ${people === 1 ? 'person' : 'people'}, beside the same rows by hand`,
      ...{ bound: `at most ${times(most)}`, found: times(ratio), met: ratio <= most },
    };
  });
  for (const peer of ['pg-boss', 'graphile-worker'] as const) {
    const ratio = ratioAt(measured, 1000, peer).median;
    bounds.push({
      what: `people a second at 1,000, beside jobs a second of ${peer}`,
      ...{ bound: 'more than 1.00×', found: times(1 / ratio), met: ratio < 1 },
    });
  }
  return {
    title: 'Fan-out: one event to many people',
    method:
      'An ISQ_CRITICAL about a patient, told to every practitioner of an invented practice. For each of them `notify()` decides, and writes an in-app row, an email, a Realtime hint and two traces. *By hand*: the same rows from tables where they lie ready, into twins with the same constraints, foreign keys and indexes but no triggers, in one transaction with one INSERT … SELECT a table, as an application sends them. *Floor*: the same in one call of a function with every plan cached, which nobody writes by hand. pg-boss and graphile-worker: one bare job a person, in their own bulk call. All five take turns on the same server, each from one connection.',
    figures,
    bounds,
    tables: [
      {
        title: 'Milliseconds a call: median (quartiles)',
        columns: ['people', ...VARIANTS, 'notify() / by hand', 'notify() / floor', 'rounds'],
        rows: measured.map(({ people, samples }) => [
          people.toLocaleString('en-GB'),
          ...VARIANTS.map((variant) => spread(summarise(samples[variant]))),
          ratioSpread(toHand(people)),
          ratioSpread(ratioAt(measured, people, 'floor')),
          String(samples['notify()'].length),
        ]),
      },
      {
        title: 'People a second (jobs a second for the queues), median',
        columns: ['people', ...VARIANTS],
        rows: measured.map(({ people, samples }) => [
          people.toLocaleString('en-GB'),
          ...VARIANTS.map((variant) => figure((people * 1000) / summarise(samples[variant]).median)),
        ]),
      },
    ],
    plot: {
      title: 'People a second, by size of the audience',
      x: { label: 'people', scale: 'log' },
      y: { label: 'people or jobs a second', scale: 'log' },
      series: VARIANTS.map((variant) => ({
        name: variant,
        baseline: variant === 'by hand',
        points: measured.map(({ people, samples }) => {
          const { median, q1, q3 } = summarise(samples[variant]);
          const rate = (ms: number) => (people * 1000) / ms;
          return { x: people, y: rate(median), low: rate(q3), high: rate(q1) };
        }),
      })),
    },
    notes: notesOf(measured),
  };
}

/** Where the time goes, a person, in the largest audience: what deciding costs beside what writing costs. */
function notesOf(measured: Measured[]): string[] {
  const largest = measured.at(-1);
  const smallest = measured[0];
  if (!largest || !smallest) return [];
  const micro = (variant: Variant) => (summarise(largest.samples[variant]).median * 1000) / largest.people;
  const [own, written] = [micro('notify()'), micro('floor')];
  const once = (variant: Variant) => figure(summarise(smallest.samples[variant]).median);
  return [
    `Among ${largest.people.toLocaleString('en-GB')} people each takes ${figure(own)} µs, of which ${figure(written)} µs are the writing of the same rows with every plan cached, with their index entries, constraints and log: the floor of whoever keeps these rows. ${figure(Math.max(0, own - written))} µs are deciding (who is concerned, what they want, what they may see) and telling Realtime.`,
    `A bare job takes ${figure(micro('pg-boss'))} µs (pg-boss) and ${figure(micro('graphile-worker'))} µs (graphile-worker): one row in one table.`,
    `What there is but once an event shows with one person: ${once('notify()')} ms, of which ${once('floor')} ms are the bare writing, its commit among them; sent statement by statement, the same rows take ${once('by hand')} ms.`,
  ];
}

function ratioAt(measured: Measured[], people: number, to: Variant): Summary {
  const samples = measured.find((one) => one.people === people)?.samples;
  if (!samples) throw new Error(`${people} people: not measured`);
  return summarise(ratios(samples['notify()'], samples[to]));
}
