import type pg from 'pg';
import { UsageError } from '../ports.ts';
import { RECENT } from './queue.ts';

/** The most that one call of the database's functions takes. */
const AT_ONCE = 1000;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Codes of emails that should have left: `notify.is_email_failure`. */
const FAILURES = ['refused', 'gave_up', 'outcome_unknown'];

/** How many emails a person meant, and how many it changed. */
export interface Change {
  asked: number;
  changed: number;
  /** Whether each of them was meant, by its id. */
  named: boolean;
}

/**
 * Queues failed emails again, under a new idempotency key: one whose outcome is unknown may then arrive twice.
 * @param which ids, or one word: `all` that failed in the last 7 days, or a failure's code for those of that kind
 * @throws UsageError for what is neither
 */
export async function retryEmails(client: pg.ClientBase, which: readonly string[]): Promise<Change> {
  const [word = ''] = which;
  const kinds = word === 'all' ? FAILURES : FAILURES.filter((failure) => failure === word);
  if (which.length !== 1 || kinds.length === 0) {
    return {
      ...(await change(client, 'retry_emails', requireIds(which, ['all', ...FAILURES]))),
      named: true,
    };
  }
  const { rows } = await client.query<{ id: string }>(
    `select id from public.email_outbox
     where status = 'FAILED' and failure = any ($1) and settled_at > notify.clock() - ${RECENT}
     order by created_at, id`,
    [kinds],
  );
  return change(
    client,
    'retry_emails',
    rows.map(({ id }) => id),
  );
}

/**
 * Takes emails out of the queue. What a worker holds, or the provider may have, is left alone and not counted.
 * @param which ids, or the one word `all-pending`
 * @throws UsageError for what is neither
 */
export async function cancelEmails(client: pg.ClientBase, which: readonly string[]): Promise<Change> {
  if (which.length !== 1 || which[0] !== 'all-pending') {
    return { ...(await change(client, 'cancel_emails', requireIds(which, ['all-pending']))), named: true };
  }
  const { rows } = await client.query<{ id: string }>(
    `select id from public.email_outbox where status = 'PENDING' order by created_at, id`,
  );
  return change(
    client,
    'cancel_emails',
    rows.map(({ id }) => id),
  );
}

/** Ends the pause of the channel and wakes the worker. @returns whether there was one */
export async function unpause(client: pg.ClientBase): Promise<boolean> {
  const { rowCount } = await client.query(
    `delete from notify.circuits where channel = 'email' and open_until > notify.clock()`,
  );
  await client.query(`select notify.poke('deliver-email')`);
  return rowCount === 1;
}

function requireIds(which: readonly string[], words: readonly string[]): readonly string[] {
  for (const id of which) {
    if (!UUID.test(id)) throw new UsageError(`"${id}" is neither an email's id nor ${words.join(', ')}.`);
  }
  return [...new Set(which.map((id) => id.toLowerCase()))];
}

async function change(
  client: pg.ClientBase,
  action: 'retry_emails' | 'cancel_emails',
  ids: readonly string[],
): Promise<Change> {
  let changed = 0;
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const { rows } = await client.query<{ count: number }>(`select public.${action}($1) as count`, [
      ids.slice(from, from + AT_ONCE),
    ]);
    changed += rows[0]?.count ?? 0;
  }
  return { asked: ids.length, changed, named: false };
}
