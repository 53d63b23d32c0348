import type pg from 'pg';
import { z } from 'zod';

/** Emails that failed longer ago are no news: they are not listed, and `all` does not mean them. */
export const RECENT = `interval '7 days'`;

const LISTED = 20;

const timestamp = z.iso.datetime({ offset: true });
const reasons = z.array(z.object({ failure: z.string(), count: z.number() }));

/** What public.email_queue says of all organisations together. */
const state = z.object({
  pending: z.number(),
  due: z.number(),
  oldestDueAt: timestamp.nullable(),
  sentLastHour: z.number(),
  sentLastDay: z.number(),
  pausedUntil: timestamp.nullable(),
  pauseReason: z.string().nullable(),
  failures: reasons,
  notSent: reasons,
});

/** The queue of emails, for a person who has to decide what to do. It holds no address. */
export interface Queue extends z.infer<typeof state> {
  /** Batches that a worker holds now. */
  leases: number;
  /** Batches whose worker ended without a word: the next claim takes them. */
  lostLeases: number;
  /** Batches that wait for their next attempt. */
  batchesWaiting: number;
  /** Newest first, at most 20 of all that `failures` counts. */
  failed: { id: string; organisation: string; failure: string; words: string; failedAt: string }[];
  /** The clock of the database. */
  at: string;
}

/** @param client role `postgres`, or the service role */
export async function readQueue(client: pg.ClientBase): Promise<Queue> {
  const { rows: states } = await client.query('select public.email_queue(null) as state');
  const { rows: batches } = await client.query<{
    leases: number;
    lostLeases: number;
    batchesWaiting: number;
    at: Date;
  }>(`
    select
      count(*) filter (where leased_until > notify.clock())::int as leases,
      count(*) filter (where leased_until <= notify.clock())::int as "lostLeases",
      count(*) filter (where leased_until is null)::int as "batchesWaiting",
      notify.clock() as at
    from notify.email_batches
  `);
  const { rows: failed } = await client.query<
    Omit<Queue['failed'][number], 'failedAt'> & { failedAt: Date }
  >(`
    select
      email.id, organisation.name as organisation, email.failure, email.error_message as words,
      email.settled_at as "failedAt"
    from public.email_outbox as email
    join public.organisations as organisation on organisation.id = email.organisation_id
    where email.status = 'FAILED' and notify.is_email_failure(email.failure)
      and email.settled_at > notify.clock() - ${RECENT}
    order by email.settled_at desc, email.id
    limit ${LISTED}
  `);
  const { pauseReason, ...rest } = state.parse(states[0]?.state);
  const [batch] = batches;
  if (!batch) throw new Error('an aggregate without a row');
  return {
    ...rest,
    pauseReason: pauseReason && withoutAddresses(pauseReason),
    ...batch,
    at: batch.at.toISOString(),
    failed: failed.map((row) => ({
      ...row,
      words: withoutAddresses(row.words),
      failedAt: row.failedAt.toISOString(),
    })),
  };
}

/** A provider may quote the address that it refuses. */
const withoutAddresses = (text: string): string =>
  text.replaceAll(/[^\s"'`<>()[\]{},;:=\\]+@[^\s"'`<>()[\]{},;:=\\]+/g, '<address>');
