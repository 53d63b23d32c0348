-- Notifications for a future moment.

create type public.scheduled_status as enum ('PENDING', 'SENT', 'CANCELLED', 'SKIPPED', 'FAILED');
comment on type public.scheduled_status is
  'PENDING until its moment; then SENT, SKIPPED (too late) or FAILED (refused by the engine). CANCELLED before.';

create table public.scheduled_notifications (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  key text not null default gen_random_uuid()::text constraint key_length check (length(key) between 1 and 200),
  event jsonb not null,
  send_at timestamptz not null,
  not_before timestamptz,
  local_time timestamp,
  valid_until timestamptz,
  status public.scheduled_status not null default 'PENDING',
  reason text,
  event_id uuid references public.notification_events (id) on delete set null,
  appointment_id uuid,
  created_by uuid,
  created_at timestamptz not null default notify.clock(),
  settled_at timestamptz,
  unique (organisation_id, key),
  constraint pending_is_not_settled check ((status = 'PENDING') = (settled_at is null)),
  constraint says_why_not check (status in ('PENDING', 'SENT') or reason is not null)
);

comment on table public.scheduled_notifications is
  'Events that notify() will be given at a future moment, and the trace of those that were, or why not.';
comment on column public.scheduled_notifications.key is
  'What it is for, one row each: scheduling again under a key moves what waits. Reminders: appointment:<id>:<hours>.';
comment on column public.scheduled_notifications.event is 'The event, as for notify().';
comment on column public.scheduled_notifications.not_before is
  'Set by a trouble that passes: it is tried again from then on, behind what has been due for longer by then.';
comment on column public.scheduled_notifications.local_time is
  'Set when the moment was given as a time of the organisation''s own clock: send_at follows its time zone.';
comment on column public.scheduled_notifications.valid_until is 'From then on it would be wrong to send it: SKIPPED. Null: better late than never.';
comment on column public.scheduled_notifications.reason is 'past, appointment_cancelled, …; for FAILED the engine''s words.';
comment on column public.scheduled_notifications.created_by is
  'The admin who scheduled it, and who must still be one when it is sent; null: a server. No foreign key: an erased account must not become a server.';
comment on column public.scheduled_notifications.appointment_id is 'The appointment that it reminds of. No foreign key: the trace outlives it.';

-- What cron looks for.
create index scheduled_notifications_due_idx
on public.scheduled_notifications (greatest(send_at, not_before)) where status = 'PENDING';
-- The oldest of an organisation, for retention.
create index scheduled_notifications_settled_idx
on public.scheduled_notifications (organisation_id, settled_at) where settled_at is not null;
create index scheduled_notifications_appointment_idx
on public.scheduled_notifications (appointment_id) where appointment_id is not null;
-- Retraction starts from the deleted subject.
create index scheduled_notifications_patient_idx
on public.scheduled_notifications (organisation_id, (event ->> 'patientId'));
create index scheduled_notifications_entity_idx
on public.scheduled_notifications (organisation_id, (event ->> 'entityId'));
create index scheduled_notifications_event_id_idx on public.scheduled_notifications (event_id);

alter table public.scheduled_notifications enable row level security;

grant select on public.scheduled_notifications to authenticated;
grant select, delete on public.scheduled_notifications to service_role;

create policy "Admins see what is scheduled in their organisations" on public.scheduled_notifications
for select to authenticated
using (organisation_id in (select notify.my_administered()));

create function notify.schedule_moment(send_at text, timezone text, out moment timestamptz, out local_time timestamp)
language plpgsql
stable
set search_path = ''
as $$
begin
  if schedule_moment.send_at ~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$' then
    begin
      local_time := schedule_moment.send_at::timestamp;
    exception
      when datetime_field_overflow or invalid_datetime_format then
        perform notify.refuse('CN003', 'send_at', 'is not a date that exists');
    end;
    moment := local_time at time zone schedule_moment.timezone;
  else
    moment := notify.event_time(jsonb_build_object('send_at', schedule_moment.send_at), 'send_at');
    if moment is null then
      perform notify.refuse('CN002', 'send_at', 'is required');
    end if;
  end if;
end;
$$;

comment on function notify.schedule_moment(text, text) is
  'The moment that a text names: ISO 8601 with an offset, or without one as a local time (local_time) in an IANA time zone. Errors CN002, CN003.';

create function public.schedule_notification(event jsonb, send_at text, key text default null)
returns uuid
language plpgsql
-- Definer: the table is the engine's.
security definer
set search_path = ''
as $$
declare
  organisation uuid := notify.event_uuid(schedule_notification.event, 'organisationId');
  signed jsonb := notify.signed(schedule_notification.event);
  at record;
  scheduled public.scheduled_notifications;
