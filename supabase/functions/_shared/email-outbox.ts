import postgres from 'postgres';
import type { QueuedEmail } from './channels/email.ts';
import { LANES } from './drain.ts';
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

/** How long a connection is kept that nobody uses. */
const IDLE_SECONDS = 5;
const DEADLOCK_DETECTED = '40P01';

/** The email outbox in the database, over connections that close by themselves when nobody uses them for a while. */
export interface EmailOutbox extends Outbox<QueuedEmail> {
  close(): Promise<void>;
}

/**
 * @param databaseUrl role `postgres`; the functions of schema `notify` are granted to nobody else
 */
export function connectEmailOutbox(databaseUrl: string): EmailOutbox {
  const sql = postgres(databaseUrl, {
    // One connection a lane, opened when it is needed: a single email costs one.
    max: LANES,
    // Long enough for the run that follows at once while more is due: what its connections have planned is still there.
    idle_timeout: IDLE_SECONDS,
    // Prepared statements do not survive a pooler in transaction mode, which hosted projects may put in between.
    prepare: false,
    // Asked for at each connection otherwise, and needed for arrays only.
    fetch_types: false,
    connect_timeout: 10,
    onnotice: () => {},
  });

  return {
    async claim(batchSize, leaseSeconds) {
      const rows = await again(
        () => sql<ClaimedRow[]>`
        select batch_id, lease_token, id, recipient, subject, template, locale, payload, created_at
        from notify.claim_emails(batch_size => ${batchSize}, lease_seconds => ${leaseSeconds})
      `,
      );
      const [first] = rows;
      if (first === undefined) return null;
      return { id: first.batch_id, leaseToken: first.lease_token, messages: rows.map(toMessage) };
    },
    async ack(leaseToken, receipts) {
      const sent = sql.json(receipts.map(({ id, providerMessageId }) => ({ id, providerMessageId })));
      const [row] = await again(
        () => sql<[{ acknowledged: number }]>`
        select notify.ack_emails(${leaseToken}::uuid, ${sent}) as acknowledged
      `,
      );
      return row.acknowledged;
    },
    async beginSending(leaseToken) {
      const [row] = await sql<
        [{ begun: boolean }]
      >`select notify.begin_sending(${leaseToken}::uuid) as begun`;
      return row.begun;
    },
    async retry(leaseToken, error, { retryAfterSeconds, counts = true } = {}) {
      const [row] = await again(
        () => sql<[{ due_in: number | null }]>`
        select extract(epoch from due_at - notify.clock())::float8 as due_in
        from notify.retry_emails(
          ${leaseToken}::uuid, ${error}, ${retryAfterSeconds ?? null}::numeric, ${counts}::boolean
        ) as due_at
      `,
      );
      return row.due_in;
    },
    async reject(leaseToken, error, { failure = 'refused', asked = true } = {}) {
      const [row] = await again(
        () => sql<[{ verdict: 'failed' | 'split' | null }]>`
        select notify.reject_emails(
          ${leaseToken}::uuid, ${error}, ${failure}::text, ${asked}::boolean
        ) as verdict
      `,
      );
      return row.verdict;
    },
    async openCircuit(leaseToken, error, seconds) {
      await again(
        () => sql`select notify.open_email_circuit(${leaseToken}::uuid, ${error}, ${seconds}::int)`,
      );
    },
    async wake(leases) {
      // Another lease that holds is another run's, which goes on for as long as something is due: were each run to make the
      // next whatever the others do, every poke of a long backlog would add a chain of runs that only ends with it.
      const poked = await sql`
        select notify.poke('deliver-email')
        where notify.emails_due()
          and not exists (
            select from notify.email_batches
            where leased_until > notify.clock()
              -- The driver knows no array types: it would have to ask for them once a connection.
              and lease_token <> all (string_to_array(${leases.join()}, ',')::uuid[])
          )
      `;
      return poked.length > 0;
    },
    close: () => sql.end({ timeout: 5 }),
  };
}

/**
 * Makes a call once more when it was the one of two transactions that PostgreSQL ended because they waited for each
 * other, as with the deletion of an account. It left nothing behind.
 */
async function again<Result>(call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (error instanceof postgres.PostgresError && error.code === DEADLOCK_DETECTED) return call();
    throw error;
  }
}

function toMessage(row: ClaimedRow): QueuedEmail {
  const { id, recipient, subject, template, locale, payload, created_at: createdAt } = row;
  return { id, recipient, subject, template, locale, payload, createdAt };
}
