import { expect, test } from 'vitest';
import { atOnce, notify, transaction, untilBlockedBy } from './connections.ts';
import { createPractice, database, type Practice } from './support.ts';

const activity = ({ id, practitioner }: Practice) => ({
  type: 'TEAM_ACTIVITY',
  organisationId: id,
  recipientIds: [practitioner.id],
});

interface Counts {
  /** Rows that stand for themselves. */
  shown: number;
  /** What the summaries say that they stand for. */
  counted: number;
  summaries: number;
}

async function countsOf({ id, practitioner }: Practice): Promise<Counts> {
  const { rows } = await database.query(
    `select
       count(*) filter (where summary_of is null)::int as shown,
       coalesce(sum(coalesced), 0)::int as counted,
       count(*) filter (where summary_of is not null)::int as summaries
     from notifications where organisation_id = $1 and user_id = $2`,
    [id, practitioner.id],
  );
  return rows[0];
}

test('a flood loses none: every notification is shown or counted', async () => {
  const practice = await createPractice();
  await atOnce(60, () => notify(activity(practice)));
  const { shown, counted } = await countsOf(practice);
  expect(shown + counted).toBe(60);
  expect(shown).toBeGreaterThanOrEqual(20);
});

test('once a flood has begun, calls wait for each other and are counted exactly', async () => {
  const practice = await createPractice();
  await database.query('select public.notify($1) from generate_series(1, 20)', [activity(practice)]);
  for (let round = 0; round < 3; round += 1) {
    let second: Promise<unknown> | undefined;
    await transaction(async (first) => {
      await notify(activity(practice), first);
      second = notify(activity(practice));
      await untilBlockedBy(first);
    });
    await second;
  }
  expect(await countsOf(practice)).toEqual({ shown: 20, counted: 6, summaries: 1 });
});

test('who waits too long for a turn is not held up, and its surplus has a summary of its own', async () => {
  const practice = await createPractice();
  await database.query('select public.notify($1) from generate_series(1, 20)', [activity(practice)]);
  await transaction(async (holder) => {
    await notify(activity(practice), holder);
    // The holder does not commit before this has come back.
    await notify(activity(practice));
  });
  expect(await countsOf(practice)).toEqual({ shown: 20, counted: 2, summaries: 2 });
});

test('one too many is still an email that waits for the end of quiet hours', async () => {
  const practice = await createPractice();
  const event = { ...activity(practice), type: 'ISQ_WARNING' };
  await database.query(
    `insert into notification_settings (user_id, organisation_id, quiet_from, quiet_until)
     select $1, $2, (local - interval '1 hour')::time, (local + interval '1 hour')::time
     from (select now() at time zone 'Europe/Paris' as local) as paris`,
    [practice.practitioner.id, practice.id],
  );
  await database.query('select public.notify($1) from generate_series(1, 20)', [event]);
  await transaction(async (holder) => {
    await notify(event, holder);
    await notify(event);
  });
  const { rows } = await database.query(
    'select count(*)::int as awake from email_outbox where organisation_id = $1 and send_after <= now()',
    [practice.id],
  );
  expect(rows).toEqual([{ awake: 0 }]);
});

test('of many concurrent alerts of one key exactly one passes', async () => {
  const practice = await createPractice();
  const event = { type: 'STOCK_LOW', organisationId: practice.id, throttleKey: 'gants' };
  await atOnce(40, () => notify(event));
  const { rows } = await database.query(
    `select
       count(*) filter (where throttled_by is null)::int as passed,
       count(distinct coalesce(throttled_by, id))::int as named,
       (select count(*)::int from notifications where organisation_id = $1) as told
     from notification_events where organisation_id = $1`,
    [practice.id],
  );
  expect(rows).toEqual([{ passed: 1, named: 1, told: 1 }]);
});

test('transactions that raise the same keys in opposite orders both succeed', async () => {
  const practice = await createPractice();
  const stock = (throttleKey: string) => ({ type: 'STOCK_LOW', organisationId: practice.id, throttleKey });
  const [one, other] = [await database.connect(), await database.connect()];
  try {
    await Promise.all([one.query('begin'), other.query('begin')]);
    await Promise.all([notify(stock('gants'), one), notify(stock('masques'), other)]);
    const ends = await Promise.allSettled([
      notify(stock('masques'), one).finally(() => one.query('commit')),
      notify(stock('gants'), other).finally(() => other.query('commit')),
    ]);
    expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled']);
  } finally {
    one.release();
    other.release();
  }
});
