import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TypeName } from './arbitraries.ts';
import { differences, misdeeds } from './compare.ts';
import { type Answered, explain, notifyInTurn, notifyTogether } from './engine.ts';
import { load, prepare } from './load.ts';
import { type Decision, decide, REASONS } from './model.ts';
import { wrongPreferences } from './preferences.ts';
import { scenarios } from './scenario.ts';
import type { Scenario } from './world.ts';

const RUNS = Number(process.env.CASSIUS_RUNS ?? 500);
const SEED = Number(process.env.CASSIUS_SEED ?? Math.floor(Math.random() * 2 ** 31));

/** For the runs and for finding a small counterexample, in milliseconds. */
const PATIENCE = 120_000 + RUNS * 500;

const url = process.env.CASSIUS_TEST_ADMIN_DB_URL;
if (!url) throw new Error('CASSIUS_TEST_ADMIN_DB_URL is not set: run these tests with npm test');
// The superuser: it can write facts without the triggers that would act on them.
const client = new pg.Client({ connectionString: url });
let catalogue: TypeName[] = [];

beforeAll(async () => {
  await client.connect();
  const { rows } = await client.query<TypeName>(
    'select type, entity_type from notify.types where not internal order by type',
  );
  catalogue = rows;
  await client.query('begin');
  await prepare(client);
});
afterAll(async () => {
  await client.query('rollback');
  await client.end();
});

const CALLS = { notify_bulk: notifyTogether, notify: notifyInTurn };

/** Times each reason was decided by both. */
const met = new Map<string, number>();

/** Loads a scenario, asks the engine for each event alone and for all by one call or many, and takes all of it back. */
async function disagreements(scenario: Scenario, notify: keyof typeof CALLS): Promise<string[]> {
  const { world, events } = scenario;
  const alone = events.flatMap((event) => decide(world, [event]));
  // No trace is kept of a duplicate, nor of whom an event does not concern.
  const together = decide(world, events).filter(({ rule }) => rule !== 'dedupe' && rule !== 'membership');
  const lines: string[] = [];
  const compare = (how: string, expected: Decision[], answered: Answered[]): void => {
    lines.push(...differences(scenario, expected, answered).map((line) => `${how}: ${line}`));
    for (const { reason } of expected) met.set(reason, (met.get(reason) ?? 0) + 1);
  };
  await client.query('savepoint empty');
  try {
    await load(client, world);
    lines.push(...(await wrongPreferences(client, world)));
    await client.query('set local role service_role');
    compare('explain_notification', alone, await explain(client, events));
    const { traces, deeds } = await CALLS[notify](client, events);
    compare(notify, together, traces);
    lines.push(...misdeeds(scenario, together, deeds).map((line) => `${notify}: ${line}`));
  } finally {
    await client.query('rollback to savepoint empty');
  }
  return lines;
}

describe('notify.route, beside a naive reading of docs/rules.md', () => {
  it(
    'decides the same for every member, event and channel, of events alone, together and in turn',
    async () => {
      const started = Date.now();
      const notify = fc.constantFrom('notify_bulk' as const, 'notify' as const);
      const property = fc.asyncProperty(scenarios(catalogue), notify, async (...drawn) => {
        const lines = await disagreements(...drawn);
        if (lines.length > 0) throw new Error(lines.join('\n'));
      });
      const outcome = await fc.check(property, {
        seed: SEED,
        numRuns: RUNS,
        interruptAfterTimeLimit: PATIENCE,
        markInterruptAsFailure: true,
      });
      console.log(summary(outcome.numRuns, Date.now() - started));
      if (outcome.failed) expect.fail(failure(outcome));
    },
    PATIENCE + 30_000,
  );

  it('has met every reason that there is', () => {
    expect([...met.keys()].sort()).toEqual([...REASONS].sort());
  });
});

describe('the model', () => {
  it('knows the reasons of docs/rules.md and no other', async () => {
    const rules = await readFile(new URL('../../../docs/rules.md', import.meta.url), 'utf8');
    const named = new Set([...rules.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word));
    expect(REASONS.filter((reason) => !named.has(reason))).toEqual([]);
    const outcomes = rules.split('\n').flatMap((line) => {
      const [, number, , , outcome = ''] = line.split('|');
      return /^ \d+ $/.test(number ?? '')
        ? [...outcome.matchAll(/`([a-z_]+)`/g)].map(([, word]) => word)
        : [];
    });
    expect(outcomes.filter((word) => !REASONS.some((reason) => reason === word))).toEqual([]);
  });
});

function summary(runs: number, milliseconds: number): string {
  const counts = [...met].sort(([, one], [, other]) => other - one);
  const decisions = counts.reduce((sum, [, count]) => sum + count, 0);
  return [
    `CASSIUS_SEED=${SEED}: ${runs} scenarios, ${decisions} decisions compared in ${Math.round(milliseconds / 1000)} s`,
    ...counts.map(([reason, count]) => `${String(count).padStart(8)} ${reason}`),
  ].join('\n');
}

function failure(outcome: fc.RunDetails<[Scenario, keyof typeof CALLS]>): string {
  if (outcome.counterexample === null)
    return `only ${outcome.numRuns} of ${RUNS} scenarios in the time given`;
  const { errorInstance, numShrinks } = outcome;
  return [
    errorInstance instanceof Error ? errorInstance.message : String(errorInstance),
    `Again with CASSIUS_SEED=${SEED}. The smallest scenario found, after ${numShrinks} steps:`,
    written(outcome.counterexample[0]),
  ].join('\n\n');
}

/** Rows, one a line, without those that are the same in every scenario. */
function written({ world, events }: Scenario): string {
  const { teams, implants, appointments, ...rest } = world;
  return Object.entries({ ...rest, events })
    .flatMap(([name, rows]) =>
      Array.isArray(rows)
        ? rows.map((row) => `${name}: ${JSON.stringify(row)}`)
        : [`${name}: ${new Date(rows).toISOString()}`],
    )
    .join('\n');
}
