import { randomUUID } from 'node:crypto';
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

/** The twins of a fan-out's tables, and two ways to write there the rows that an event made. */
export interface ByHand {
  /** As an application would: BEGIN, one INSERT … SELECT a table, each sent and planned by itself, COMMIT. */
  send(event: string): Promise<void>;
  /** In one call of a function that keeps its plans: the floor, what the writing alone costs. */
  call(event: string): Promise<void>;
}

/**
 * Makes the baseline of a fan-out: schema `by_hand` has a twin of each table with the same columns, constraints, foreign keys
 * and indexes, but without triggers. Rows come from where `layReady` laid them: nothing is decided and nothing is looked up.
 * @param client role `postgres`, as migrations; writes over this connection
 */
export async function createTwins(client: pg.ClientBase): Promise<ByHand> {
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
  const statements = await statementsOf(client);
  // $1: the event whose rows lie ready; $2: the id of the one they are written for.
  await client.query(
    `create function by_hand.write(event uuid, fresh uuid) returns void language plpgsql
     as $$ begin ${statements.join(';\n')}; end $$`,
  );
  return {
    async send(event) {
      const values = [event, randomUUID()];
      await client.query('begin');
      for (const statement of statements) {
        await client.query(
          statement,
          values.slice(0, statement.includes('$2') ? 2 : statement.includes('$1') ? 1 : 0),
        );
      }
      await client.query('commit');
    },
    async call(event) {
      await client.query('select by_hand.write($1, $2)', [event, randomUUID()]);
    },
  };
}

async function statementsOf(client: pg.ClientBase): Promise<string[]> {
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
      column === 'id' && table !== 'notification_events' ? 'gen_random_uuid()' : '$2::uuid',
    );
    const key = table === 'notification_events' ? 'id' : 'event_id';
    statements.push(
      `insert into by_hand.${table} (${[...own, ...others].join(', ')})
       select ${[...values, ...others].join(', ')} from by_hand.ready_${table} where ${key} = $1::uuid`,
    );
  }
  statements.push(
    `insert into realtime.messages (payload, topic, event, private, extension)
     select payload, topic, 'notification.created', true, 'broadcast' from by_hand.ready_messages where event_id = $1::uuid`,
    `insert into net.http_request_queue (method, url, headers, timeout_milliseconds)
     values ('POST', 'http://127.0.0.1:9/functions/v1/deliver-email', '{}', 60000)`,
  );
  return statements;
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
 * Lays the rows of an event ready to be written by hand.
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
