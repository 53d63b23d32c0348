import { performance } from 'node:perf_hooks';
import type pg from 'pg';
import type { Benchmark, Context } from '../benchmark.ts';
import { connect, withClient, withDatabase } from '../database/database.ts';
import { createPractice, type Practice } from '../database/practice.ts';
import { createUntriggered, UNTRIGGERED } from '../database/untriggered.ts';
import { figure, ratioSpread, spread } from '../measure/format.ts';
import { differences, ratios, summarise } from '../measure/statistics.ts';
import { measureInTurns, timed } from '../measure/turns.ts';
import type { Bound, Report } from '../report/report.ts';

/** The same insert of one measurement. A firm implant wakes the trigger, and nobody else. */
const KINDS = {
  'no trigger': { table: UNTRIGGERED, value: 25 },
  'trigger, no alert': { table: 'public.isq_measurements', value: 70 },
  'trigger, alert': { table: 'public.isq_measurements', value: 25 },
} as const;
type Kind = keyof typeof KINDS;
const KIND_NAMES = Object.keys(KINDS) as Kind[];
const BASELINE = 'no trigger';

/** Inserts that a client makes one after the other, before all of them turn to the next kind. */
const BLOCK = 10;
/** The design's bound on what an alert adds at the median, for one client and a team like the demo's; milliseconds. */
const MOST_ADDED = 3;
const TEAM = 3;

/** How many write at once, each in a practice of its own with so many people to tell. */
interface Case {
  clients: number;
  people: number;
}

interface Measured extends Case {
  /** Milliseconds of each insert, block by block. */
  blocks: Record<Kind, number[][]>;
  /** Share of its time for which this process, which plays the clients, had something to do. */
  driverBusy: number;
}

export const businessWrite: Benchmark = {
  name: 'business-write',
  question: 'What does an alert add to the insert of an ISQ that causes it?',
  minutes: 2,
  run: (context) =>
    withDatabase(context, 'business-write', (database) =>
      withClient(database.adminUrl, (admin) =>
        withClient(database.url, async (owner) => {
          await createUntriggered(owner);
          const measured: Measured[] = [];
          for (const one of casesOf(context)) {
            context.signal.throwIfAborted();
            measured.push(await measureCase(context, { admin, owner, url: database.url }, one));
          }
          return report(measured);
        }),
      ),
    ),
};

const casesOf = ({ quick }: Context): Case[] => [
  ...(quick ? [1, 8] : [1, 2, 4, 8]).map((clients) => ({ clients, people: TEAM })),
  { clients: 1, people: 25 },
];

interface Doors {
  admin: pg.Client;
  owner: pg.Client;
  url: string;
}

interface Writer {
  client: pg.Client;
  practice: Practice;
}

async function measureCase(context: Context, { admin, owner, url }: Doors, one: Case): Promise<Measured> {
  const { clients, people } = one;
  const writers: Writer[] = [];
  try {
    for (let number = 0; number < clients; number += 1) {
      writers.push({ client: await connect(url), practice: await createPractice(owner, people) });
    }
    // Before the rounds, not inside one of them.
    await admin.query('vacuum analyze');
    const rounds = context.quick ? 4 : clients === 1 ? 200 : 100;
    const warmUp = context.quick ? 1 : 3;
    const label = `${inWords(one)}, ${rounds} rounds of ${clients * BLOCK} inserts of each kind`;
    return await context.progress.step(label, async () => {
      const before = performance.eventLoopUtilization();
      const blocks = await measureInTurns<Kind, number[]>(
        {
          'no trigger': () => writeBlock(context, writers, 'no trigger'),
          'trigger, no alert': () => writeBlock(context, writers, 'trigger, no alert'),
          'trigger, alert': () => writeBlock(context, writers, 'trigger, alert'),
        },
        { rounds, warmUp },
      );
      const driverBusy = performance.eventLoopUtilization(before).utilization;
      await checkAlerts(owner, writers, (rounds + warmUp) * BLOCK);
      return { ...one, blocks, driverBusy };
    });
  } finally {
    await Promise.all(writers.map(({ client }) => client.end()));
  }
}

/** All write at once, each one insert after the other; milliseconds of each. */
async function writeBlock({ signal }: Context, writers: Writer[], kind: Kind): Promise<number[]> {
  signal.throwIfAborted();
  const { table, value } = KINDS[kind];
  const written = await Promise.all(
    writers.map(async ({ client, practice: { organisationId, implantId } }) => {
      const times: number[] = [];
      for (let number = 0; number < BLOCK; number += 1) {
        const insert = {
          name: table,
          text: `insert into ${table} (organisation_id, implant_id, value) values ($1, $2, $3)`,
          values: [organisationId, implantId, value],
        };
        times.push(await timed(() => client.query(insert)));
      }
      return times;
    }),
  );
  return written.flat();
}

/** Nothing was gathered, capped or left out on the way: the last alert was as much work as the first. */
async function checkAlerts(owner: pg.Client, writers: Writer[], alerts: number): Promise<void> {
  for (const { practice } of writers) {
    const { rows } = await owner.query<{ inApp: number; emails: number }>(
      `select
        (select count(*)::int from public.notifications where organisation_id = $1) as "inApp",
        (select count(*)::int from public.email_outbox where organisation_id = $1) as emails`,
      [practice.organisationId],
    );
    const told = alerts * practice.people;
    if (rows[0]?.inApp !== told || rows[0].emails !== told) {
      throw new Error(
        `${alerts} alerts: ${JSON.stringify(rows[0])} instead of ${told} in-app rows and emails`,
      );
    }
  }
}

