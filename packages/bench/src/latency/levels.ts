import { cpus } from 'node:os';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import type pg from 'pg';
import type { Context } from '../benchmark.ts';
import type { Practice } from '../database/practice.ts';
import { PARTS, type Part, processorTimes, type RunningStack } from '../stack/stack.ts';
import { type LoadOutcome, startLoad } from './load.ts';
import { type Probed, type ProbeOptions, probe } from './probes.ts';

/** What was measured while so much else went on. */
export interface Level {
  /** Events a second of other practices; 0: nothing else. */
  perSecond: number;
  probed: Probed;
  load: LoadOutcome | null;
  /** Share of the machine's processor time that was used, by everything. */
  processorsBusy: number;
  /** Processors that each part kept busy; null where the system does not tell. */
  processors: Record<Part, number> | null;
  /** How late this process, which measures, came to what was due: 99th percentile, ms. */
  ownDelayP99: number;
}

export interface LevelOptions extends Omit<ProbeOptions, 'signal' | 'addresses'> {
  stack: RunningStack;
  perSecond: number;
  crowd: readonly Practice[];
  /** How long the load runs before anything is measured, in milliseconds. */
  warmUpMs: number;
}

export async function measureLevel(context: Context, options: LevelOptions): Promise<Level> {
  const { stack, perSecond, crowd, watched, warmUpMs } = options;
  const { addresses } = stack;
  const { signal } = context;
  await Promise.all(watched.map(({ badge }) => badge.restart()));
  const load = perSecond > 0 ? startLoad(addresses.DB_URL, crowd, perSecond, signal) : null;
  const delay = monitorEventLoopDelay({ resolution: 1 });
  let outcome: LoadOutcome | null = null;
  try {
    if (load) await pause(warmUpMs, undefined, { signal });
    const before = { machine: machineTimes(), parts: processorTimes(stack), at: performance.now() };
    delay.enable();
    const probed = await probe({ ...options, addresses, signal });
    delay.disable();
    const machine = machineTimes();
    const processors = perSecondOf(before.parts, processorTimes(stack), performance.now() - before.at);
    outcome = load ? await load.stop() : null;
    return {
      ...{ perSecond, probed, processors, load: outcome },
      processorsBusy: (machine.busy - before.machine.busy) / (machine.all - before.machine.all),
      ownDelayP99: delay.percentile(99) / 1e6,
    };
  } finally {
    delay.disable();
    if (!outcome) await load?.stop();
  }
}

/**
 * Leaves nothing behind for the next level: no email under way, nothing unread on the watched badges.
 * @param client role `postgres`
 * @returns emails that still waited when the patience ended
 */
export async function settle(
  client: pg.ClientBase,
  { watched, patienceMs }: Pick<LevelOptions, 'watched' | 'patienceMs'>,
  signal: AbortSignal,
): Promise<number> {
  await client.query(
    'update public.notifications set is_read = true where user_id = any ($1) and not is_read',
    [watched.map(({ userId }) => userId)],
  );
  const end = performance.now() + patienceMs;
  const readPending = async () => {
    const { rows } = await client.query<{ pending: number }>(
      `select count(*)::int as pending from public.email_outbox where status = 'PENDING'`,
    );
    return rows[0]?.pending ?? 0;
  };
  const shown = async () => Math.max(...(await Promise.all(watched.map(({ badge }) => badge.count()))));
  let pending = await readPending();
  while ((pending > 0 || (await shown()) > 0) && performance.now() < end) {
    await pause(250, undefined, { signal });
    pending = await readPending();
  }
  if ((await shown()) > 0) throw new Error('badge: did not go out once everything was read');
  return pending;
}

function machineTimes(): { busy: number; all: number } {
  const times = cpus().map((processor) => processor.times);
  const idle = times.reduce((sum, time) => sum + time.idle, 0);
  const all = times.reduce(
    (sum, { user, nice, sys, idle: none, irq }) => sum + user + nice + sys + none + irq,
    0,
  );
  return { busy: all - idle, all };
}

function perSecondOf(
  before: Record<Part, number> | null,
  after: Record<Part, number> | null,
  ms: number,
): Record<Part, number> | null {
  if (!before || !after) return null;
  const share = (part: Part) => Math.max(0, after[part] - before[part]) / ms;
  return Object.fromEntries(PARTS.map((part) => [part, share(part)])) as Record<Part, number>;
}