begin
  perform notify.require_admin(organisation);
  if length(schedule_notification.key) not between 1 and 200 or schedule_notification.key ~ '^appointment:' then
    perform notify.refuse('CN003', 'key', 'must have between 1 and 200 characters, and not begin with appointment:');
  end if;
  -- Checked now, so that a mistake is told to whoever makes it and not to nobody at night.
  perform notify.parse_event(signed);
  select moment, local_time into at
  from notify.schedule_moment(
    schedule_notification.send_at, (select timezone from public.organisations where id = organisation)
  );

  if (signed ->> 'expiresAt')::timestamptz <= at.moment then
    perform notify.refuse('CN003', 'expiresAt', 'must be after send_at');
  end if;

  insert into public.scheduled_notifications as present (
    organisation_id, key, event, send_at, local_time, created_by, status, reason, settled_at
  )
  select
    organisation, coalesce(schedule_notification.key, gen_random_uuid()::text), signed, at.moment, at.local_time, auth.uid(),
    case when at.moment <= notify.clock() then 'SKIPPED' else 'PENDING' end::public.scheduled_status,
    case when at.moment <= notify.clock() then 'past' end,
    case when at.moment <= notify.clock() then notify.clock() end
  on conflict on constraint scheduled_notifications_organisation_id_key_key do update
  set
    event = excluded.event, send_at = excluded.send_at, local_time = excluded.local_time,
    created_by = excluded.created_by, status = excluded.status,
    reason = excluded.reason, settled_at = excluded.settled_at, event_id = null, not_before = null
  where present.status <> 'SENT'
  returning * into scheduled;
  if scheduled.id is null then
    perform notify.refuse('CN003', 'key', 'was already sent');
  end if;
  perform notify.audit(
    organisation, 'notification.schedule',
    jsonb_build_object(
      'id', scheduled.id, 'type', signed -> 'type', 'sendAt', scheduled.send_at, 'status', scheduled.status
    )
  );
  return scheduled.id;
end;
$$;

comment on function public.schedule_notification(jsonb, text, text) is
  'notify() at a future moment. send_at: ISO 8601 with an offset, or a local time (2026-12-24T09:00) on the organisation''s own clock, which follows its time zone. key: what it is for; scheduling again under it moves what waits. A moment of the past is kept as SKIPPED and sends nothing. For admins of the organisation and the service role; audited. Returns the id. Errors as notify(), and CN003 send_at, key.';
grant execute on function public.schedule_notification(jsonb, text, text) to authenticated, service_role;

create function public.cancel_scheduled_notification(organisation_id uuid, key text)
returns integer
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  cancelled integer;
begin
  perform notify.require_admin(cancel_scheduled_notification.organisation_id);
  update public.scheduled_notifications as waiting
  set status = 'CANCELLED', reason = 'cancelled', settled_at = notify.clock()
  where waiting.organisation_id = cancel_scheduled_notification.organisation_id
    and waiting.key = cancel_scheduled_notification.key
    and waiting.status = 'PENDING';
  get diagnostics cancelled = row_count;
  if cancelled > 0 then
    perform notify.audit(
      cancel_scheduled_notification.organisation_id, 'notification.cancel',
      jsonb_build_object('key', cancel_scheduled_notification.key)
    );
  end if;
  return cancelled;
end;
$$;

comment on function public.cancel_scheduled_notification(uuid, text) is
  'Cancels what waits under a key. Returns how many were cancelled: 0 when it was sent already, or never scheduled. A dispatch that has begun comes first: then nothing is cancelled and 0 says so. For admins of the organisation and the service role; audited.';
grant execute on function public.cancel_scheduled_notification(uuid, text) to authenticated, service_role;

create function notify.as_of_now(event jsonb)
returns jsonb
language sql
stable
set search_path = ''
as $$
  select as_of_now.event - 'actorId' - 'recipientIds'
    || coalesce(
      (
        select jsonb_build_object('actorId', member.user_id)
        from public.organisation_members as member
        where member.organisation_id = (as_of_now.event ->> 'organisationId')::uuid
          and member.user_id = (as_of_now.event ->> 'actorId')::uuid
      ),
      '{}'
    )
    || case
      when jsonb_typeof(as_of_now.event -> 'recipientIds') = 'array' then jsonb_build_object('recipientIds', (
        select coalesce(jsonb_agg(member.user_id), '[]')
        from jsonb_array_elements_text(as_of_now.event -> 'recipientIds') as named (user_id)
        join public.organisation_members as member
          on member.organisation_id = (as_of_now.event ->> 'organisationId')::uuid
          and member.user_id = named.user_id::uuid
      ))
      else '{}'
    end;
$$;

