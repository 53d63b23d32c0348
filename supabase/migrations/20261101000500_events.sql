-- What happened, and why each person heard of it or did not.

create table public.notification_events (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  type text not null references notify.types (type),
  severity public.notification_severity not null,
  priority public.notification_priority,
  actor_id uuid references auth.users (id) on delete set null,
  patient_id uuid,
  team_id uuid,
  entity_type text,
  entity_id uuid,
  recipient_ids uuid[],
  payload jsonb not null default '{}',
  dedupe_key text,
  throttle_key text,
  throttled_by uuid,
  expires_at timestamptz,
  created_at timestamptz not null default notify.clock(),
  accepted_at timestamptz not null default notify.clock(),
  retracted_at timestamptz,
  emptied_at timestamptz
);

comment on table public.notification_events is 'One row for each accepted event. Written by the engine alone.';
comment on column public.notification_events.priority is
  'The type''s when the event was accepted: what the rate limit exempts is told without asking again what type it was.';
comment on column public.notification_events.actor_id is 'Who caused it.';
comment on column public.notification_events.patient_id is
  'The patient concerned: as given, else that of the entity. No foreign key: the event outlives the record, and the reference was checked when it was accepted.';
comment on column public.notification_events.team_id is 'The team concerned, as given. The team that keeps the patient''s file is asked each time.';
comment on column public.notification_events.recipient_ids is 'Members named by the event instead of the type''s audience.';
comment on column public.notification_events.payload is 'As received. Only allow-listed keys ever reach a text.';
comment on column public.notification_events.throttle_key is 'What a type with a throttle counts by; null for types without.';
comment on column public.notification_events.throttled_by is 'The earlier event of the same key that was let through instead; null: this one was.';
comment on column public.notification_events.expires_at is 'From then on its notifications are hidden.';
comment on column public.notification_events.created_at is 'When it happened, as the event says.';
comment on column public.notification_events.accepted_at is 'When the engine took it.';
comment on column public.notification_events.retracted_at is 'When it was withdrawn, or its subject deleted.';
comment on column public.notification_events.emptied_at is
  'When retention took all but the row, which a dedupe_key keeps for ever.';

-- The race-free half of dedupeKey: a second event of the organisation with the same key cannot be inserted.
create unique index notification_events_dedupe_key_idx
on public.notification_events (organisation_id, dedupe_key) where dedupe_key is not null;
-- "The latest event of this type": the debug endpoint.
create index notification_events_latest_idx on public.notification_events (organisation_id, type, created_at desc);
-- "Is this organisation in a flood?", and the oldest events for retention.
create index notification_events_accepted_idx
on public.notification_events (organisation_id, accepted_at) where emptied_at is null;
-- "Was one of the same key let through lately?"
create index notification_events_throttle_idx
on public.notification_events (organisation_id, type, throttle_key, accepted_at desc)
where throttle_key is not null and throttled_by is null;
-- Retraction starts from the deleted subject.
create index notification_events_patient_idx on public.notification_events (patient_id) where patient_id is not null;
create index notification_events_entity_idx on public.notification_events (entity_id) where entity_id is not null;
create index notification_events_type_idx on public.notification_events (type);
create index notification_events_actor_id_idx on public.notification_events (actor_id);

create table public.notification_deliveries (
  event_id uuid not null,
  organisation_id uuid not null,
  user_id uuid not null,
  channel public.notification_channel not null,
  decision text not null constraint decision_known check (decision in ('send', 'queue', 'digest', 'coalesce', 'skip')),
  reason text not null,
  rule text not null,
  source text,
  source_id uuid,
  due_at timestamptz,
  created_at timestamptz not null default notify.clock(),
  primary key (event_id, user_id, channel)
);

comment on table public.notification_deliveries is
  'Why each person concerned by an event got it on a channel, or did not: what notify.route decided at the time.';
comment on column public.notification_deliveries.event_id is
  'Of the transaction that wrote the event. No foreign key: PostgreSQL would check it row by row; a trigger deletes what goes with an event.';
comment on column public.notification_deliveries.organisation_id is 'The event''s; no foreign key of its own, it goes with the event.';
comment on column public.notification_deliveries.user_id is 'No foreign key: see the migration about departures.';
comment on column public.notification_deliveries.decision is
  'send: at once. queue: when quiet hours end. digest: with the next summary. coalesce: counted in one row for all the surplus. skip: not.';
comment on column public.notification_deliveries.reason is 'Which outcome of the rule; the list is in docs/rules.md.';
comment on column public.notification_deliveries.rule is 'The rule that decided; the list is in docs/rules.md.';
comment on column public.notification_deliveries.source is 'Table of the row that decided; null when the rule needs none.';
comment on column public.notification_deliveries.source_id is
  'Its id; null when the person, the organisation and the type or category are its key.';
comment on column public.notification_deliveries.due_at is 'When what waits is due.';

-- "How much did this person get in the last minute?"
create index notification_deliveries_recent_idx on public.notification_deliveries (user_id, organisation_id, created_at desc);

create function notify.tg_notification_events__after_delete_forget()
returns trigger
language plpgsql
-- Definer: whoever may delete an event may delete its trace.
security definer
set search_path = ''
as $$
begin
  delete from public.notification_deliveries as trace where trace.event_id = any (array(select gone.id from gone));
  return null;
end;
$$;

comment on function notify.tg_notification_events__after_delete_forget() is 'The trace of an event goes with it.';

create trigger tg_notification_events__after_delete_forget
after delete on public.notification_events
referencing old table as gone
for each statement execute function notify.tg_notification_events__after_delete_forget();

alter table public.notification_events enable row level security;
alter table public.notification_deliveries enable row level security;

grant select on public.notification_events, public.notification_deliveries to authenticated;
grant select, delete on public.notification_events, public.notification_deliveries to service_role;

create policy "Admins see the events of their organisations" on public.notification_events
for select to authenticated
using (organisation_id in (select notify.my_administered()));

create policy "Admins see the decisions of their organisations" on public.notification_deliveries
for select to authenticated
using (organisation_id in (select notify.my_administered()));
