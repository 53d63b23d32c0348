import type pg from 'pg';
import type { Benchmark, Context } from '../benchmark.ts';
import { withClient, withDatabase } from '../database/database.ts';
import { createWorld, WORLD, type WorldSize } from '../database/population.ts';
import * as engine from '../growth/engine.ts';
import { growthReport, type Part } from '../growth/report.ts';
import { rewrite, rowsOf, sizesOf } from '../growth/tables.ts';
import { figure } from '../measure/format.ts';

export interface Growth {
  world: WorldSize;
  /** Rows in all that are written into the tables, about. */
  rows: number;
  /** Parts that it is written in, one sample each; a multiple of ten. */
  parts: number;
}

const FULL: Growth = { world: { ...WORLD, patients: 10 }, rows: 10_000_000, parts: 40 };
const QUICK: Growth = {
  ...{ world: { practices: 40, people: 50, patients: 10 }, rows: 30_000, parts: 10 },
};

export const growth: Benchmark = {
  name: 'growth',
  question:
    'Does the engine write as fast when its tables are full and retention runs, and how large do they get?',
  minutes: 12,
  run: (context) => runGrowth(context, context.quick ? QUICK : FULL),
};

export const runGrowth = (context: Context, what: Growth) =>
  withDatabase(context, 'growth', ({ adminUrl, url }) =>
    withClient(adminUrl, async (admin) => {
      const { progress } = context;
      const { practices, people } = what.world;
      await progress.step(`${figure(practices * people)} people`, () => createWorld(admin, what.world));
      await admin.query('reset session_replication_role');
      await engine.accelerate(admin);
      const parts = await withClient(url, (first) =>
        withClient(url, (second) =>
          withClient(url, (reader) =>
            withClient(url, (worker) =>
              withClient(url, (upkeep) =>
                writeParts(context, { admin, writers: [first, second], reader, worker, upkeep }, what),
              ),
            ),
          ),
        ),
      );
      const used = await sizesOf(admin);
      const tuples = await rowsOf(admin);
      const { rows } = await admin.query<{ live: string }>(
        'select count(*) as live from public.notifications',
      );
      await progress.step('tables written anew', () => rewrite(admin));
      return growthReport({ parts, used, tuples, fresh: await sizesOf(admin), live: Number(rows[0]?.live) });
    }),
  );

/** A connection for each of those who work at the same time. */
interface Hands {
  admin: pg.Client;
  writers: readonly pg.Client[];
  reader: pg.Client;
  worker: pg.Client;
  upkeep: pg.Client;
}

async function writeParts(
  { progress, signal }: Context,
  { admin, writers, reader, worker, upkeep }: Hands,
  { world, rows, parts: count }: Growth,
): Promise<Part[]> {
  const about = await engine.subjectsOf(admin);
  const total = engine.callsFor(rows, world.people);
  const parts: Part[] = [];
  let call = 0;
  let unread: string[] = [];
  for (let part = 0; part < count; part += 1) {
    signal.throwIfAborted();
    const end = Math.round((total * (part + 1)) / count);
    const calls: engine.Calls = { total, next: () => (call < end ? call++ : undefined) };
    for (const client of [reader, worker, upkeep]) await engine.moveClock(client, part / count);
    const sample = async (): Promise<Part> => {
      const fresh: string[] = [];
      const since = performance.now();
      const seconds = () => (performance.now() - since) / 1000;
      const writing = Promise.all(writers.map((client) => engine.write(client, calls, about, fresh)));
      // Those who write, those who read what the last part told them, the worker of emails and cron, all at once.
      const [wrote, cleaned] = await Promise.all([
        writing.then((rows) => ({ written: rows.reduce((sum, one) => sum + one), writeSeconds: seconds() })),
        engine.cleanUp(upkeep).then((deleted) => ({ deleted, upkeepSeconds: seconds() })),
        engine.read(reader, unread),
        engine.sendEmails(worker),
      ]);
      unread = fresh;
      await engine.forgetTransient(admin);
      return { ...wrote, ...cleaned, sizes: await sizesOf(admin), tuples: await rowsOf(admin) };
    };
    const isTold = part % (count / 10) === 0;
    parts.push(isTold ? await progress.step(`part ${part + 1} of ${count}`, sample) : await sample());
  }
  return parts;
}
