import type { Batch, Queued, Receipt } from './channel.ts';

/**
 * The queue of one channel, as the drain loop needs it. Every call is one short transaction. A call whose lease has
 * expired changes nothing: somebody else has the rows by then.
 */
export interface Outbox<Message extends Queued> {
  /**
   * Takes one batch, or null when nothing is due or the channel is paused.
   *
   * @param leaseSeconds for how long nobody else can take the same rows
   */
  claim(batchSize: number, leaseSeconds: number): Promise<Batch<Message> | null>;
  /**
   * To be called right before the provider is: from then on the batch may have arrived, so it is only ever retried
   * whole. False: the lease is lost, and the batch must not be sent.
   */
  beginSending(leaseToken: string): Promise<boolean>;
  /** Marks as sent. Returns how many rows were. */
  ack(leaseToken: string, receipts: readonly Receipt[]): Promise<number>;
  /**
   * Gives a batch back, due again after a growing pause.
   *
   * @returns in how many seconds it is due; null when the lease was lost
   */
  retry(leaseToken: string, error: string, options?: RetryOptions): Promise<number | null>;
  /**
   * A batch of one becomes FAILED; a larger one is split in two new batches, due at once. Null: the lease was lost.
   * One that the provider was not asked about this time, and may have taken before, becomes FAILED whole.
   */
  reject(leaseToken: string, error: string, options?: RejectOptions): Promise<'failed' | 'split' | null>;
  /** Gives a batch back without counting the attempt, and pauses the channel. */
  openCircuit(leaseToken: string, error: string, seconds: number): Promise<void>;
  /**
   * Makes the next run, when something is due that no other run is at. Whether it did.
   * @param leases of the run that asks
   */
  wake(leases: readonly string[]): Promise<boolean>;
}

export interface RejectOptions {
  /** Why it is FAILED: `refused` unless an earlier attempt may have gone out. */
  failure?: 'refused' | 'outcome_unknown';
  /** Whether the provider was asked; true unless told. */
  asked?: boolean;
}

export interface RetryOptions {
  /** The pause is never shorter. */
  retryAfterSeconds?: number | undefined;
  /** Whether this was an attempt; true unless told. */
  counts?: boolean;
}
