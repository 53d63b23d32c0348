/**
 * What a channel (email, and later web push or SMS) is to the drain loop: it turns a batch into one call of its
 * provider, makes it, and says what became of it. It never retries, never sleeps and never touches the database.
 */
export interface Channel<Message extends Queued> {
  readonly name: string;
  /** The most messages that one call of the provider takes. */
  readonly batchSize: number;
  /** How long the provider may take to answer, in milliseconds; `signal` fires then. */
  readonly timeoutMs: number;
  /**
   * Writes the messages. Nothing leaves yet: the loop tells the outbox before it makes the call.
   *
   * @throws Error that says which message cannot be written, the same at every attempt
   */
  compose(batch: Batch<Message>): Promise<Call>;
}

/** One call of the provider, ready to be made. */
export type Call = (signal: AbortSignal) => Promise<Outcome>;

export interface Queued {
  /** Outbox id. */
  readonly id: string;
}

/** Messages that were claimed together, and are retried together under the same id. */
export interface Batch<Message extends Queued> {
  /** Stored with the rows, the same at every attempt: the idempotency key. */
  readonly id: string;
  /** Proves that the rows are still ours. */
  readonly leaseToken: string;
  readonly messages: readonly Message[];
}

/** A message that the provider took, and the provider's own id of it. */
export interface Receipt {
  readonly id: string;
  readonly providerMessageId: string;
}

/** What became of a batch. `error` is stored with the rows and logged: it says what a person needs to act. */
export type Outcome =
  /** The provider took all of it. */
  | { readonly kind: 'sent'; readonly receipts: readonly Receipt[] }
  /** The provider is down, or its answer never came: the same batch later, and nothing else meanwhile. */
  | { readonly kind: 'unavailable'; readonly error: string; readonly retryAfterSeconds?: number }
  /** The provider asks us to slow down, and took none of it: everything waits for so long, and nobody is to blame. */
  | { readonly kind: 'throttled'; readonly error: string; readonly retryAfterSeconds: number }
  /** Only this batch has to wait. */
  | { readonly kind: 'busy'; readonly error: string; readonly retryAfterSeconds?: number }
  /** The provider will never take this batch as it is; it took none of it. */
  | { readonly kind: 'invalid'; readonly error: string }
  /** It cannot even be written, so the provider was not asked this time. */
  | { readonly kind: 'unreadable'; readonly error: string }
  /** The provider knows this batch id with other content, so an earlier attempt may have gone out. */
  | { readonly kind: 'conflict'; readonly error: string }
  /** The provider refuses us as a whole (key, quota): someone has to act, and no message is to blame. */
  | { readonly kind: 'blocked'; readonly error: string; readonly pauseSeconds: number };
