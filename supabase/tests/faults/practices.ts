// Practices with their people, and emails that the engine itself has queued for them.
import type { Database } from './database.ts';

/** An email of the outbox, by what a person can read: tenant 1, person 2, third email. */
export interface Email {
  name: string;
  id: string;
  organisationId: string;
  userId: string;
  eventId: string;
  entityId: string;
  category: string;
  address: string;
}

export interface Size {
  tenants: number;
  people: number;
  /** For each person. */
  emails: number;
}

/** When it all begins. */
export const START = Date.UTC(2030, 0, 15, 8);

const uuid = (kind: number, ...numbers: number[]) =>
  `0000000${kind}-0000-4000-8000-${numbers
    .map((number) => String(number).padStart(4, '0'))
    .join('')
    .padStart(12, '0')}`;
const numbers = (count: number) => Array.from({ length: count }, (_, index) => index + 1);

/** Tells everybody of invoices, by `notify_bulk()`, and gives the emails that came of it in the order of their names. */
export async function createPractices({ owner, facts }: Database, size: Size): Promise<Email[]> {
  const people = numbers(size.tenants).flatMap((tenant) =>
    numbers(size.people).map((person) => ({
      organisation_id: uuid(1, tenant),
      user_id: uuid(2, tenant, person),
      address: `personne${person}@cabinet${tenant}.test`,
      tenant,
      person,
    })),
  );
  await facts.query(
    `with given as (select * from jsonb_to_recordset($1) as given (organisation_id uuid, user_id uuid, address text)),
    practice as (
      insert into public.organisations (id, name, locale)
      select distinct organisation_id, 'Cabinet inventé', 'fr' from given
    ),
    account as (
      insert into auth.users (id, instance_id, aud, role, email, email_confirmed_at)
      select user_id, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', address, notify.clock()
      from given
    )
    insert into public.organisation_members (organisation_id, user_id, role)
    select organisation_id, user_id, 'admin' from given`,
    [JSON.stringify(people)],
  );
  // More than a person is told in a minute would be gathered.
  await facts.query(
    'insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) select id, 1000 from public.organisations',
  );
  const events = people.flatMap(({ organisation_id, user_id, tenant, person }) =>
    numbers(size.emails).map((number) => ({
      type: 'INVOICE_ISSUED',
      organisationId: organisation_id,
      recipientIds: [user_id],
      entityId: uuid(3, tenant, person, number),
    })),
  );
  for (let from = 0; from < events.length; from += 10_000) {
    await owner.query('select public.notify_bulk($1)', [JSON.stringify(events.slice(from, from + 10_000))]);
  }
  const { rows } = await facts.query<Email>(
    `select
      email.id, email.organisation_id as "organisationId", email.user_id as "userId", email.event_id as "eventId",
      event.entity_id as "entityId", email.categories[1] as category, account.email as address,
      format('email %s of %s', right(event.entity_id::text, 4)::int, account.email) as name
    from public.email_outbox as email
    join public.notification_events as event on event.id = email.event_id
    join auth.users as account on account.id = email.user_id
    order by event.entity_id`,
  );
  if (rows.length !== events.length)
    throw new Error(`${rows.length} emails were queued for ${events.length} events`);
  return rows;
}

/** Tables that a test may change, beside those that begin empty. */
const KEPT = ['public.organisation_members', 'public.notification_events', 'public.notifications'];
/** Without the generated ones. */
const ACCOUNT = 'id, instance_id, aud, role, email, email_confirmed_at';
const EMPTY = [
  ...[
    'notify.email_batches',
    'notify.circuits',
    'notify.suppressed_addresses',
    'public.notification_preferences',
  ],
  ...['public.notification_mutes', 'public.activity_logs'],
];

/** To be called once, when the emails are queued. */
export async function keepPractices({ facts }: Database): Promise<void> {
  const copies = [...KEPT, 'public.email_outbox'].map(
    (name) => `create table tests.${named(name)} as table ${name};`,
  );
  await facts.query(
    [...copies, `create table tests.accounts as select ${ACCOUNT} from auth.users;`].join('\n'),
  );
}
const named = (table: string) => table.replace('.', '_');

/** Everything as it was kept, at the start of time, with these emails in the queue in this order. */
export async function requeue({ facts, setClock }: Database, emails: readonly Email[]): Promise<void> {
  await setClock(START);
  await facts.query(
    [
      // From the first row on again, so that what no rule puts in order comes in the same order.
      'truncate notify.email_batches;',
      ...EMPTY.slice(1).map((table) => `delete from ${table};`),
      ...KEPT.map(
        (table) => `delete from ${table}; insert into ${table} select * from tests.${named(table)};`,
      ),
      `delete from auth.users; insert into auth.users (${ACCOUNT}) select * from tests.accounts;`,
      'delete from public.email_outbox; update tests.clock set drawn = 0;',
    ].join('\n'),
  );
  await facts.query({
    name: 'queue',
    text: `insert into public.email_outbox
      select (kept).* from (
        select jsonb_populate_record(kept, jsonb_build_object('created_at', at, 'send_after', at)) as kept
        from unnest($1::uuid[]) with ordinality as given (id, number)
        join tests.public_email_outbox as kept on kept.id = given.id
        cross join lateral (select notify.clock() - interval '1 hour' + number * interval '1 ms' as at) as moment
        order by number
      ) as ordered`,
    values: [emails.map(({ id }) => id)],
  });
}
