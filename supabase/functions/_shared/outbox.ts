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
  /** Marks as sent. Returns how many rows were. */
  ack(leaseToken: string, receipts: readonly Receipt[]): Promise<number>;
  /** Gives a batch back, due again after a growing pause that is never shorter than `retryAfterSeconds`. */
  retry(leaseToken: string, error: string, retryAfterSeconds?: number): Promise<void>;
  /** A batch of one becomes FAILED; a larger one is split in two new batches, due at once. Null: the lease was lost. */
  reject(leaseToken: string, error: string): Promise<'failed' | 'split' | null>;
  /** Gives a batch back without counting the attempt, and pauses the channel. */
  openCircuit(leaseToken: string, error: string, seconds: number): Promise<void>;
}
