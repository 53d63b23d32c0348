import type { Batch, Outcome, Queued } from './channel.ts';
import type { DrainSummary } from './drain.ts';
import type { Log } from './log.ts';
import type { Outbox, RejectOptions } from './outbox.ts';
import type { Clock, Pacer } from './pacer.ts';

interface Settling<Message extends Queued> {
  outbox: Outbox<Message>;
  pacer: Pacer;
  log: Log;
  summary: DrainSummary;
  now: Clock;
}
/** What the run does after a batch. */
export type Next = 'go on' | 'end' | { readonly waitMs: number };

/** Writes down what became of a batch, and says how the run goes on. */
export async function settle<Message extends Queued>(
  outcome: Outcome,
  batch: Batch<Message>,
  run: Settling<Message>,
): Promise<Next> {
  const { outbox, pacer, log, summary, now } = run;
  const { leaseToken, messages } = batch;
  switch (outcome.kind) {
    case 'sent': {
      const acknowledged = await outbox.ack(leaseToken, outcome.receipts);
      summary.sent += acknowledged;
      log.info('sent', about(batch));
      if (acknowledged < messages.length) {
        log.warn('lease lost before the acknowledgement', { ...about(batch), acknowledged });
      }
      return 'go on';
    }
    case 'throttled': {
      const { error, retryAfterSeconds } = outcome;
      summary.throttled += 1;
      pacer.hold(now() + retryAfterSeconds * 1000);
      const dueIn = await retryLater({ retryAfterSeconds, counts: false }, error, batch, run);
      // Whoever claims before it is due would find nothing, and end.
      return { waitMs: Math.max(retryAfterSeconds, dueIn ?? 0) * 1000 };
    }
    case 'unavailable':
    case 'busy':
      await retryLater({ retryAfterSeconds: outcome.retryAfterSeconds }, outcome.error, batch, run);
      // Whoever wakes us next finds the batch when its pause is over; knocking on a closed door helps nobody.
      return outcome.kind === 'busy' ? 'go on' : 'end';
    case 'conflict':
      // Split, its messages would go out under new keys, and perhaps for the second time. Alone, it can be given up.
      if (messages.length === 1) return reject({ failure: 'outcome_unknown' }, outcome.error, batch, run);
      await outbox.retry(leaseToken, outcome.error);
      summary.retried += messages.length;
      log.error('content changed between attempts', { ...about(batch), error: outcome.error });
      return 'go on';
    case 'invalid':
      return reject({}, outcome.error, batch, run);
    case 'unreadable':
      return reject({ asked: false }, outcome.error, batch, run);
    case 'blocked': {
      const { error, pauseSeconds } = outcome;
      await outbox.openCircuit(leaseToken, error, pauseSeconds);
      summary.retried += messages.length;
      log.error('channel paused', { ...about(batch), error, pauseSeconds });
      return 'end';
    }
  }
}

async function retryLater<Message extends Queued>(
  options: { retryAfterSeconds?: number | undefined; counts?: boolean },
  error: string,
  batch: Batch<Message>,
  { outbox, log, summary }: Settling<Message>,
): Promise<number | null> {
  const dueIn = await outbox.retry(batch.leaseToken, error, options);
  if (dueIn === null) {
    log.warn('lease lost before the retry was written', { ...about(batch), error });
    return null;
  }
  summary.retried += batch.messages.length;
  log.warn('will be retried', { ...about(batch), error, dueInSeconds: dueIn });
  return dueIn;
}

async function reject<Message extends Queued>(
  options: RejectOptions,
  error: string,
  batch: Batch<Message>,
  { outbox, log, summary }: Settling<Message>,
): Promise<'go on'> {
  const verdict = await outbox.reject(batch.leaseToken, error, options);
  if (verdict === 'failed') {
    summary.failed += batch.messages.length;
    log.error('failed', { ...about(batch), failure: options.failure ?? 'refused', error });
  } else if (verdict === null) {
    log.warn('lease lost before the refusal was written', { ...about(batch), error });
  } else {
    log.warn('split to find the message at fault', { ...about(batch), error });
  }
  return 'go on';
}

/** Ids only: neither a person nor an address is ever logged. */
export const about = <Message extends Queued>(batch: Batch<Message>) => ({
  batchId: batch.id,
  outboxIds: batch.messages.map((message) => message.id),
});
