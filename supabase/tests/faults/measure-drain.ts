/**
 * How fast emails leave a running stack, from the commit to the provider's acceptance. Not a test: it prints figures.
 *
 *     export CASSIUS_DATA_DIR=/tmp/measured   # and CASSIUS_API_PORT, … unless the usual ports are free
 *     npm start -- --no-web
 *     node --import tsx supabase/tests/faults/measure-drain.ts [alerts [backlog]]
 *
 * `alerts` single alerts one after the other (100), then a backlog of `backlog` emails (50,000) against 10 requests a second.
 */
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import type { Message } from '../../../packages/dev-stack/src/mail/store.ts';
import { dataDirFromEnvironment } from '../../../packages/dev-stack/src/paths.ts';
import { runningStack } from '../../../packages/dev-stack/src/running.ts';
import { idOf } from './provider.ts';

const REQUESTS_PER_SECOND = 10;
const EMAILS_PER_REQUEST = 100;
const PEOPLE = 100;

const [alerts = 100, backlog = 50_000] = process.argv.slice(2).map(Number);
const { addresses } = await runningStack(dataDirFromEnvironment(process.env));
const database = new pg.Client({ connectionString: addresses.DB_URL });
await database.connect();
await send('PUT', '/api/webhooks/settings', { automatic: false });
try {
  if (alerts > 0) console.dir(await measureAlerts(alerts), { depth: null });
  if (backlog > 0) console.dir(await measureBacklog(backlog), { depth: null });
} finally {
  await fetch(`${addresses.MAIL_URL}/api/failures`, { method: 'DELETE' });
  await send('PUT', '/api/webhooks/settings', { automatic: true });
  await database.end();
}

async function send(method: 'POST' | 'PUT', path: string, body: object): Promise<void> {
  const response = await fetch(addresses.MAIL_URL + path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
}

async function pending(): Promise<number> {
  const { rows } = await database.query(
    `select count(*)::int as pending from public.email_outbox where status = 'PENDING'`,
  );
  return rows[0].pending;
}

/** A measurement is written; an alert goes to whom it concerns. Each counts from the commit to its last email. */
async function measureAlerts(count: number): Promise<object> {
  const committed: { at: number; ids: string[] }[] = [];
  for (let number = 0; number < count; number += 1) {
    const { rows: written } = await database.query(
      `insert into public.isq_measurements (organisation_id, implant_id, value)
       select organisation_id, id, 25 from public.implants order by id limit 1 returning id`,
    );
    const at = Date.now();
    const { rows } = await database.query(
      `select email.id from public.email_outbox as email
       where email.created_at >= (select max(created_at) from public.email_outbox)`,
    );
    committed.push({ at, ids: rows.map(({ id }) => id) });
    if (written.length === 0 || rows.length === 0) throw new Error('nobody was alerted: is the seed loaded?');
    while ((await pending()) > 0) await pause(10);
    // Not in step with whatever beats in the stack.
    await pause(100 + Math.random() * 400);
  }
  const messages = (await (await fetch(`${addresses.MAIL_URL}/api/messages`)).json()) as Message[];
  const acceptedAt = new Map(messages.map((message) => [idOf(message), Date.parse(message.createdAt)]));
  const latencies = committed
    .map(({ at, ids }) => Math.max(...ids.map((id) => acceptedAt.get(id) ?? Number.NaN)) - at)
    .sort((one, other) => one - other);
  const quantile = (share: number) => latencies[Math.ceil(share * latencies.length) - 1];
  return {
    'commit → accepted by the provider, ms': {
      alerts: count,
      ...{ p50: quantile(0.5), p95: quantile(0.95), slowest: latencies.at(-1) },
    },
  };
}

/** A practice of a hundred people is told of many invoices at once. */
async function measureBacklog(count: number): Promise<object> {
  await send('POST', '/api/failures', { mode: 'throttle', perSecond: REQUESTS_PER_SECOND });
  const { rows } = await database.query(
    `with practice as (
      insert into public.organisations (name, locale) values ('Cabinet de mesure inventé', 'fr') returning id
    ), account as (
      insert into auth.users (id, instance_id, aud, role, email, email_confirmed_at)
      select gen_random_uuid(), '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
        format('personne%s@%s.test', number, practice.id), now()
      from practice, generate_series(1, $1::int) as number
      returning id
    ), member as (
      insert into public.organisation_members (organisation_id, user_id, role)
      select practice.id, account.id, 'admin' from practice, account
    ), limits as (
      insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute)
      select id, 1000 from practice
    )
    select id from practice`,
    [PEOPLE],
  );
  const organisationId = rows[0].id;
  const events = Array.from({ length: Math.ceil(count / PEOPLE) }, () => ({
    ...{ type: 'INVOICE_ISSUED', organisationId, entityId: crypto.randomUUID() },
  }));
  await database.query('select public.notify_bulk($1)', [JSON.stringify(events)]);
  const start = performance.now();
  const queued = await pending();
  while ((await pending()) > 0) await pause(250);
  const seconds = (performance.now() - start) / 1000;
  const { rows: ended } = await database.query(
    `select status, failure, count(*)::int as emails, max(attempts) as attempts, count(distinct provider_message_id)::int as accepted
     from public.email_outbox where organisation_id = $1 group by status, failure`,
    [organisationId],
  );
  const emailsPerSecond = (events.length * PEOPLE) / seconds;
  return {
    'backlog against 10 requests a second': {
      emails: events.length * PEOPLE,
      'waiting right after the commit': queued,
      seconds: Math.round(seconds * 10) / 10,
      'emails a second': Math.round(emailsPerSecond),
      'share of the limit':
        Math.round((emailsPerSecond / (REQUESTS_PER_SECOND * EMAILS_PER_REQUEST)) * 1000) / 1000,
      ended,
    },
  };
}
