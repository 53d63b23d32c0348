import type pg from 'pg';

/** Days that an organisation keeps what it has. */
const RETENTION_DAYS = 30;
/** Windows that pass: one fills the tables, the others renew them. */
const WINDOWS = 4;
const SPAN_DAYS = RETENTION_DAYS * WINDOWS;
/** Events of one call, each of another practice. */
const BATCH = 20;

/** One event in ten is an alert that is emailed as well; all are about a patient. */
const isAlert = (event: number) => event % 10 === 0;

/**
 * Lets time pass as fast as events are written: the engine's clock is the session's `bench.ahead` days into a span that
 * ends now. Each organisation keeps thirty days, and upkeep of the server, made for months, has seconds.
 * @param admin superuser
 */
export async function accelerate(admin: pg.Client): Promise<void> {
  await admin.query(
    `create or replace function notify.clock() returns timestamptz language sql stable set search_path = ''
     return statement_timestamp()
       + make_interval(secs => 86400 * (coalesce(nullif(current_setting('bench.ahead', true), ''), '0')::float8 - ${SPAN_DAYS}))`,
  );
  await admin.query(
    `insert into public.organisation_notification_settings (organisation_id, retention_days)
     select id, ${RETENTION_DAYS} from public.organisations
     on conflict (organisation_id) do update set retention_days = excluded.retention_days`,
  );
  await admin.query("alter system set autovacuum_naptime = '1s'");
  await admin.query("alter system set autovacuum_vacuum_cost_delay = '0'");
  await admin.query('select pg_reload_conf()');
}

/** Where in time a share of all events has been written. */
const aheadAt = (share: number) => String(share * SPAN_DAYS);

/** What an event is about, by number: practice after practice. */
export interface Subjects {
  organisationIds: string[];
  /** One patient of each. */
  patientIds: string[];
}

/** Calls of notify_bulk() that several writers share. */
export interface Calls {
  /** The next one; undefined: this part is written. */
  next(): number | undefined;
  /** In all parts. */
  total: number;
}

/** @param admin of a database with a world (createWorld) */
export async function subjectsOf(admin: pg.Client): Promise<Subjects> {
  const { rows } = await admin.query<{ organisationId: string; patientId: string }>(
    `select organisation_id as "organisationId", id as "patientId" from bench.patients
     where patient = 1 order by practice`,
  );
  return {
    organisationIds: rows.map(({ organisationId }) => organisationId),
    patientIds: rows.map(({ patientId }) => patientId),
  };
}

/**
 * Writes calls until there is none.
 * @param written gets the events of each call
 * @returns rows of the inbox
 */
export async function write(
  client: pg.Client,
  calls: Calls,
  { organisationIds, patientIds }: Subjects,
  written: string[],
): Promise<number> {
  let rows = 0;
  for (let call = calls.next(); call !== undefined; call = calls.next()) {
    const events = Array.from({ length: BATCH }, (_, index) => {
      const event = (call as number) * BATCH + index;
      const place = event % organisationIds.length;
      return {
        type: isAlert(event) ? 'ISQ_WARNING' : 'TEAM_ACTIVITY',
        organisationId: organisationIds[place],
        patientId: patientIds[place],
        payload: isAlert(event) ? { value: 55 + (event % 5) } : {},
      };
    });
    const { rows: answers } = await client.query<{ told: { inApp: number; eventIds: string[] } }>({
      name: 'write',
      text: `select public.notify_bulk($1) as told from set_config('bench.ahead', $2, false)`,
      values: [JSON.stringify(events), aheadAt(call / calls.total)],
    });
    rows += answers[0]?.told.inApp ?? 0;
    written.push(...(answers[0]?.told.eventIds ?? []));
  }
  return rows;
}

/** Eighty-five of a hundred people read what they are told of these events, all rows of an event at once. */
export async function read(client: pg.Client, eventIds: readonly string[]): Promise<void> {
  for (let from = 0; from < eventIds.length; from += BATCH) {
    await client.query({
      name: 'read',
      text: `update public.notifications set is_read = true, seen_at = notify.clock()
        where event_id = any ($1::uuid[]) and abs(hashtext(user_id::text)) % 100 < 85`,
      values: [eventIds.slice(from, from + BATCH)],
    });
  }
}

/** Sends what the outbox holds, batch by batch, as the worker does with a provider that takes everything at once. */
export async function sendEmails(client: pg.Client): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ lease: string | null; sent: object[] | null }>({
      name: 'claim',
      text: `select (array_agg(lease_token))[1] as lease, jsonb_agg(jsonb_build_object('id', id, 'providerMessageId', id)) as sent
        from notify.claim_emails(100)`,
    });
    const [claimed] = rows;
    if (!claimed?.lease) return;
    await client.query({ name: 'begin', text: 'select notify.begin_sending($1)', values: [claimed.lease] });
    await client.query({
      name: 'ack',
      text: 'select notify.ack_emails($1, $2)',
      values: [claimed.lease, JSON.stringify(claimed.sent)],
    });
  }
}

/**
 * Deletes what is too old, round after round, as the job of cron does.
 * @returns rows of the inbox that went
 */
export async function cleanUp(client: pg.Client): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { rows } = await client.query<{ gone: Record<string, number> }>({
      name: 'clean up',
      text: 'select notify.clean_up() as gone',
    });
    const gone = rows[0]?.gone ?? {};
    deleted += gone.notifications ?? 0;
    if (Object.values(gone).every((count) => count === 0)) return deleted;
  }
}

/** Moves a connection's clock to a share of the whole span. */
export const moveClock = (client: pg.Client, share: number) =>
  client.query("select set_config('bench.ahead', $1, false)", [aheadAt(share)]);

/** What other programs take away: hints that are sent, requests that were made. */
export const forgetTransient = (admin: pg.Client) =>
  admin.query('truncate realtime.messages, net.http_request_queue');

/**
 * Calls that write so many rows, about. An event is one; it is told to a practice's staff but its operators, or to those who
 * treat: for each of them one row of the inbox and two traces, and of an alert an email.
 */
export function callsFor(rows: number, people: number): number {
  const emails = 0.1 * Math.ceil((people * 56) / 100);
  const told = 0.9 * (people - 2) + emails;
  return Math.ceil(rows / (BATCH * (1 + 3 * told + emails)));
}
