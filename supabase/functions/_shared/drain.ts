import type { Batch, Call, Channel, Outcome, Queued } from './channel.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';
import { type Clock, type Pacer, type Sleep, sleepFor } from './pacer.ts';
import { about, settle } from './settle.ts';

/**
 * Batches under way at once: a provider that takes 300 ms an answer still gets its ten requests a second, with the tenth of a
 * second that a batch spends in the database and being written.
 */
export const LANES = 5;
const LEASE_SECONDS = 90;
/** What has to be left of a lease once the provider's time is up: room to write down what it answered. */
const LEASE_RESERVE_MS = 10_000;
/** A hosted function is stopped after 150 s. What is left then is for the next run. */
const BUDGET_MS = 45_000;
/**
 * A hosted function is stopped after 2 s of processor time, which Deno 2.1 cannot ask for, so batches are counted
 * instead. What one costs: docs/email.md.
 */
const BATCH_BUDGET = 40;

export interface DrainSummary {
  /** Messages that the provider took. */
  sent: number;
  /** Messages that will not be tried again. */
  failed: number;
  /** Messages given back to the queue. */
  retried: number;
  /** Batches that were claimed. */
  batches: number;
  /** Calls that the provider answered by asking us to slow down. */
  throttled: number;
  /** Whether more was due when the budget was spent, and the next run was made. */
  woken: boolean;
}

export interface DrainOptions<Message extends Queued> {
  outbox: Outbox<Message>;
  channel: Channel<Message>;
  pacer: Pacer;
  log: Log;
  /** How long new batches are claimed, in milliseconds. */
  budgetMs?: number;
  /** How many batches are claimed, give or take one a lane. */
  batchBudget?: number;
  /** Batches under way at once, at most. */
  lanes?: number;
  /** Told when the budget is spent: from then on nothing more is claimed, and the next run may begin. */
  onSpent?: () => void;
  now?: Clock;
  sleep?: Sleep;
}

/** One run, shared by its lanes. */
interface Run<Message extends Queued> extends Required<DrainOptions<Message>> {
  summary: DrainSummary;
  /** When the budget is spent. */
  endsAt: number;
  /** Fires when no lane is to claim or to send any more. */
  ended: AbortController;
  spent: 'time' | 'batches' | null;
  /** Of the batches that it has claimed. */
  leases: Set<string>;
  /** The next run, once it was asked for. */
  waking: Promise<boolean> | null;
  openLane(): void;
}

/**
 * Sends what is due until nothing is, the budget is spent, or the provider is in trouble. Killed at any instant, it
 * loses nothing: the lease expires, and the same batch goes out again under the same id, which the provider recognises.
 *
 * @throws what the outbox throws: the database is away, and the leases will expire
 */
export async function drain<Message extends Queued>(options: DrainOptions<Message>): Promise<DrainSummary> {
  const { outbox, log, budgetMs = BUDGET_MS, batchBudget = BATCH_BUDGET, now = Date.now } = options;
  const summary = { sent: 0, failed: 0, retried: 0, batches: 0, throttled: 0, woken: false };
  const opened: Promise<void>[] = [];
  const failures: unknown[] = [];
  const run: Run<Message> = {
    ...options,
    ...{
      budgetMs,
      batchBudget,
      now,
      lanes: options.lanes ?? LANES,
      onSpent: options.onSpent ?? (() => {}),
      sleep: options.sleep ?? sleepFor,
      summary,
    },
    endsAt: now() + budgetMs,
    ended: new AbortController(),
    spent: null,
    leases: new Set(),
    waking: null,
    openLane() {
      if (opened.length >= run.lanes) return;
      opened.push(
        lane(run).catch((error) => {
          failures.push(error);
          run.ended.abort();
        }),
      );
    },
  };
  run.openLane();
  // The list grows meanwhile: a lane opens the next one before it ends itself.
  for (const each of opened) await each;
  if (failures.length > 0) throw failures[0];
  if (run.spent !== null && !run.ended.signal.aborted) {
    summary.woken = (await run.waking) || (await outbox.wake([]));
    log.info('budget spent', { budget: run.spent, ...summary });
  }
  return summary;
}

