import type pg from 'pg';
import type { Benchmark, Context } from '../benchmark.ts';
import { type Database, withClient, withDatabase } from '../database/database.ts';
import {
  createWorld,
  type Kind,
  loadHistory,
  readersOf,
  WORLD,
  type WorldSize,
} from '../database/population.ts';
import { figure } from '../measure/format.ts';
import { postmaster, processorTime } from '../measure/processes.ts';
import { type Doors, measureSize, type Size } from '../reading/measure.ts';
import { readingReport } from '../reading/report.ts';
import { openSession } from '../reading/session.ts';

/** What is measured, and how often. */
export interface Reading {
  world: WorldSize;
  /** Numbers of notifications, growing. */
  sizes: readonly number[];
  rounds: number;
  /** Rounds before that, so that everybody's rows are in memory. */
  warmUp: number;
  /** People who are read once, from the largest table. */
  strangers: number;
}

const FULL: Reading = {
  ...{ world: WORLD, sizes: [10_000, 1_000_000, 10_000_000] },
  ...{ rounds: 400, warmUp: 60, strangers: 500 },
};
const QUICK: Reading = {
  ...{ world: { ...WORLD, practices: 40 }, sizes: [10_000, 40_000] },
  ...{ rounds: 10, warmUp: 6, strangers: 20 },
};

export const reading: Benchmark = {
  name: 'reading',
  question: 'Does reading stay as fast when the table grows, and what does row level security cost?',
  minutes: 8,
  run: (context) => runReading(context, context.quick ? QUICK : FULL),
};

export const runReading = (context: Context, what: Reading) =>
  withDatabase(context, 'reading', (database) =>
    withClient(database.adminUrl, async (admin) => {
      const { world } = what;
      await context.progress.step(`${figure(world.practices * world.people)} people`, () =>
        createWorld(admin, world),
      );
      // Nothing else shall run while something is measured: the history is vacuumed when it is loaded.
      await admin.query(
        'alter table public.notifications set (autovacuum_enabled = off); alter table public.notification_events set (autovacuum_enabled = off)',
      );
      const sizes: Size[] = [];
      for (const size of what.sizes) sizes.push(await measureOne(context, database, admin, size, what));
      return readingReport(sizes, what);
    }),
  );

async function measureOne(
  { progress, signal, say }: Context,
  { adminUrl, url, authenticatorUrl, dataDir }: Database,
  admin: pg.Client,
  size: number,
  { sizes, rounds, warmUp, ...what }: Reading,
): Promise<Size> {
  const kinds: readonly Kind[] = size > 30_000 ? ['ordinary', 'deep', 'busiest'] : ['ordinary', 'deep'];
  const server = postmaster(dataDir);
  const before = { at: performance.now(), processor: processorTime(server) };
  await progress.step(`${figure(size)} notifications written`, () =>
    withClient(adminUrl, (second) =>
      loadHistory([admin, second], {
        ...{ readers: kinds, size, signal },
        onTenth: (rows) => say(`    ${figure(rows)}`),
      }),
    ),
  );
  const loaded = {
    seconds: (performance.now() - before.at) / 1000,
    processorSeconds: (processorTime(server) - before.processor) / 1000,
  };
  const readers = (await readersOf(admin)).filter(({ kind }) => kinds.includes(kind));
  signal.throwIfAborted();
  return progress.step(`${figure(size)} notifications read, ${rounds} rounds`, async () => {
    // Opened for each size: plans follow the statistics of the day, as those of a session that is recycled.
    const doors: Doors = {
      ...{ admin, adminUrl },
      person: await openSession(admin, authenticatorUrl, 'authenticator', 'authenticated'),
      bypass: await openSession(admin, url, 'postgres'),
    };
    try {
      const strangers = size === sizes.at(-1) ? what.strangers : 0;
      return { ...(await measureSize(doors, { size, readers, rounds, warmUp, strangers })), loaded };
    } finally {
      await doors.person.end();
      await doors.bypass.end();
    }
  });
}