comment on function notify.as_of_now(jsonb) is
  'A scheduled event without those who have left since: as its actor they are nobody, as recipients they are left out. When nobody is left the engine refuses it.';

create function notify.send_scheduled(due public.scheduled_notifications)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  obstacle text := case
    when send_scheduled.due.valid_until <= notify.clock() then 'past'
    when send_scheduled.due.created_by is not null and not exists (
      select from public.organisation_members as member
      where member.organisation_id = send_scheduled.due.organisation_id and member.user_id = send_scheduled.due.created_by
        and member.role in ('owner', 'admin')
    ) then 'sender_no_longer_admin'
  end;
  outcome jsonb;
begin
  if obstacle is not null then
    update public.scheduled_notifications
    set status = 'SKIPPED', reason = obstacle, settled_at = notify.clock() where id = send_scheduled.due.id;
    return false;
  end if;
  outcome := public.notify(notify.as_of_now(send_scheduled.due.event));
  update public.scheduled_notifications
  set status = 'SENT', event_id = (outcome ->> 'eventId')::uuid, settled_at = notify.clock() where id = send_scheduled.due.id;
  return true;
exception
  when others then
    -- Deadlock, lock or resources: the database's trouble passes, and so does CN006 of somebody who left just now. The next
    -- run tries again, behind those that wait.
    if substr(sqlstate, 1, 2) in ('40', '53', '55', '57') or sqlstate = 'CN006' then
      raise warning 'notify.dispatch_scheduled: % (%)', sqlerrm, sqlstate;
      update public.scheduled_notifications
      set not_before = notify.clock() + interval '30 seconds' where id = send_scheduled.due.id;
    else
      -- One that the engine refuses must not hold up the others; its words are the trace.
      update public.scheduled_notifications
      set status = 'FAILED', reason = sqlerrm, settled_at = notify.clock() where id = send_scheduled.due.id;
    end if;
    return false;
end;
$$;

comment on function notify.send_scheduled(public.scheduled_notifications) is
  'Gives notify() one that is due and that the caller has locked. What is too late, or scheduled by somebody who is no admin any more, is SKIPPED; what the engine refuses is FAILED with its words; what meets a trouble that passes is tried again 30 seconds later. Whether it was sent.';

create function notify.dispatch_scheduled(batch_size integer default 50, budget interval default '10 seconds')
returns integer
language plpgsql
set search_path = ''
as $$
declare
  started constant timestamptz := clock_timestamp();
  due public.scheduled_notifications;
  sent integer := 0;
begin
  for due in
    select * from public.scheduled_notifications
    where status = 'PENDING' and greatest(send_at, not_before) <= notify.clock()
    order by greatest(send_at, not_before)
    limit dispatch_scheduled.batch_size
    for update skip locked
  loop
    sent := sent + notify.send_scheduled(due)::integer;
    exit when clock_timestamp() >= started + dispatch_scheduled.budget;
  end loop;
  return sent;
end;
$$;

comment on function notify.dispatch_scheduled(integer, interval) is
  'Gives notify() what is due, what is due the longest first: at least one, then up to batch_size for as long as the budget lasts, so that no call holds locks for long; the next one goes on. Returns how many were sent.';

create function notify.scheduled_due()
returns boolean
language sql
-- Volatile: it locks the row that it finds.
volatile
set search_path = ''
as $$
  select exists (
    select from public.scheduled_notifications as waiting
    where waiting.status = 'PENDING' and greatest(waiting.send_at, waiting.not_before) <= notify.clock()
    for update skip locked
  );
$$;

comment on function notify.scheduled_due() is
  'Whether a dispatch would find something to do: due, and in no other transaction''s hands.';

create function notify.tg_organisations__after_update_reschedule()
returns trigger
language plpgsql
-- Definer: the table is the engine's.
security definer
set search_path = ''
as $$
begin
  update public.scheduled_notifications as waiting
  set send_at = waiting.local_time at time zone new.timezone
  where waiting.organisation_id = new.id and waiting.status = 'PENDING' and waiting.local_time is not null;
  -- A moment that the new clock has passed already.
  update public.scheduled_notifications as waiting
  set status = 'SKIPPED', reason = 'past', settled_at = notify.clock()
  where waiting.organisation_id = new.id and waiting.status = 'PENDING' and waiting.local_time is not null
    and waiting.send_at <= notify.clock();
  return null;
end;
$$;

comment on function notify.tg_organisations__after_update_reschedule() is
  'What was scheduled by the organisation''s clock follows its time zone.';

create trigger tg_organisations__after_update_reschedule
after update of timezone on public.organisations
for each row
when (new.timezone is distinct from old.timezone)
execute function notify.tg_organisations__after_update_reschedule();
