import postgres from 'postgres';
import type { QueuedEmail } from './channels/email.ts';
import type { Outbox } from './outbox.ts';

interface ClaimedRow {
  batch_id: string;
  lease_token: string;
  id: string;
  recipient: string;
  subject: string;
  template: string;
  locale: string;
  payload: unknown;
  created_at: Date;
}

/** The email outbox in the database, over one connection that the caller closes. */
export interface EmailOutbox extends Outbox<QueuedEmail> {
  close(): Promise<void>;
}

/**
 * @param databaseUrl role `postgres`; the functions of schema `notify` are granted to nobody else
 */
export function connectEmailOutbox(databaseUrl: string): EmailOutbox {
  // Prepared statements do not survive a pooler in transaction mode, which hosted projects may put in between.
  const sql = postgres(databaseUrl, { max: 1, prepare: false, connect_timeout: 10, onnotice: () => {} });

  return {
    async claim(batchSize, leaseSeconds) {
      const rows = await sql<ClaimedRow[]>`
        select batch_id, lease_token, id, recipient, subject, template, locale, payload, created_at
        from notify.claim_emails(batch_size => ${batchSize}, lease_seconds => ${leaseSeconds})
      `;
      const [first] = rows;
      if (first === undefined) return null;
      return { id: first.batch_id, leaseToken: first.lease_token, messages: rows.map(toMessage) };
    },
    async ack(leaseToken, receipts) {
      const sent = sql.json(receipts.map(({ id, providerMessageId }) => ({ id, providerMessageId })));
      const [row] = await sql<[{ acknowledged: number }]>`
        select notify.ack_emails(${leaseToken}::uuid, ${sent}) as acknowledged
      `;
      return row.acknowledged;
    },
    async retry(leaseToken, error, retryAfterSeconds) {
      await sql`select notify.retry_emails(${leaseToken}::uuid, ${error}, ${retryAfterSeconds ?? null}::numeric)`;
    },
    async reject(leaseToken, error) {
      const [row] = await sql<[{ verdict: 'failed' | 'split' | null }]>`
        select notify.reject_emails(${leaseToken}::uuid, ${error}) as verdict
      `;
      return row.verdict;
    },
    async openCircuit(leaseToken, error, seconds) {
      await sql`select notify.open_email_circuit(${leaseToken}::uuid, ${error}, ${seconds}::int)`;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

function toMessage(row: ClaimedRow): QueuedEmail {
  const { id, recipient, subject, template, locale, payload, created_at: createdAt } = row;
  return { id, recipient, subject, template, locale, payload, createdAt };
}
