// All that the engine says of a practice, by who may hear it.
import type { Client } from 'pg';

export interface Item {
  event_id: string;
  type: string;
  locale: string;
  title: string;
  message: string;
  link: string | null;
  coalesced: number | null;
  payload: Payload;
  entity_id: string | null;
  patient_id: string | null;
}

export interface Email {
  event_id: string | null;
  type: string;
  locale: string;
  template: string;
  subject: string;
  payload: Record<string, unknown>;
  words: string;
  event_payload: Payload | null;
}

/** A payload as the engine keeps it; numbers as they are written. */
export type Payload = Record<string, { kind: string; text: string }>;

const KEPT = `(
  select coalesce(jsonb_object_agg(key, jsonb_build_object('kind', jsonb_typeof(value), 'text', event.payload ->> key)), '{}')
  from jsonb_each(event.payload)
)`;

/** The inbox: the only place where a value of an event may be read. */
export async function itemsOf(client: Client, organisation: string): Promise<Item[]> {
  const { rows } = await client.query<Item>(
    `select item.event_id, item.type, coalesce(profile.locale, 'fr') as locale, item.title, item.message, item.link,
       item.coalesced, event.entity_id, event.patient_id, ${KEPT} as payload
     from public.notifications as item
     join public.notification_events as event on event.id = item.event_id
     left join public.profiles as profile on profile.user_id = item.user_id
     where item.organisation_id = $1`,
    [organisation],
  );
  return rows;
}

export async function emailsOf(client: Client, organisation: string): Promise<Email[]> {
  const { rows } = await client.query<Email>(
    `select email.event_id, email.type, email.locale, email.template, email.subject, email.payload,
       (to_jsonb(email) - array['id', 'organisation_id', 'user_id', 'event_id', 'batch_id', 'created_at', 'send_after'])::text as words,
       case when event.id is not null then ${KEPT} end as event_payload
     from public.email_outbox as email
     left join public.notification_events as event on event.id = email.event_id
     where email.organisation_id = $1`,
    [organisation],
  );
  return rows;
}

/** What leaves the practice, or is read by machines: source → text. Emails are apart. */
export async function tracesOf(client: Client, organisation: string): Promise<Record<string, string>> {
  const { rows } = await client.query<{ source: string; words: string | null }>(
    `select 'digest entries' as source, string_agg(to_jsonb(entry)::text, E'\\n') as words
     from public.notification_digest as entry where organisation_id = $1
     union all
     select 'realtime messages', string_agg(concat_ws(' ', topic, event, payload), E'\\n')
     from realtime.messages
     where topic in (select 'user:' || user_id || ':notifications' from public.organisation_members where organisation_id = $1)
     union all
     select 'request queue', string_agg(concat_ws(' ', url, headers, convert_from(body, 'utf8')), E'\\n') from net.http_request_queue
     union all
     select 'trace', string_agg(to_jsonb(trace)::text, E'\\n')
     from public.notification_deliveries as trace where organisation_id = $1
     union all
     select 'audit log', string_agg(details::text, E'\\n') from public.audit_logs where organisation_id = $1
     union all
     select 'reasons of what was not sent', string_agg(reason, E'\\n')
     from public.scheduled_notifications where organisation_id = $1`,
    [organisation],
  );
  return Object.fromEntries(rows.map(({ source, words }) => [source, words ?? '']));
}
