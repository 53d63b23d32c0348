-- What happened, and why each person heard of it or did not.

create table public.notification_events (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  type text not null references notify.types (type),
  severity public.notification_severity not null,
  actor_id uuid references auth.users (id) on delete set null,
  patient_id uuid,
  entity_type text,
  entity_id uuid,
  recipient_ids uuid[],
  payload jsonb not null default '{}',
  dedupe_key text,
  created_at timestamptz not null default now()
);

comment on table public.notification_events is 'One row for each accepted event. Written by notify() alone.';
comment on column public.notification_events.actor_id is 'Who caused it.';
comment on column public.notification_events.patient_id is
  'No foreign key: the event outlives the record, and the reference was checked when it was accepted.';
comment on column public.notification_events.recipient_ids is 'Members named by the event instead of the type''s audience.';
comment on column public.notification_events.payload is 'As received. Only allow-listed keys ever reach a text.';
comment on column public.notification_events.created_at is 'When it happened, as the event says.';

-- The race-free half of dedupeKey: a second event of the organisation with the same key cannot be inserted.
create unique index notification_events_dedupe_key_idx
on public.notification_events (organisation_id, dedupe_key) where dedupe_key is not null;
-- "The latest event of this type": the debug endpoint.
create index notification_events_latest_idx on public.notification_events (organisation_id, type, created_at desc);
create index notification_events_type_idx on public.notification_events (type);
create index notification_events_actor_id_idx on public.notification_events (actor_id);

create table public.notification_deliveries (
  event_id uuid not null references public.notification_events (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  channel public.notification_channel not null,
  decision text not null constraint decision_known check (decision in ('send', 'digest', 'skip')),
  reason text not null,
  created_at timestamptz not null default now(),
  primary key (event_id, user_id, channel)
);

comment on table public.notification_deliveries is
  'Why each person concerned by an event got it on a channel, or did not: what notify.route decided at the time.';
comment on column public.notification_deliveries.reason is 'The rule that decided; the list is in docs/lifecycle.md.';

create index notification_deliveries_user_id_idx on public.notification_deliveries (user_id);

alter table public.notification_events enable row level security;
alter table public.notification_deliveries enable row level security;

grant select on public.notification_events, public.notification_deliveries to authenticated;
grant select, delete on public.notification_events, public.notification_deliveries to service_role;

create policy "Admins see the events of their organisations" on public.notification_events
for select to authenticated
using (organisation_id in (select notify.my_administered()));

create policy "Admins see the decisions of their organisations" on public.notification_deliveries
for select to authenticated
using (
  exists (
    select from public.notification_events as event
    where event.id = event_id
      and event.organisation_id in (
        select notify.my_administered()
      )
  )
);
