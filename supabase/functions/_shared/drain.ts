import type { Batch, Channel, Outcome, Queued } from './channel.ts';
import type { Log } from './log.ts';
import type { Outbox } from './outbox.ts';

const LEASE_SECONDS = 90;
/** What has to be left of a lease once the provider's time is up: room to write down what it answered. */
const LEASE_RESERVE_MS = 10_000;
/** A hosted function is stopped after 150 s. What is left then waits for the next wake-up. */
const BUDGET_MS = 45_000;

export interface DrainSummary {
  /** Messages that the provider took. */
  sent: number;
  /** Messages that will not be tried again. */
  failed: number;
  /** Messages given back to the queue. */
  retried: number;
  /** Batches that were claimed. */
  batches: number;
}

export interface DrainOptions<Message extends Queued> {
  outbox: Outbox<Message>;
  channel: Channel<Message>;
  log: Log;
  /** How long new batches are claimed, in milliseconds. */
  budgetMs?: number;
  /** Milliseconds since the epoch. */
  now?: () => number;
}

/**
 * Sends what is due until nothing is, the budget is spent, or the provider is in trouble. The only place that decides
 * on retries. Killed at any instant, it loses nothing: the lease expires, and the same batch goes out again under the
 * same id, which the provider recognises.
 *
 * @throws what the outbox throws: the database is away, and the lease will expire
 */
export async function drain<Message extends Queued>(options: DrainOptions<Message>): Promise<DrainSummary> {
  const { outbox, channel, log, budgetMs = BUDGET_MS, now = Date.now } = options;
  const summary: DrainSummary = { sent: 0, failed: 0, retried: 0, batches: 0 };
  const start = now();
  while (now() - start < budgetMs) {
    const leaseStart = now();
    const batch = await outbox.claim(channel.batchSize, LEASE_SECONDS);
    if (batch === null) break;
    summary.batches += 1;
    const leaseLeftMs = LEASE_SECONDS * 1000 - (now() - leaseStart);
    if (leaseLeftMs < channel.timeoutMs + LEASE_RESERVE_MS) {
      // The machine slept or the database was slow. Somebody else may soon hold these rows, so they are left alone.
      log.warn('lease too short to send', { ...about(batch), leaseLeftMs });
      break;
    }
    const outcome = await deliver(channel, batch);
    const goOn = await settle(outcome, batch, outbox, log, summary);
    if (!goOn) break;
  }
  return summary;
}

async function deliver<Message extends Queued>(
  channel: Channel<Message>,
  batch: Batch<Message>,
): Promise<Outcome> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), channel.timeoutMs);
  try {
    return await channel.deliver(batch, controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

/** Writes the outcome down, and says whether the next batch may go out. */
async function settle<Message extends Queued>(
  outcome: Outcome,
  batch: Batch<Message>,
  outbox: Outbox<Message>,
  log: Log,
  summary: DrainSummary,
): Promise<boolean> {
  const { leaseToken, messages } = batch;
  switch (outcome.kind) {
    case 'sent': {
      const acknowledged = await outbox.ack(leaseToken, outcome.receipts);
      summary.sent += acknowledged;
      log.info('sent', about(batch));
      if (acknowledged < messages.length) {
        log.warn('lease lost before the acknowledgement', { ...about(batch), acknowledged });
      }
      return true;
    }
    case 'unavailable':
    case 'busy':
      await outbox.retry(leaseToken, outcome.error, outcome.retryAfterSeconds);
      summary.retried += messages.length;
      log.warn('will be retried', { ...about(batch), error: outcome.error });
      // Whoever wakes us next finds the batch when its pause is over; knocking on a closed door helps nobody.
      return outcome.kind === 'busy';
    case 'conflict':
      // Split, its messages would go out under new keys, and perhaps for the second time. Alone, it can be given up.
      if (messages.length === 1) return reject(outcome.error, batch, outbox, log, summary);
      await outbox.retry(leaseToken, outcome.error);
      summary.retried += messages.length;
      log.error('content changed between attempts', { ...about(batch), error: outcome.error });
      return true;
    case 'invalid':
      return reject(outcome.error, batch, outbox, log, summary);
    case 'blocked':
      await outbox.openCircuit(leaseToken, outcome.error, outcome.pauseSeconds);
      summary.retried += messages.length;
      log.error('channel paused', {
        ...about(batch),
        error: outcome.error,
        pauseSeconds: outcome.pauseSeconds,
      });
      return false;
  }
}

async function reject<Message extends Queued>(
  error: string,
  batch: Batch<Message>,
  outbox: Outbox<Message>,
  log: Log,
  summary: DrainSummary,
): Promise<true> {
  const verdict = await outbox.reject(batch.leaseToken, error);
  if (verdict === 'failed') {
    summary.failed += batch.messages.length;
    log.error('failed', { ...about(batch), error });
  } else if (verdict === null) {
    log.warn('lease lost before the refusal was written', { ...about(batch), error });
  } else {
    log.warn('split to find the message at fault', { ...about(batch), error });
  }
  return true;
}

const about = <Message extends Queued>(batch: Batch<Message>) => ({
  batchId: batch.id,
  outboxIds: batch.messages.map((message) => message.id),
});
