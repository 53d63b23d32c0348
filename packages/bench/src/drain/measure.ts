import type pg from 'pg';
import type { Context } from '../benchmark.ts';
import type { Crew } from '../peers/crew.ts';
import type { Queue } from '../peers/pg-boss.ts';
import { queueEmails, requireAllSent, type Tenant, untilSettled } from './backlog.ts';
import type { Senders, Sent } from './functions.ts';
import type { InstantProvider } from './provider.ts';
import { until } from './until.ts';

/** What a queue of emails, or of jobs, took until it was empty. */
export interface Drained {
  jobs: number;
  ms: number;
  /** Milliseconds of processor time, of the workers and of PostgreSQL. */
  workersMs: number;
  postgresMs: number;
}

export interface Ground {
  admin: pg.Client;
  postgresMs(): number;
  context: Context;
}

/** Emails of the tenants until the provider has them all and the database knows it. */
export async function drainEmails(
  ground: Ground,
  senders: Senders,
  emails: { tenants: readonly Tenant[]; each: number },
  work: (isOver: () => boolean) => Promise<Sent>,
): Promise<Drained & Sent> {
  const { admin } = ground;
  const jobs = await queueEmails(admin, emails.tenants, { emails: emails.each });
  const drained = await measure(ground, senders, jobs, async (signal) => {
    const { result, settledAt } = await untilSettled(admin, signal, work);
    return { ...result, endedAt: settledAt };
  });
  await requireAllSent(admin);
  return drained;
}

/** @throws when the provider has not been given each email once */
export async function requireOnce<Result>(
  provider: InstantProvider,
  emails: number,
  work: () => Promise<Result>,
): Promise<Result> {
  const before = provider.taken();
  const result = await work();
  const taken = provider.taken() - before;
  if (taken !== emails) throw new Error(`the provider was given ${taken} emails instead of ${emails}`);
  return result;
}

export interface Peer {
  queue: Queue;
  crew: Crew;
  /** SQL of a condition: a job is left. */
  left: string;
  /** Tables to look after before a round. */
  tables: string;
}

/** As many jobs that do nothing, until the queue holds none. */
export async function drainJobs(
  ground: Ground,
  { queue, crew, left, tables }: Peer,
  { workers, jobs }: { workers: number; jobs: number },
): Promise<Drained> {
  const { admin } = ground;
  const userIds = Array.from({ length: jobs }, () => crypto.randomUUID());
  for (let from = 0; from < jobs; from += 5000) await queue.enqueue(userIds.slice(from, from + 5000));
  await admin.query(`vacuum (analyze) ${tables}`);
  const drained = await measure(ground, crew, jobs, async (signal) => {
    await crew.work(workers, jobs, signal);
    await until(async () => {
      const { rows } = await admin.query<{ left: boolean }>({
        name: `left of ${tables}`,
        text: `select exists (${left}) as left`,
      });
      return rows[0]?.left === false;
    }, signal);
    return { endedAt: performance.now() };
  });
  await crew.rest();
  return drained;
}

/** What some work takes, with what came of it. */
async function measure<Result extends { endedAt: number }>(
  { context, postgresMs }: Ground,
  workers: { processorTime(): number },
  jobs: number,
  work: (signal: AbortSignal) => Promise<Result>,
): Promise<Drained & Result> {
  const before = { postgres: postgresMs(), workers: workers.processorTime() };
  const start = performance.now();
  const result = await work(context.signal);
  return {
    ...result,
    ...{ jobs, ms: result.endedAt - start },
    ...{ workersMs: workers.processorTime() - before.workers, postgresMs: postgresMs() - before.postgres },
  };
}
