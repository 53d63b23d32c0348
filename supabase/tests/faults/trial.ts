// One schedule from the first email to the last: what it does to the machine, and what has to be true at the end.
import { vi } from 'vitest';
import type { QueuedEmail } from '../../functions/_shared/channels/email.ts';
import type { Outbox } from '../../functions/_shared/outbox.ts';
import type { Database } from './database.ts';
import { type Fate, perform } from './deeds.ts';
import { Machine } from './machine.ts';
import { type Email, requeue, START } from './practices.ts';
import { createProvider, type Fault, idOf, type Provider } from './provider.ts';
import type { Schedule } from './schedule.ts';

/** How often each thing was met, over all schedules. */
export type Tally = Map<string, number>;

export const count = (tally: Tally, name: string, by = 1): void =>
  void tally.set(name, (tally.get(name) ?? 0) + by);

export interface Laboratory {
  database: Database;
  outbox: Outbox<QueuedEmail>;
  emails: Email[];
  tally: Tally;
}

/** More steps than any schedule needs: one that goes on has no end. */
const PATIENCE = 4_000;
const HOUR = 3_600_000;

/** @returns what was wrong; nothing when all was well */
export async function trial(schedule: Schedule, laboratory: Laboratory): Promise<string[]> {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  try {
    return await tried(schedule, laboratory);
  } finally {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  }
}

async function tried(schedule: Schedule, laboratory: Laboratory): Promise<string[]> {
  const { database, tally } = laboratory;
  const emails = schedule.emails.map((index) => laboratory.emails[index] as Email);
  await requeue(database, emails);
  const idsAt = (indexes: number[]) => new Set(indexes.flatMap((index) => emails[index]?.id ?? []));
  const [unreadable, deadly] = [idsAt(schedule.unreadable), idsAt(schedule.deadly)];
  await database.facts.query({
    name: 'spoil',
    text: `update public.email_outbox set payload = payload - 'title' where id = any ($1)`,
    values: [[...unreadable]],
  });
  const poisoned = new Set(schedule.poison.flatMap((index) => emails[index]?.address ?? []));
  const provider = await createProvider([...poisoned]);
  const fates = new Map<string, Fate>(
    emails.map((email) => [email.id, { email, allowed: 1, before: 0, unwanted: new Set() }]),
  );
  const wrong: string[] = [];
  const faults = [...schedule.faults];
  let outage: Fault | null = null;
  const nextFault = () => {
    const fault = faults.shift() ?? outage;
    if (fault) count(tally, `fault: ${fault}`);
    return fault;
  };
  const known = new Set<string>();
  const machine = new Machine({
    ...{ outbox: laboratory.outbox, provider, nextFault, deadly, start: START },
    ...{ batchSize: schedule.batchSize, lanes: schedule.lanes, lateAnswersCount: schedule.lateAnswersCount },
    setClock: (moment) => database.setClock(moment),
    async onClaim(batchId) {
      if (!known.has(batchId)) wrong.push(...(await misformed(database, batchId, fates)));
      known.add(batchId);
    },
  });

  let inApp = await inbox(database);
  let deeds = 0;
  await machine.start();
  for (const move of schedule.moves) {
    switch (move.do) {
      case 'step':
        await machine.step(move.of);
        break;
      case 'start':
        await machine.start();
        break;
      case 'kill':
        await machine.kill(move.of, move.when);
        break;
      case 'doom':
        machine.doom(move.step, move.when);
        break;
      case 'freeze':
        machine.freeze(move.of);
        break;
      case 'pass':
        await machine.advance(move.seconds * 1000);
        break;
      default: {
        const subject = emails[move.of % emails.length] as Email;
        if ((await inbox(database)) !== inApp) wrong.push(`before "${move.do}": in-app rows have changed`);
        await perform(move.do, subject, database, fates, provider.copies());
        inApp = await inbox(database);
        deeds += move.do === 'deletes the account' ? 1 : 0;
        count(tally, `deed: ${move.do}`);
      }
    }
  }
  const healthyFrom = machine.now + (schedule.outage?.hours ?? 0) * HOUR;
  outage = schedule.outage?.fault ?? null;
  await recover(machine, database, () => {
    if (machine.now >= healthyFrom) outage = null;
  });
  machine.thaw();
  outage = null;
  // What slept wakes when all is over, and must not change a thing.
  await recover(machine, database, () => {});

  for (const [death, times] of machine.deaths) count(tally, `killed: ${death}`, times);
  for (const error of machine.errors)
    wrong.push(`a run ended with ${error instanceof Error ? error.stack : error}`);
  if ((await inbox(database)) !== inApp) wrong.push('in-app rows have changed');
  for (const [key, calls] of provider.countedCalls) {
    if (calls > 100) wrong.push(`the provider was called ${calls} times with ${key}`);
  }
  for (const complaint of provider.complaints) wrong.push(`the provider complained: ${complaint}`);
  const context = {
    provider,
    fates,
    unreadable,
    deadly,
    deleted: deeds > 0,
    mishaps: machine.mishaps,
    tally,
  };
  wrong.push(...(await ending(database, context)));
  return wrong;
}

/** A digest of all in-app rows. */
async function inbox({ facts }: Database): Promise<string> {
  const { rows } = await facts.query({
    name: 'inbox',
    text: `select coalesce(md5(string_agg(item::text, '|' order by item.id)), '') as digest from public.notifications as item`,
  });
  return rows[0].digest;
}

interface Share {
  organisation_id: string;
  taken: number;
  waiting: number;
  chosen: string[];
}

/**
 * A batch that was just formed has nothing that is not wanted any more, and nobody waits behind a large tenant: one that
 * still waits has as much of the batch as any other, give or take one.
 */
