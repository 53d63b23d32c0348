import { silent } from '@cassius/dev-stack/src/log.ts';
import { startMail } from '@cassius/dev-stack/src/mail/index.ts';
import type pg from 'pg';
import type { Benchmark, Context } from '../benchmark.ts';
import { type Database, withClient, withDatabase } from '../database/database.ts';
import { createTenants, type Tenant, untilSettled } from '../drain/backlog.ts';
import { type Senders, startSenders } from '../drain/functions.ts';
import { measureLargeTenant } from '../drain/large-tenant.ts';
import {
  type Drained,
  drainEmails,
  drainJobs,
  type Ground,
  type Peer,
  requireOnce,
} from '../drain/measure.ts';
import { type InstantProvider, startInstantProvider, throttle } from '../drain/provider.ts';
import { LIMIT, type Measured, report, type Throttled } from '../drain/report.ts';
import { postmaster, processorTime } from '../measure/processes.ts';
import { measureInTurns } from '../measure/turns.ts';
import { openCrew } from '../peers/crew.ts';
import { openGraphileWorker } from '../peers/graphile-worker.ts';
import { openPgBoss } from '../peers/pg-boss.ts';

/** People of a practice. */
const PEOPLE = 100;
/** No limit that counts. */
const UNLIMITED = 1000;

/** What is measured, and how often. */
export interface Sizes {
  /** Practices, of a hundred people each. */
  tenants: number;
  /** How many workers are at work, one and several. */
  workers: readonly number[];
  /** Emails for each person, in a round with an instant provider and in one with a limited one. */
  instant: number;
  limited: number;
  rounds: number;
  limitedRounds: number;
  /** Emails of the backlog with the large tenant, and how long that is watched alone, in milliseconds. */
  backlog: number;
  watchedMs: number;
}

const FULL: Sizes = {
  ...{ tenants: 10, workers: [1, 4], instant: 10, limited: 20, rounds: 7, limitedRounds: 3 },
  ...{ backlog: 1_000_000, watchedMs: 60_000 },
};
const QUICK: Sizes = {
  ...{ tenants: 4, workers: [1, 2], instant: 1, limited: 1, rounds: 1, limitedRounds: 1 },
  ...{ backlog: 1000, watchedMs: 1000 },
};

export const drain: Benchmark = {
  name: 'drain',
  question:
    'How fast do emails leave, beside job queues doing nothing, and does a large tenant keep others waiting?',
  minutes: 10,
  run: (context) => runDrain(context, context.quick ? QUICK : FULL),
};

export const runDrain = (context: Context, sizes: Sizes) =>
  withDatabase(context, 'drain', (database) =>
    withClient(database.adminUrl, (admin) =>
      withClient(database.url, (client) =>
        withStoppables((open) => measureAll(context, { database, admin, client, open }, sizes)),
      ),
    ),
  );

interface Doors {
  database: Database;
  admin: pg.Client;
  client: pg.Client;
  open: Open;
}

async function measureAll(context: Context, { database, admin, client, open }: Doors, sizes: Sizes) {
  const most = Math.max(...sizes.workers);
  const { dataDir } = database;
  const server = postmaster(dataDir);
  const ground: Ground = { context, admin, postgresMs: () => processorTime(server) };

  const provider = await open(startInstantProvider());
  const mail = await open(startMail({ port: 0, log: silent }));
  await throttle(mail.url, LIMIT);
  const { fast, limited, peers } = await context.progress.step('workers', async () => {
    const options = { database, dataDir, count: most };
    return {
      fast: await open(
        startSenders(context, { ...options, providerUrl: provider.url, requestsPerSecond: UNLIMITED }),
      ),
      limited: await open(
        startSenders(context, { ...options, providerUrl: mail.url, requestsPerSecond: LIMIT.perSecond }),
      ),
      peers: {
        'pg-boss': {
          queue: await open(openPgBoss(database.adminUrl)),
          crew: await open(openCrew('pg-boss', database.adminUrl, most)),
          left: `select from pgboss.job where name = 'notify' and state < 'completed'`,
          tables: 'pgboss.job',
        },
        'graphile-worker': {
          queue: await open(openGraphileWorker(database.adminUrl)),
          crew: await open(openCrew('graphile-worker', database.adminUrl, most)),
          left: 'select from graphile_worker._private_jobs',
          tables: 'graphile_worker._private_jobs',
        },
      },
    };
  });
  const tenants = await createTenants(client, sizes.tenants, PEOPLE);
  // The emails with which the practices began: every process has loaded and compiled what it needs.
  await untilSettled(admin, context.signal, (isOver) =>
    Promise.all([fast.drive(most, isOver), limited.drive(most, isOver)]),
  );

  const instant = await measureInstant(ground, sizes, { provider, fast, peers, tenants });
  const throttled = await measureThrottled(ground, sizes, { limited, tenants });
  const large = await measureLargeTenant(ground, {
    ...{ client, provider, senders: fast },
    ...{ emails: sizes.backlog, watchedMs: sizes.watchedMs },
  });
  return report({ instant, throttled, large });
}

interface Instant {
  provider: InstantProvider;
  fast: Senders;
  peers: Record<'pg-boss' | 'graphile-worker', Peer>;
  tenants: readonly Tenant[];
}

function measureInstant(
  ground: Ground,
  sizes: Sizes,
  { provider, fast, peers, tenants }: Instant,
): Promise<Measured[]> {
  const jobs = sizes.instant * sizes.tenants * PEOPLE;
  const { context } = ground;
  return inOrder(sizes.workers, (workers) =>
    context.progress.step(`${jobs} emails, ${workers} at work, ${sizes.rounds} rounds`, async () => ({
      workers,
      samples: await measureInTurns<keyof Measured['samples'], Drained>(
        {
          emails: () =>
            requireOnce(provider, jobs, () =>
              drainEmails(ground, fast, { tenants, each: sizes.instant }, (isOver) =>
                fast.drive(workers, isOver),
              ),
            ),
          'pg-boss': () => drainJobs(ground, peers['pg-boss'], { workers, jobs }),
          'graphile-worker': () => drainJobs(ground, peers['graphile-worker'], { workers, jobs }),
        },
        { rounds: sizes.rounds, warmUp: context.quick ? 0 : 1 },
      ),
    })),
  );
}

interface Limited {
  limited: Senders;
  tenants: readonly Tenant[];
}

function measureThrottled(ground: Ground, sizes: Sizes, { limited, tenants }: Limited): Promise<Throttled[]> {
  const emails = { tenants, each: sizes.limited };
  return inOrder(sizes.workers, (workers) =>
    ground.context.progress.step(`${LIMIT.perSecond} requests a second, ${workers} at work`, async () => {
      const rounds: Throttled['rounds'] = [];
      while (rounds.length < sizes.limitedRounds) {
        rounds.push(
          await drainEmails(ground, limited, emails, (isOver) =>
            workers === 1 ? limited.followEngine(ground.admin, isOver) : limited.drive(workers, isOver),
          ),
        );
      }
      return { workers, rounds };
    }),
  );
}

async function inOrder<Item, Result>(
  items: readonly Item[],
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

type Open = <Thing extends { stop(): Promise<void> }>(opening: Promise<Thing>) => Promise<Thing>;

/** Runs some work that opens things, and stops them after it, the last one first. */
async function withStoppables<T>(work: (open: Open) => Promise<T>): Promise<T> {
  const opened: { stop(): Promise<void> }[] = [];
  try {
    return await work(async (opening) => {
      const thing = await opening;
      opened.push(thing);
      return thing;
    });
  } finally {
    for (const thing of opened.reverse()) await thing.stop();
  }
}
