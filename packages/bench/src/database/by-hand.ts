import type pg from 'pg';

/** Tables that `notify()` writes, besides Realtime's messages and pg_net's requests. */
const TABLES = [
  'notification_events',
  'notifications',
  'email_outbox',
  'notification_digest',
  'notification_deliveries',
] as const;
type Table = (typeof TABLES)[number];

/** Without an id of its own, and of one event. */
const KEYED_BY_EVENT: readonly Table[] = ['notification_deliveries'];

/**
 * Makes the baseline of a fan-out: schema `by_hand` has a twin of each table with the same columns, constraints, foreign keys
 * and indexes, but without triggers, and `by_hand.write(event)`, which writes there the rows that an event made: one
 * INSERT … SELECT a table from rows that lie ready, in one transaction, with cached plans. Nothing is decided and nothing
 * is looked up: it is what the writing alone costs.
 * @param client role `postgres`, as migrations
 */
export async function createTwins(client: pg.ClientBase): Promise<void> {
  await client.query('drop schema if exists by_hand cascade; create schema by_hand');
  for (const table of TABLES) {
    await client.query(`create table by_hand.${table} (like public.${table} including all)`);
    await client.query(`create table by_hand.ready_${table} (like public.${table})`);
    await client.query(
      `create index on by_hand.ready_${table} (${table === 'notification_events' ? 'id' : 'event_id'})`,
    );
  }
  await client.query('create table by_hand.ready_messages (event_id uuid, topic text, payload jsonb)');
  await client.query('create index on by_hand.ready_messages (event_id)');
  const { rows } = await client.query<{ table: Table; definition: string }>(
    `select constraint_.conrelid::regclass::text as table, pg_get_constraintdef(constraint_.oid) as definition
     from pg_constraint as constraint_
     where contype = 'f' and conrelid = any ($1::regclass[])`,
    [TABLES.map((table) => `public.${table}`)],
  );
  for (const { table, definition } of rows) {
    const own = definition.replace(
      /REFERENCES (?:public\.)?(notification_events|notifications)\b/,
      'REFERENCES by_hand.$1',
    );
    await client.query(`alter table by_hand.${table} add ${own}`);
  }
  await client.query(await writerOf(client));
}

async function writerOf(client: pg.ClientBase): Promise<string> {
  const statements: string[] = [];
  for (const table of TABLES) {
    const own =
      table === 'notification_events'
        ? ['id']
        : KEYED_BY_EVENT.includes(table)
          ? ['event_id']
          : ['id', 'event_id'];
    const others = (await columnsOf(client, table)).filter((column) => !own.includes(column));
    const values = own.map((column) =>
      column === 'id' && table !== 'notification_events' ? 'gen_random_uuid()' : 'fresh',
    );
    const key = table === 'notification_events' ? 'id' : 'event_id';
    statements.push(
      `insert into by_hand.${table} (${[...own, ...others].join(', ')})
       select ${[...values, ...others].join(', ')} from by_hand.ready_${table} where ${key} = write.event;`,
    );
  }
  return `create function by_hand.write(event uuid) returns void language plpgsql as $$
    declare
      fresh uuid := gen_random_uuid();
    begin
      ${statements.join('\n')}
      insert into realtime.messages (payload, topic, event, private, extension)
      select payload, topic, 'notification.created', true, 'broadcast' from by_hand.ready_messages where event_id = write.event;
      insert into net.http_request_queue (method, url, headers, timeout_milliseconds)
      values ('POST', 'http://127.0.0.1:9/functions/v1/deliver-email', '{}', 60000);
    end;
  $$`;
}

async function columnsOf(client: pg.ClientBase, table: Table): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select attname as name from pg_attribute
     where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' order by attnum`,
    [`public.${table}`],
  );
  return rows.map(({ name }) => name);
}

/**
 * Lays the rows of an event ready for `by_hand.write`.
 * @param event id of one that notify() accepted
 */
export async function layReady(client: pg.ClientBase, event: string): Promise<void> {
  for (const table of TABLES) {
    const key = table === 'notification_events' ? 'id' : 'event_id';
    await client.query(`insert into by_hand.ready_${table} select * from public.${table} where ${key} = $1`, [
      event,
    ]);
  }
  await client.query(
    `insert into by_hand.ready_messages
     select item.event_id, message.topic, message.payload
     from public.notifications as item
     join realtime.messages as message on message.payload ->> 'id' = item.id::text
     where item.event_id = $1`,
    [event],
  );
  await client.query(
    'analyze by_hand.ready_notifications, by_hand.ready_email_outbox, by_hand.ready_notification_deliveries, by_hand.ready_messages',
  );
}