async function misformed({ facts }: Database, batchId: string, fates: Map<string, Fate>): Promise<string[]> {
  const { rows } = await facts.query<Share>({
    name: 'shares',
    text: `select
        organisation_id,
        count(*) filter (where batch_id = $1)::int as taken,
        count(*) filter (where status = 'PENDING' and batch_id is null and send_after <= notify.clock())::int as waiting,
        coalesce(array_agg(id) filter (where batch_id = $1 and status = 'PENDING'), '{}') as chosen
      from public.email_outbox
      -- A half of a batch that was split is nobody's turn.
      where not (select is_part from notify.email_batches where id = $1)
      group by organisation_id`,
    values: [batchId],
  });
  const most = Math.max(...rows.map(({ taken }) => taken));
  const late = rows.filter(({ taken, waiting }) => waiting > 0 && taken < most - 1);
  const unwanted = rows
    .flatMap(({ chosen }) => chosen)
    .flatMap((id) => fates.get(id) ?? [])
    .filter((fate) => fate.unwanted.size > 0);
  return [
    ...late.map(
      ({ organisation_id: id, taken }) => `${id} got ${taken} of a batch in which another got ${most}`,
    ),
    ...unwanted.map((fate) => `${fate.email.name} was claimed, though ${[...fate.unwanted]}`),
  ];
}

/** Pokes and time, until nothing waits. */
async function recover(machine: Machine, { facts }: Database, eachRound: () => void): Promise<void> {
  for (let steps = 0; ; ) {
    for (; machine.ready.length > 0; steps += 1) {
      if (steps > PATIENCE) throw new Error(`still at work after ${PATIENCE} steps`);
      eachRound();
      await machine.step(0);
    }
    const { rows } = await facts.query<{ pending: boolean; next: Date | null }>({
      name: 'next',
      text: `select
          exists (select from public.email_outbox where status = 'PENDING') as pending,
          greatest(
            (select max(open_until) from notify.circuits),
            least(
              (select min(greatest(next_attempt_at, leased_until)) from notify.email_batches),
              (select min(send_after) from public.email_outbox where status = 'PENDING' and batch_id is null)
            )
          ) as next`,
    });
    const [state] = rows;
    if (!state?.pending) return;
    steps += 1;
    if (steps > PATIENCE) throw new Error(`emails still wait after ${PATIENCE} steps`);
    await machine.advance(Math.max(0, (state.next?.getTime() ?? 0) - machine.now) + 50);
    eachRound();
    await machine.start();
  }
}

interface Ended {
  id: string;
  status: 'PENDING' | 'SENT' | 'FAILED';
  failure: string | null;
  error_message: string | null;
  recipient: string | null;
  attempts: number;
  hours: number;
}

interface Context {
  provider: Provider;
  fates: Map<string, Fate>;
  unreadable: Set<string>;
  deadly: Set<string>;
  deleted: boolean;
  mishaps: number;
  tally: Tally;
}

async function ending({ facts }: Database, context: Context): Promise<string[]> {
  const { provider, fates, tally } = context;
  const copies = provider.copies();
  const { rows } = await facts.query<Ended>({
    name: 'ended',
    text: `select id, status, failure, error_message, recipient, attempts,
        extract(epoch from settled_at - created_at)::float8 / 3600 as hours
      from public.email_outbox`,
  });
  const wrong: string[] = [];
  for (const fate of fates.values()) {
    const kept = copies.get(fate.email.id) ?? 0;
    const row = rows.find(({ id }) => id === fate.email.id);
    const objection =
      kept > fate.allowed
        ? `may arrive ${fate.allowed} times`
        : row && objectionTo(row, kept - fate.before, fate, context);
    count(tally, `ended: ${row ? (row.failure ?? row.status) : 'account deleted'}`);
    if (kept > 1) count(tally, 'sent again by an admin, in doubt');
    if (objection)
      wrong.push(
        `${fate.email.name}: ${objection}; the provider has ${kept}, the row says ${JSON.stringify(row)}`,
      );
  }
  for (const message of provider.messages()) {
    const address = fates.get(idOf(message))?.email.address;
    if (message.to.join() !== address) wrong.push(`an email for ${address} went to ${message.to.join()}`);
  }
  return wrong;
}

/** @param kept copies that the provider got since the email was last queued */
function objectionTo(row: Ended, kept: number, fate: Fate, context: Context): string | null {
  const { failure, error_message: words, attempts } = row;
  if (attempts < 0) return `${attempts} attempts`;
  if (row.status === 'PENDING') return 'never settled';
  if (row.status === 'SENT') return kept === 0 ? 'SENT, and never arrived' : null;
  switch (failure) {
    case 'refused':
      if (kept > 0) return 'refused, and arrived';
      return context.provider.refusedAlone.has(row.id) || context.unreadable.has(row.id)
        ? null
        : 'refused, though the provider never did so';
    case 'gave_up':
      if (words?.includes('100 attempts')) return attempts >= 100 ? null : 'gave up too early';
      if (words?.includes('23 hours')) return row.hours >= 23 ? null : 'gave up too early';
      // One that travels in another lane of a worker which dies three times dies with it: a person is asked.
      return context.deadly.size > 0 || context.mishaps >= 3 ? null : 'gave up without a reason';
    case 'outcome_unknown':
      if (context.deleted) return null;
      return words?.includes('five times') && context.mishaps >= 5 ? null : 'in doubt without a reason';
    default:
      if (kept > 0) return `${failure}, and arrived`;
      return fate.unwanted.has(failure ?? '') ? null : 'nobody said that it is not wanted';
  }
}
