import type { Benchmark, Context } from '../benchmark.ts';
import { createTwins } from '../database/by-hand.ts';
import { withClient, withDatabase } from '../database/database.ts';
import {
  copyWaiting,
  isDue,
  measureRound,
  type Round,
  type Touched,
  touchedBetween,
  touchedRows,
} from '../digests/measure.ts';
import { ITEMS, PEOPLE, populate } from '../digests/population.ts';
import { bytes, figure, ratioSpread, spread, times } from '../measure/format.ts';
import { ratios, type Summary, summarise } from '../measure/statistics.ts';
import type { Report } from '../report/report.ts';

/** People whose digests `notify.build_digests()` makes in a call, unless told. */
const BATCH = 500;
const ROUNDS = 10;

interface Found {
  people: number;
  rounds: Round[];
  touched: Touched[];
}

export const digests: Benchmark = {
  name: 'digests',
  question:
    'What does it take to turn a million waiting notifications into digests, beside the bare writing of them?',
  minutes: 6,
  run: (context) => runDigests(context, context.quick ? 400 : 100_000),
};

/** @param people of whole practices */
export const runDigests = (context: Context, people: number) =>
  withDatabase(context, 'digests', (database) =>
    withClient(database.adminUrl, (admin) =>
      withClient(database.url, async (client) => {
        await context.progress.step(
          `${people * ITEMS} waiting notifications of ${people} people`,
          async () => {
            await populate(admin, client, people / PEOPLE);
            await createTwins(client);
            await copyWaiting(admin);
            await admin.query('vacuum (analyze) by_hand.notification_digest');
          },
        );
        const before = await touchedRows(admin);
        const rounds = await context.progress.step('digests', () =>
          measureAll(context, people, (batches) => measureRound(context, admin, database.url, batches)),
        );
        if (await isDue(client)) throw new Error('some digests were not built');
        const emails = rounds.reduce((sum, { engine }) => sum + engine.emails, 0);
        if (emails !== people) throw new Error(`${emails} digests instead of ${people}`);
        return report({ people, rounds, touched: touchedBetween(before, await touchedRows(admin)) });
      }),
    ),
  );

/** A tenth of the batches by the engine, the same rows by hand, then the next tenth: what slows one slows the other. */
async function measureAll(
  { quick, say }: Context,
  people: number,
  measure: (batches: number) => Promise<Round>,
): Promise<Round[]> {
  const batches = Math.ceil(people / BATCH);
  const each = Math.max(1, Math.ceil(batches / ROUNDS));
  const rounds: Round[] = [];
  for (let done = 0; done < batches; done += each) {
    const round = await measure(each);
    rounds.push(round);
    if (!quick) say(`    ${figure(round.engine.ms / 1000)} s for ${round.engine.items} of them`);
  }
  return rounds;
}

const of = (rounds: readonly Round[], value: (round: Round) => number): Summary =>
  summarise(rounds.map(value));
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);

