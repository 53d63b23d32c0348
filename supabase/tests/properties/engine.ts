// What the engine answers about a scenario that is loaded: through the doors that everybody uses.
import type { Client } from 'pg';
import { isOurs } from './ids.ts';
import { jsonOf } from './load.ts';
import type { Channel, Event, Outcome } from './world.ts';

/** One row of an answer. */
export interface Answered {
  event_id: string;
  user_id: string;
  channel: Channel;
  decision: Outcome;
  reason: string;
  rule: string;
  source: string | null;
  source_id: string | null;
  due_at: Date | null;
}

const COLUMNS = 'user_id, channel, decision, reason, rule, source, source_id, due_at';

/** Each event as if it alone came: a dry run, with the members whom it does not concern. */
export async function explain(client: Client, events: Event[]): Promise<Answered[]> {
  const { rows } = await client.query<Answered>({
    name: 'explain',
    text: `select given.id as event_id, ${COLUMNS}
      from unnest($1::uuid[], $2::jsonb[]) as given (id, event)
      cross join lateral public.explain_notification(given.event)`,
    values: [events.map(({ id }) => id), events.map((event) => JSON.stringify(jsonOf(event)))],
  });
  return rows;
}

/** What notify() did: the trace, and the rows that people and workers find. */
export interface Done {
  traces: Answered[];
  deeds: Deed[];
}

export interface Deed {
  event_id: string;
  user_id: string;
  channel: Channel;
  decision: Outcome;
  due_at: Date | null;
}

/** All events by one call. The trace has nobody whom an event does not concern. */
export async function notifyTogether(client: Client, events: Event[]): Promise<Done> {
  const { rows } = await client.query<{ ids: string[] }>({
    name: 'notify_bulk',
    text: `select public.notify_bulk($1) -> 'eventIds' as ids`,
    values: [JSON.stringify(events.map(jsonOf))],
  });
  return doneFor(client, events, rows[0]?.ids ?? []);
}

/** The events one after another, each by a call of its own. */
export async function notifyInTurn(client: Client, events: Event[]): Promise<Done> {
  const ids: string[] = [];
  for (const event of events) {
    const { rows } = await client.query<{ id: string }>({
      name: 'notify',
      text: `select public.notify($1) ->> 'eventId' as id`,
      values: [JSON.stringify(jsonOf(event))],
    });
    ids.push(rows[0]?.id ?? '');
  }
  return doneFor(client, events, ids);
}

/** @param ids what the calls returned; of a duplicate it is an earlier event's */
async function doneFor(client: Client, events: Event[], ids: string[]): Promise<Done> {
  const fresh = events.flatMap(({ id }, number) => {
    const kept = ids[number] ?? '';
    return isOurs(kept) || ids.indexOf(kept) < number ? [] : [{ id, kept }];
  });
  const values = [fresh.map(({ id }) => id), fresh.map(({ kept }) => kept)];
  const traces = await client.query<Answered>({
    name: 'traces',
    text: `select given.id as event_id, ${COLUMNS}
      from unnest($1::uuid[], $2::uuid[]) as given (id, kept_as)
      join public.notification_deliveries as trace on trace.event_id = given.kept_as`,
    values,
  });
  const deeds = await client.query<Deed>({
    name: 'deeds',
    text: `select given.id as event_id, deed.user_id, deed.channel, deed.decision, deed.due_at
      from unnest($1::uuid[], $2::uuid[]) as given (id, kept_as)
      cross join lateral (
        select user_id, 'in_app' as channel, 'send' as decision, null::timestamptz as due_at
        from public.notifications where event_id = given.kept_as and coalesced is null
        union all
        -- A summary, once for each that it stands for.
        select user_id, 'in_app', 'coalesce', null
        from public.notifications, generate_series(1, coalesced)
        where event_id = given.kept_as
        union all
        select
          user_id, 'email', case when send_after > notify.clock() then 'queue' else 'send' end,
          nullif(send_after, notify.clock())
        from public.email_outbox where event_id = given.kept_as and type <> 'NOTIFICATION_SUMMARY'
        union all
        select user_id, 'email', 'digest', due_at
        from public.notification_digest where event_id = given.kept_as
      ) as deed`,
    values,
  });
  return { traces: traces.rows, deeds: deeds.rows };
}
