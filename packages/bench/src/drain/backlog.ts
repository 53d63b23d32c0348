import type pg from 'pg';
import { multiply } from '../database/multiply.ts';
import { createPractice } from '../database/practice.ts';
import { until } from './until.ts';

/** A practice whose people have been told of something once: an event, with its rows in the inbox and the outbox. */
export interface Tenant {
  organisationId: string;
  eventId: string;
  people: number;
}

/** @param client role `postgres` */
export async function createTenants(client: pg.ClientBase, count: number, people: number): Promise<Tenant[]> {
  const tenants: Tenant[] = [];
  for (let number = 0; number < count; number += 1) {
    const { organisationId, implantId } = await createPractice(client, people);
    const event = {
      type: 'ISQ_CRITICAL',
      organisationId,
      entityId: implantId,
      payload: { value: 25, tooth: '26' },
    };
    const { rows } = await client.query<{ id: string }>(`select public.notify($1) ->> 'eventId' as id`, [
      JSON.stringify(event),
    ]);
    tenants.push({ organisationId, eventId: rows[0]?.id ?? '', people });
  }
  return tenants;
}

export interface BacklogOptions {
  /** For each person of each tenant. */
  emails: number;
  /** How old the oldest is, in seconds; the newest is of now. */
  age?: number;
  /** Very many: indexes are built when all are written. */
  bulk?: boolean;
}

/** Tells copies from each other over all the calls of a run. */
let copies = 0;

/**
 * Puts emails in the queue, as if the tenants' people had been told as often of other such events: rows of events, inboxes
 * and outbox, without a poke.
 * @param admin superuser
 * @returns how many emails
 * @throws RangeError when there would be parts of emails
 */
export async function queueEmails(
  admin: pg.ClientBase,
  tenants: readonly Tenant[],
  { emails, age = 0, bulk = false }: BacklogOptions,
): Promise<number> {
  if (!Number.isInteger(emails)) throw new RangeError(`emails: ${emails} for each person`);
  const events = `(${tenants.map(({ eventId }) => `'${eventId}'`).join(', ')})`;
  const first = copies + 1;
  copies += emails;
  const queuedAt = `statement_timestamp() - ${age} * (${copies} - copy) / ${emails}::float8 * interval '1 second'`;
  await multiply(
    admin,
    [
      { table: 'public.notification_events', where: `id in ${events}`, set: { dedupe_key: 'null' } },
      { table: 'public.notifications', where: `event_id in ${events}` },
      {
        table: 'public.email_outbox',
        where: `event_id in ${events}`,
        set: {
          ...{ status: `'PENDING'`, attempts: '0', created_at: queuedAt, send_after: queuedAt },
          ...Object.fromEntries(SETTLED.map((column) => [column, 'null'])),
        },
      },
    ],
    { from: first, to: copies, fresh: ['id', 'event_id', 'notification_id'], bulk },
  );
  return emails * tenants.reduce((sum, { people }) => sum + people, 0);
}

/** What an email has only once a worker has had it. */
const SETTLED = [
  ...['batch_id', 'recipient', 'sent_at', 'settled_at', 'provider_message_id', 'failure', 'error_message'],
  ...['delivered_at', 'delayed_at', 'bounced_at', 'complained_at', 'dedupe_key'],
];

/** Whether every email is settled: none waits, and no batch is under way. */
async function isSettled(client: pg.ClientBase): Promise<boolean> {
  const { rows } = await client.query<{ settled: boolean }>({
    name: 'settled',
    text: `select not exists (select from public.email_outbox where status = 'PENDING' and batch_id is null)
       and not exists (select from notify.email_batches) as settled`,
  });
  return rows[0]?.settled ?? false;
}

/**
 * Does some work until every email is settled.
 * @param work asks `isOver` now and then, and ends soon when it says so
 * @returns what came of it, and when the last one was settled (`performance.now()`)
 */
export const untilSettled = <T>(
  client: pg.ClientBase,
  signal: AbortSignal,
  work: (isOver: () => boolean) => Promise<T>,
): Promise<{ result: T; settledAt: number }> => workUntil(() => isSettled(client), signal, work);

/** Does some work until something holds: see `untilSettled`. */
export async function workUntil<T>(
  condition: () => Promise<boolean>,
  signal: AbortSignal,
  work: (isOver: () => boolean) => Promise<T>,
): Promise<{ result: T; settledAt: number }> {
  const failed = new AbortController();
  let over = false;
  const watching = until(condition, AbortSignal.any([signal, failed.signal])).then(() => {
    over = true;
    return performance.now();
  });
  try {
    const [result, settledAt] = await Promise.all([work(() => over || signal.aborted), watching]);
    return { result, settledAt };
  } finally {
    failed.abort();
  }
}

/** @throws when some of the emails of the outbox did not get away */
export async function requireAllSent(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ status: string; words: string; emails: number }>(
    `select status, error_message as words, count(*)::int as emails from public.email_outbox
     where status <> 'SENT' group by status, error_message`,
  );
  if (rows.length > 0) throw new Error(`not every email was sent: ${JSON.stringify(rows)}`);
}
