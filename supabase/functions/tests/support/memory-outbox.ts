import type { Batch, Receipt } from '../../_shared/channel.ts';
import type { QueuedEmail } from '../../_shared/channels/email.ts';
import type { Outbox, RejectOptions, RetryOptions } from '../../_shared/outbox.ts';

interface Row {
  message: QueuedEmail;
  status: 'PENDING' | 'SENT' | 'FAILED';
  error: string | null;
  providerMessageId: string | null;
}
interface StoredBatch {
  id: string;
  rows: Row[];
  attempts: number;
  dueAt: number;
  leaseToken: string | null;
  leaseUntil: number;
}

/** The claim / acknowledge contract of the database in memory, under a clock that the test moves. */
export class MemoryOutbox implements Outbox<QueuedEmail> {
  now = Date.UTC(2030, 0, 15, 8, 30);
  circuitUntil = 0;
  circuitError: string | null = null;
  readonly retries: ({ batchId: string; error: string } & RetryOptions)[] = [];
  readonly rejections: Required<RejectOptions>[] = [];
  /** How often a claim found nothing. */
  emptyClaims = 0;
  /** How often the next run was made. */
  wakes = 0;
  readonly #rows: Row[] = [];
  #batches: StoredBatch[] = [];

  enqueue(...messages: QueuedEmail[]): void {
    for (const message of messages) {
      this.#rows.push({ message, status: 'PENDING', error: null, providerMessageId: null });
    }
  }

  row(id: string): Row {
    const row = this.#rows.find((candidate) => candidate.message.id === id);
    if (row === undefined) throw new Error(`no row ${id}`);
    return row;
  }

  statuses(): string[] {
    return this.#rows.map((row) => row.status);
  }

  /** How often the batch of a message was tried, not counting what the circuit gave back. */
  attempts(id: string): number {
    return this.#batches.find((batch) => batch.rows.includes(this.row(id)))?.attempts ?? 0;
  }

  claim(batchSize: number, leaseSeconds: number): Promise<Batch<QueuedEmail> | null> {
    if (this.now < this.circuitUntil) return Promise.resolve(null);
    const batch = this.#batches.find((candidate) => candidate.dueAt <= this.now && this.#isFree(candidate));
    const taken = batch ?? this.#gather(batchSize);
    if (taken === null) {
      this.emptyClaims += 1;
      return Promise.resolve(null);
    }
    taken.attempts += 1;
    taken.leaseToken = crypto.randomUUID();
    taken.leaseUntil = this.now + leaseSeconds * 1000;
    return Promise.resolve({
      id: taken.id,
      leaseToken: taken.leaseToken,
      messages: taken.rows.map((row) => row.message),
    });
  }

  ack(leaseToken: string, receipts: readonly Receipt[]): Promise<number> {
    const batch = this.#leased(leaseToken);
    if (batch === null) return Promise.resolve(0);
    for (const { id, providerMessageId } of receipts) {
      Object.assign(this.row(id), { status: 'SENT', providerMessageId });
    }
    this.#drop(batch);
    return Promise.resolve(receipts.length);
  }

  beginSending(leaseToken: string): Promise<boolean> {
    return Promise.resolve(this.#leased(leaseToken) !== null);
  }

  retry(leaseToken: string, error: string, options: RetryOptions = {}): Promise<number | null> {
    const batch = this.#leased(leaseToken);
    if (batch === null) return Promise.resolve(null);
    const { retryAfterSeconds = 0, counts = true } = options;
    this.retries.push({ batchId: batch.id, error, ...options });
    if (!counts) batch.attempts -= 1;
    const dueIn = Math.max(counts ? 1 : 0, retryAfterSeconds);
    this.#giveBack(batch, this.now + dueIn * 1000);
    return Promise.resolve(dueIn);
  }

  reject(
    leaseToken: string,
    error: string,
    { failure = 'refused', asked = true }: RejectOptions = {},
  ): Promise<'failed' | 'split' | null> {
    const batch = this.#leased(leaseToken);
    if (batch === null) return Promise.resolve(null);
    this.rejections.push({ failure, asked });
    this.#drop(batch);
    if (batch.rows.length === 1) {
      for (const row of batch.rows) Object.assign(row, { status: 'FAILED', error });
      return Promise.resolve('failed');
    }
    const middle = Math.ceil(batch.rows.length / 2);
    this.#store(batch.rows.slice(0, middle));
    this.#store(batch.rows.slice(middle));
    return Promise.resolve('split');
  }

  openCircuit(leaseToken: string, error: string, seconds: number): Promise<void> {
    const batch = this.#leased(leaseToken);
    this.circuitUntil = this.now + seconds * 1000;
    this.circuitError = error;
    if (batch !== null) {
      batch.attempts -= 1;
      this.#giveBack(batch, this.now);
    }
    return Promise.resolve();
  }

  wake(): Promise<boolean> {
    const inBatches = this.#batches.flatMap((batch) => batch.rows);
    const isDue =
      this.#rows.some((row) => row.status === 'PENDING' && !inBatches.includes(row)) ||
      this.#batches.some((batch) => batch.dueAt <= this.now && this.#isFree(batch));
    if (isDue) this.wakes += 1;
    return Promise.resolve(isDue);
  }

  #isFree = (batch: StoredBatch) => batch.leaseToken === null || batch.leaseUntil <= this.now;

  #gather(batchSize: number): StoredBatch | null {
    const inBatches = new Set(this.#batches.flatMap((batch) => batch.rows));
    const rows = this.#rows
      .filter((row) => row.status === 'PENDING' && !inBatches.has(row))
      .slice(0, batchSize);
    return rows.length === 0 ? null : this.#store(rows);
  }

  #store(rows: Row[]): StoredBatch {
    const id = crypto.randomUUID();
    const batch = { id, rows, attempts: 0, dueAt: this.now, leaseToken: null, leaseUntil: 0 };
    this.#batches.push(batch);
    return batch;
  }

  #leased(leaseToken: string): StoredBatch | null {
    const batch = this.#batches.find((candidate) => candidate.leaseToken === leaseToken);
    return batch !== undefined && batch.leaseUntil > this.now ? batch : null;
  }

  #giveBack(batch: StoredBatch, dueAt: number): void {
    batch.dueAt = dueAt;
    batch.leaseToken = null;
  }

  #drop(batch: StoredBatch): void {
    this.#batches = this.#batches.filter((candidate) => candidate !== batch);
  }
}