function report({ people, rounds, touched }: Found): Report {
  const batches = rounds.flatMap(({ engine }) => engine.batches);
  // A session that has just begun plans anew: that is a round's first batch, in each of them.
  const tenth = Math.max(1, Math.floor(batches.length / 10));
  const atStart = summarise(batches.slice(0, tenth));
  const atEnd = summarise(batches.slice(-tenth));
  const growth = atEnd.median / atStart.median;
  const seconds = sum(rounds.map(({ engine }) => engine.ms)) / 1000;
  const byHandSeconds = sum(rounds.map(({ byHand }) => byHand.ms)) / 1000;
  const memory = Math.max(...rounds.map(({ engine }) => engine.memory));
  const toHand = summarise(
    ratios(
      rounds.map(({ engine }) => engine.ms),
      rounds.map(({ byHand }) => byHand.ms),
    ),
  );
  const rate = (what: 'items' | 'emails', who: 'engine' | 'byHand') =>
    of(rounds, (round) => (round[who][what] * 1000) / round[who].ms);
  const items = people * ITEMS;
  return {
    title: 'Digests: what waits becomes emails',
    method: `${items.toLocaleString('en-GB')} notifications of three types wait for the same minute's daily digest of ${people.toLocaleString('en-GB')} people in ${(people / PEOPLE).toLocaleString('en-GB')} practices, ${ITEMS} for each. What cron runs is run until nothing is due: \`notify.build_digests()\`, ${BATCH} digests a transaction. It asks again about membership, preferences, mutes, access, and what was read meanwhile. *By hand*: after each tenth, the same emails are inserted into a twin of the outbox and the same rows are marked in a twin of what waits, with the same constraints and indexes, by two statements in one transaction; nothing is looked up and nothing decided. Memory is that of the backend alone, without what backends share.`,
    figures: [
      { name: 'all of it', unit: 's', value: summarise([seconds]), ratio: { to: 'by hand', value: toHand } },
      { name: 'all of it, by hand', unit: 's', value: summarise([byHandSeconds]) },
      { name: 'notifications', unit: '/s', value: rate('items', 'engine') },
      { name: 'notifications, by hand', unit: '/s', value: rate('items', 'byHand') },
      { name: 'emails', unit: '/s', value: rate('emails', 'engine') },
      { name: `a batch of ${BATCH} digests`, unit: 'ms', value: summarise(batches) },
      {
        name: 'a batch at the end',
        unit: 'ms',
        value: atEnd,
        ratio: { to: 'a batch at the start', value: summarise([growth]) },
      },
      {
        name: 'processor time for 1,000 notifications',
        unit: 'ms',
        value: of(rounds, ({ engine }) => (engine.processorMs / engine.items) * 1000),
      },
      {
        name: 'write-ahead log of a digest',
        unit: 'B',
        value: of(rounds, ({ engine }) => engine.walBytes / engine.emails),
      },
      {
        name: 'write-ahead log of a digest, by hand',
        unit: 'B',
        value: of(rounds, ({ byHand }) => byHand.walBytes / byHand.emails),
      },
      { name: 'memory of the backend', unit: 'B', value: of(rounds, ({ engine }) => engine.memory) },
    ],
    bounds: [
      {
        what: 'a batch at the end of the backlog, beside one at its start',
        ...{ bound: 'at most 1.50×', found: times(growth), met: growth <= 1.5 },
      },
      {
        what: 'memory of the backend, however long the backlog',
        ...{ bound: 'at most 64 MB', found: bytes(memory), met: memory <= 64e6 },
      },
    ],
    tables: [
      {
        title: `${items.toLocaleString('en-GB')} notifications, ${people.toLocaleString('en-GB')} digests`,
        columns: [
          '',
          'all of it, s',
          'notifications a second',
          'emails a second',
          'processor ms for 1,000',
          'log a digest',
          'rounds',
        ],
        rows: (['engine', 'byHand'] as const).map((who) => [
          who === 'engine' ? 'the engine' : 'by hand',
          figure(who === 'engine' ? seconds : byHandSeconds),
          spread(rate('items', who)),
          spread(rate('emails', who)),
          figure(of(rounds, (round) => (round[who].processorMs / round[who].items) * 1000).median),
          bytes(of(rounds, (round) => round[who].walBytes / round[who].emails).median),
          String(rounds.length),
        ]),
      },
      {
        title: `A batch of ${BATCH} digests, ms: median (quartiles); the engine takes ${ratioSpread(toHand)} as long as by hand`,
        columns: ['batches', 'all', `first ${tenth}`, `last ${tenth}`, 'last / first', 'memory'],
        rows: [
          [
            String(batches.length),
            spread(summarise(batches)),
            spread(atStart),
            spread(atEnd),
            times(growth),
            bytes(memory),
          ],
        ],
      },
      {
        title: 'Rows touched',
        columns: ['table', 'inserted', 'updated', 'deleted'],
        rows: touched.map(({ table, inserted, updated, deleted }) => [
          table,
          ...[inserted, updated, deleted].map((rows) => rows.toLocaleString('en-GB')),
        ]),
      },
    ],
    plot: {
      title: 'Notifications a second, tenth by tenth of the backlog',
      x: { label: 'tenth', scale: 'linear' },
      y: { label: 'notifications a second', scale: 'log' },
      series: (['engine', 'byHand'] as const).map((who) => ({
        name: who === 'engine' ? 'notify.build_digests()' : 'by hand',
        baseline: who === 'byHand',
        points: rounds.map((round, index) => ({
          x: index + 1,
          y: (round[who].items * 1000) / round[who].ms,
        })),
      })),
    },
    notes: [
      `A notification takes the engine ${figure((seconds * 1e6) / items)} µs and ${figure((byHandSeconds * 1e6) / items)} µs by hand, which is the writing alone: a digest writes ${bytes(of(rounds, ({ engine }) => engine.walBytes / engine.emails).median)}, by hand ${bytes(of(rounds, ({ byHand }) => byHand.walBytes / byHand.emails).median)}, of log, for its email and ${ITEMS} marked rows with their index entries. The rest of the engine's time is deciding: who is still a member, may see it, wants it, and has not read it.`,
      `One session builds them, on one processor, of which it takes ${figure(of(rounds, ({ engine }) => (engine.processorMs * 1000) / engine.items).median)} µs a notification: ${figure(items / seconds)} notifications a second, ${figure(people / seconds)} emails a second, ${people / seconds > 1000 ? 'more' : 'fewer'} than the 1,000 a second that the provider grants.`,
    ],
  };
}