/** Claims and sends one batch after the other. */
async function lane<Message extends Queued>(run: Run<Message>): Promise<void> {
  const { outbox, channel, pacer, log, summary, now } = run;
  while (!run.ended.signal.aborted) {
    run.spent = now() >= run.endsAt ? 'time' : summary.batches >= run.batchBudget ? 'batches' : null;
    if (run.spent !== null) return wakeEarly(run);
    // The provider may have asked an earlier run for a pause that outlasts this one.
    if (pacer.freeFrom() >= run.endsAt) return run.ended.abort();

    const leaseStart = now();
    const batch = await outbox.claim(channel.batchSize, LEASE_SECONDS);
    if (batch === null) return;
    summary.batches += 1;
    run.leases.add(batch.leaseToken);
    // As long as batches are full, more is waiting than one lane can carry.
    if (batch.messages.length >= channel.batchSize) run.openLane();

    await pacer.turn(run.ended.signal);
    if (run.ended.signal.aborted) return giveBack(batch, 'waiting: the run ended before its turn', run);
    const leaseLeftMs = LEASE_SECONDS * 1000 - (now() - leaseStart);
    if (leaseLeftMs < channel.timeoutMs + LEASE_RESERVE_MS) {
      // The machine slept, the database was slow or the provider asked for a long pause.
      log.warn('lease too short to send', { ...about(batch), leaseLeftMs });
      await giveBack(batch, 'waiting: its lease ran short', run);
      continue;
    }
    const call = await compose(channel, batch);
    // Written first: whatever a message does to its writer, the batch has not left, and can be split.
    if ('error' in call) {
      await settle({ kind: 'unreadable', ...call }, batch, run);
      continue;
    }
    if (!(await outbox.beginSending(batch.leaseToken))) {
      log.warn('lease lost before sending', about(batch));
      continue;
    }
    const outcome = await make(call, channel.timeoutMs);
    const next = await settle(outcome, batch, run);
    if (next === 'end') run.ended.abort();
    else if (next !== 'go on') await waitOrEnd(next.waitMs, run);
  }
}

/**
 * The next run is made while the last batches of this one are under way: it takes as long to begin as they take to end, and
 * the provider is kept busy. Not before it has taken something: one in trouble is left alone.
 */
function wakeEarly<Message extends Queued>(run: Run<Message>): void {
  run.onSpent();
  if (run.summary.sent === 0 || run.waking) return;
  run.waking = run.outbox.wake([...run.leases]);
  // Told where it is awaited, when the lanes have ended.
  run.waking.catch(() => {});
}

/** A pause that does not fit in the budget ends the run: whoever wakes us next finds the batch when it is over. */
async function waitOrEnd<Message extends Queued>(waitMs: number, run: Run<Message>): Promise<void> {
  const { now, sleep, log, ended } = run;
  if (now() + waitMs >= run.endsAt) {
    log.warn('rate limited for longer than the run may wait', { waitMs });
    ended.abort();
    return;
  }
  log.warn('rate limited: waiting', { waitMs });
  await sleep(waitMs, ended.signal);
}

/** For a batch that the provider has not seen. */
async function giveBack<Message extends Queued>(
  batch: Batch<Message>,
  reason: string,
  { outbox, summary }: Run<Message>,
): Promise<void> {
  await outbox.retry(batch.leaseToken, reason, { counts: false });
  summary.retried += batch.messages.length;
}

async function compose<Message extends Queued>(
  channel: Channel<Message>,
  batch: Batch<Message>,
): Promise<Call | { error: string }> {
  try {
    return await channel.compose(batch);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function make(call: Call, timeoutMs: number): Promise<Outcome> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await call(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}
