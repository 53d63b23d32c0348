import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectEmailOutbox, type EmailOutbox } from '../../functions/_shared/email-outbox.ts';
import { type Database, startDatabase } from './database.ts';
import { FOUND } from './found.ts';
import { STEPS } from './machine.ts';
import { createPractices, keepPractices } from './practices.ts';
import { FAULTS } from './provider.ts';
import { type Schedule, schedules } from './schedule.ts';
import { type Laboratory, type Tally, trial } from './trial.ts';

const RUNS = Number(process.env.CASSIUS_RUNS ?? 1000);
/** The same each time, so that what turns red is what was changed; another one draws other schedules. */
const SEED = Number(process.env.CASSIUS_SEED ?? 1973768106);
/** For the runs and for finding a small counterexample, in milliseconds. */
const PATIENCE = 120_000 + RUNS * 500;
const SIZE = { tenants: 4, people: 3, emails: 3 };

let database: Database;
let outbox: EmailOutbox;
let laboratory: Laboratory;
const tally: Tally = new Map();

beforeAll(async () => {
  database = await startDatabase();
  outbox = connectEmailOutbox(database.url);
  laboratory = { database, outbox, tally, emails: await createPractices(database, SIZE) };
  await keepPractices(database);
});
afterAll(async () => {
  await outbox?.close();
  await database?.stop();
});

describe('whatever fails, and whenever', () => {
  it(
    'each email that should arrive arrives once, no other does, and every row says how it ended',
    async () => {
      const started = performance.now();
      const property = fc.asyncProperty(schedules(laboratory.emails.length), async (schedule) => {
        const wrong = await trial(schedule, laboratory);
        if (wrong.length > 0) throw new Error(wrong.join('\n'));
      });
      const outcome = await fc.check(property, {
        seed: SEED,
        numRuns: RUNS,
        interruptAfterTimeLimit: PATIENCE,
        markInterruptAsFailure: true,
      });
      console.log(summary(outcome.numRuns, performance.now() - started));
      if (outcome.failed) expect.fail(failure(outcome));
    },
    PATIENCE + 30_000,
  );

  it('has met every fault of the provider, and a death of the worker at every step', () => {
    const met = [...tally.keys()].map((name) =>
      name.replace(/^killed: (before|after|on the wire) /, 'killed: '),
    );
    // A run is only over with more to do when its budget is spent.
    const steps = STEPS.filter((step) => step !== 'wake');
    const expected = [...FAULTS.map((fault) => `fault: ${fault}`), ...steps.map((step) => `killed: ${step}`)];
    expect(expected.filter((name) => !met.includes(name))).toEqual([]);
  });
});

describe('schedules that chance seldom draws', () => {
  it.each(FOUND)('$title', async ({ schedule }) => {
    expect(await trial(schedule, { ...laboratory, tally: new Map() })).toEqual([]);
  });
});

function summary(runs: number, milliseconds: number): string {
  const counts = [...tally].sort(([one], [other]) => one.localeCompare(other));
  return [
    `CASSIUS_SEED=${SEED}: ${runs} schedules in ${Math.round(milliseconds / 1000)} s`,
    ...counts.map(([name, times]) => `${String(times).padStart(8)} ${name}`),
  ].join('\n');
}

function failure({ counterexample, errorInstance, numRuns, numShrinks }: fc.RunDetails<[Schedule]>): string {
  if (counterexample === null) return `only ${numRuns} of ${RUNS} schedules in the time given`;
  const { moves, ...rest } = counterexample[0];
  return [
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    `Again with CASSIUS_SEED=${SEED}. The smallest schedule found, after ${numShrinks} steps:`,
    JSON.stringify(rest),
    ...moves.map((move) => JSON.stringify(move)),
  ].join('\n\n');
}