const medians = (blocks: number[][]): number[] => blocks.map((block) => summarise(block).median);

/** What a kind takes more than the insert without a trigger, round by round. */
const added = ({ blocks }: Measured, kind: Kind) =>
  summarise(differences(medians(blocks[kind]), medians(blocks[BASELINE])));

const relative = ({ blocks }: Measured, kind: Kind) =>
  summarise(ratios(medians(blocks[kind]), medians(blocks[BASELINE])));

const inWords = ({ clients, people }: Case): string =>
  `${clients} ${clients === 1 ? 'client' : 'clients'}, ${people} people each`;

function report(measured: Measured[]): Report {
  const bounds: Bound[] = measured
    .filter(({ clients, people }) => clients === 1 && people === TEAM)
    .map((one) => {
      const { median } = added(one, 'trigger, alert');
      return {
        what: `what its alert adds to the insert of an ISQ, median, ${inWords(one)}`,
        ...{ bound: `at most ${MOST_ADDED} ms`, found: `${figure(median)} ms`, met: median <= MOST_ADDED },
      };
    });
  const mixed = measured.filter(({ people }) => people === TEAM);
  return {
    title: 'Business write: an ISQ, with its alert and without',
    method: `One measurement is inserted and committed, by a prepared statement over a connection of its own to a durable database; nothing reads or sends meanwhile. *No trigger*: into a twin of isq_measurements with the same columns, constraints, foreign keys and indexes. *Trigger, no alert*: an ISQ of 70 into the table itself. *Trigger, alert*: an ISQ of 25, about which everybody in the practice gets an in-app row, an email, a Realtime hint and the traces. Each client writes for a practice of its own, ${BLOCK} of one kind, and then all turn to the next kind at once, so that a kind meets only its like. The three take turns in every round.`,
    figures: measured.flatMap((one) =>
      KIND_NAMES.flatMap((kind) => [
        {
          name: `${kind}, ${inWords(one)}`,
          unit: 'ms',
          value: summarise(one.blocks[kind].flat()),
          ...(kind === BASELINE ? {} : { ratio: { to: BASELINE, value: relative(one, kind) } }),
        },
        ...(kind === BASELINE
          ? []
          : [
              {
                name: `${kind}, ${inWords(one)}: more than without`,
                unit: 'ms, by round',
                value: added(one, kind),
              },
            ]),
      ]),
    ),
    bounds,
    tables: [
      {
        title: 'Milliseconds an insert: p50 / p95 / p99',
        columns: ['clients, people each', ...KIND_NAMES, 'inserts of each kind'],
        rows: measured.map((one) => [
          `${one.clients}, ${one.people}`,
          ...KIND_NAMES.map((kind) => {
            const { median, p95, p99 } = summarise(one.blocks[kind].flat());
            return `${figure(median)} / ${figure(p95)} / ${figure(p99)}`;
          }),
          one.blocks[BASELINE].flat().length.toLocaleString('en-GB'),
        ]),
      },
      {
        title: 'Beside the insert without a trigger, medians round by round: median (quartiles)',
        columns: [
          'clients, people each',
          'no alert, ms more',
          'no alert, ratio',
          'alert, ms more',
          'alert, ratio',
          'rounds',
        ],
        rows: measured.map((one) => [
          `${one.clients}, ${one.people}`,
          ...(['trigger, no alert', 'trigger, alert'] as const).flatMap((kind) => [
            spread(added(one, kind)),
            ratioSpread(relative(one, kind)),
          ]),
          String(one.blocks[BASELINE].length),
        ]),
      },
    ],
    plot: {
      title: `Insert of an ISQ by clients at once, practices of ${TEAM}`,
      x: { label: 'clients', scale: 'log' },
      y: { label: 'ms an insert: median and quartiles', scale: 'log' },
      series: KIND_NAMES.map((kind) => ({
        name: kind,
        baseline: kind === BASELINE,
        points: mixed.map(({ clients, blocks }) => {
          const { median, q1, q3 } = summarise(blocks[kind].flat());
          return { x: clients, y: median, low: q1, high: q3 };
        }),
      })),
    },
    notes: [
      ...goesTo(measured),
      `The clients are one Node process, which was busy for ${measured
        .map((one) => `${Math.round(one.driverBusy * 100)} % (${inWords(one)})`)
        .join(', ')} of the time: what it waits for itself is in the figures of many clients.`,
    ],
  };
}

/** What an alert costs once and for each person, as two teams of one client tell. */
function goesTo(measured: Measured[]): string[] {
  const [small, large] = measured.filter(({ clients }) => clients === 1);
  if (!small || !large) return [];
  const [least, most] = [small, large].map((one) => added(one, 'trigger, alert').median) as [number, number];
  const each = (most - least) / (large.people - small.people);
  const bare = summarise(small.blocks[BASELINE].flat());
  return [
    `One client: an alert costs ${figure(least - each * small.people)} ms whoever is told, and ${figure(each)} ms for each person: teams of ${small.people} and of ${large.people} tell. The insert alone takes ${figure(bare.median)} ms, and never less than ${figure(bare.min)} ms: a commit that waits for the disk, which the alert shares.`,
  ];
}
