-- Appointments: who is told of a change, and the reminders that move with it, all in its own transaction.

create function notify.plan_reminders(appointment_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Rows are locked in one order by whoever locks several, so that nobody waits in a circle.
  perform from public.scheduled_notifications as waiting
  where waiting.appointment_id = any (plan_reminders.appointment_ids) and waiting.status = 'PENDING'
  order by waiting.key
  for update;

  with wanted as (
    select
      appointment.organisation_id,
      appointment.id as appointment_id,
      format('appointment:%s:%s', appointment.id, before.hours) as key,
      appointment.starts_at - make_interval(hours => before.hours) as send_at,
      -- An hour late it would say the wrong thing.
      least(
        appointment.starts_at, appointment.starts_at - make_interval(hours => before.hours) + interval '1 hour'
      ) as valid_until,
      jsonb_strip_nulls(jsonb_build_object(
        'type', 'APPOINTMENT_REMINDER',
        'organisationId', appointment.organisation_id,
        'patientId', appointment.patient_id,
        'entityId', appointment.id,
        'recipientIds', nullif(
          to_jsonb(array_remove(array[appointment.practitioner_id, patient.user_id], null)), '[]'
        ),
        -- From the start on it would say the wrong thing in the inbox too.
        'expiresAt', to_char(appointment.starts_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
        'payload', jsonb_build_object(
          'hours', before.hours,
          'time', to_char(appointment.starts_at at time zone organisation.timezone, 'HH24:MI')
        )
      )) as event
    from public.appointments as appointment
    join public.patients as patient on patient.id = appointment.patient_id
    join public.organisations as organisation on organisation.id = appointment.organisation_id
    left join public.organisation_notification_settings as settings
      on settings.organisation_id = appointment.organisation_id
    cross join lateral (
      select distinct hours from unnest(coalesce(settings.reminder_hours, '{24,2}')) as hours
    ) as before
    where appointment.id = any (plan_reminders.appointment_ids)
      and appointment.status in ('scheduled', 'confirmed')
  ),
  dropped as (
    update public.scheduled_notifications as waiting
    set status = 'CANCELLED', settled_at = notify.clock(), reason = coalesce(
      (
        select case when appointment.status in ('scheduled', 'confirmed') then 'reminders_changed' else 'appointment_' || appointment.status end
        from public.appointments as appointment where appointment.id = waiting.appointment_id
      ),
      'appointment_deleted'
    )
    where waiting.appointment_id = any (plan_reminders.appointment_ids)
      and waiting.status = 'PENDING'
      and not exists (
        select from wanted where wanted.organisation_id = waiting.organisation_id and wanted.key = waiting.key
      )
  )
  insert into public.scheduled_notifications as present (
    organisation_id, key, appointment_id, event, send_at, valid_until, status, reason, settled_at
  )
  select
    wanted.organisation_id, wanted.key, wanted.appointment_id, wanted.event, wanted.send_at, wanted.valid_until,
    case when wanted.send_at <= notify.clock() then 'SKIPPED' else 'PENDING' end::public.scheduled_status,
    case when wanted.send_at <= notify.clock() then 'past' end,
    case when wanted.send_at <= notify.clock() then notify.clock() end
  from wanted
  order by wanted.key
  on conflict (organisation_id, key) do update
  set
    event = excluded.event,
    send_at = excluded.send_at,
    valid_until = excluded.valid_until,
    -- One that is due but not yet dispatched stays due.
    status = case when present.status = 'PENDING' and present.send_at = excluded.send_at then present.status else excluded.status end,
    reason = case when present.status = 'PENDING' and present.send_at = excluded.send_at then present.reason else excluded.reason end,
    settled_at = case when present.status = 'PENDING' and present.send_at = excluded.send_at then present.settled_at else excluded.settled_at end,
    not_before = null,
    event_id = null
  -- Said once for a moment, it is not said again.
  where (present.status <> 'SENT' or present.send_at <> excluded.send_at)
    -- What is as it should be is not written again.
    and (
      (present.event, present.send_at, present.valid_until)
        is distinct from (excluded.event, excluded.send_at, excluded.valid_until)
      or present.status not in ('PENDING', excluded.status)
    );
end;
$$;

comment on function notify.plan_reminders(uuid[]) is
  'Makes the reminders of these appointments what they should be now: as many as the organisation wants, before the start, to the practitioner and the patient''s own account; none for what is cancelled or gone. One whose moment has passed is kept as SKIPPED: past. Idempotent: writes only what changes.';

create function notify.raise_appointment_events(changes jsonb)
returns void
language plpgsql
set search_path = ''
as $$
declare
  events jsonb;
begin
  with change as (
    select given.type, given.also, appointment.*, patient.user_id as patient_account
    from jsonb_to_recordset(raise_appointment_events.changes) as given (appointment_id uuid, type text, also uuid)
    join public.appointments as appointment on appointment.id = given.appointment_id
    join public.patients as patient on patient.id = appointment.patient_id
  ),
  -- Whoever stays a member until this is written. Who is leaving at this moment is not told, rather than waited for.
  staying as materialized (
    select member.organisation_id, member.user_id
    from public.organisation_members as member
    where (member.organisation_id, member.user_id) in (
      select change.organisation_id, person.user_id
      from change
      cross join unnest(
        array[change.practitioner_id, change.patient_account, change.also, (select auth.uid())]
      ) as person (user_id)
    )
    for key share of member skip locked
  )
  select jsonb_agg(jsonb_build_object(
    'type', change.type,
    'organisationId', change.organisation_id,
    'patientId', change.patient_id,
    'entityId', change.id,
    'actorId', actor.user_id,
    'recipientIds', concerned.user_ids
  ) order by change.id)
  into events
  from change
  left join staying as actor
    on actor.organisation_id = change.organisation_id and actor.user_id = (select auth.uid())
  cross join lateral (
    select jsonb_agg(distinct staying.user_id) as user_ids
    from staying
    where staying.organisation_id = change.organisation_id
      and staying.user_id in (change.practitioner_id, change.patient_account, change.also)
      -- Whoever changes it knows.
      and staying.user_id is distinct from actor.user_id
  ) as concerned
  where concerned.user_ids is not null;
  if events is not null then
    perform notify.send_all(events);
  end if;
end;
$$;

comment on function notify.raise_appointment_events(jsonb) is
  'Tells the practitioner and the patient''s own account of each change, except whoever makes it. changes: [{appointment_id, type, also: somebody else who is concerned}].';

create function notify.tg_appointments__after_insert_notify()
returns trigger
language plpgsql
-- Definer: whoever may make an appointment may cause its notifications, without the right to call notify().
security definer
set search_path = ''
as $$
begin
  perform notify.plan_reminders(array(
    select made.id from made where made.status in ('scheduled', 'confirmed') and made.starts_at > notify.clock()
  ));
  perform notify.raise_appointment_events((
    select jsonb_agg(jsonb_build_object('appointment_id', made.id, 'type', 'APPOINTMENT_CREATED'))
    from made
    where made.status in ('scheduled', 'confirmed') and made.starts_at > notify.clock()
  ));
  return null;
end;
$$;

comment on function notify.tg_appointments__after_insert_notify() is
  'APPOINTMENT_CREATED and the reminders of new appointments. One of the past tells nobody.';

create trigger tg_appointments__after_insert_notify
after insert on public.appointments
referencing new table as made
for each statement execute function notify.tg_appointments__after_insert_notify();

create function notify.tg_appointments__after_update_notify()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.plan_reminders(array(
    select changed.id
    from changed
    join before on before.id = changed.id
    where (changed.starts_at, changed.status, changed.practitioner_id)
      is distinct from (before.starts_at, before.status, before.practitioner_id)
      and greatest(changed.starts_at, before.starts_at) > notify.clock()
  ));
  perform notify.raise_appointment_events((
    select jsonb_agg(jsonb_build_object('appointment_id', change.id, 'type', change.type, 'also', change.also))
    from (
      select
        changed.id,
        case
          when changed.status = 'cancelled' and before.status in ('scheduled', 'confirmed') then 'APPOINTMENT_CANCELLED'
          when changed.status not in ('scheduled', 'confirmed') then null
          when before.status = 'cancelled' then 'APPOINTMENT_CREATED'
          when (changed.starts_at, changed.ends_at) is distinct from (before.starts_at, before.ends_at) then 'APPOINTMENT_MOVED'
          when changed.practitioner_id is distinct from before.practitioner_id then 'APPOINTMENT_UPDATED'
        end as type,
        nullif(before.practitioner_id, changed.practitioner_id) as also
      from changed
      join before on before.id = changed.id
      where greatest(changed.starts_at, before.starts_at) > notify.clock()
    ) as change
    where change.type is not null
  ));
  return null;
end;
$$;

comment on function notify.tg_appointments__after_update_notify() is
  'APPOINTMENT_MOVED, _CANCELLED or _UPDATED (another practitioner), and the reminders moved or cancelled with it. What is over tells nobody.';

create trigger tg_appointments__after_update_notify
after update on public.appointments
referencing old table as before new table as changed
for each statement execute function notify.tg_appointments__after_update_notify();

create function notify.tg_appointments__after_delete_cancel()
returns trigger
language plpgsql
-- Definer: the table of reminders is the engine's.
security definer
set search_path = ''
as $$
begin
  perform notify.plan_reminders(array(select gone.id from gone));
  return null;
end;
$$;

comment on function notify.tg_appointments__after_delete_cancel() is 'The reminders of a deleted appointment go with it.';

create trigger tg_appointments__after_delete_cancel
after delete on public.appointments
referencing old table as gone
for each statement execute function notify.tg_appointments__after_delete_cancel();

create function notify.replan_reminders(organisation_id uuid)
returns void
language sql
set search_path = ''
as $$
  select notify.plan_reminders(array(
    select appointment.id
    from public.appointments as appointment
    where appointment.organisation_id = replan_reminders.organisation_id
      and appointment.starts_at > notify.clock()
      and appointment.status in ('scheduled', 'confirmed')
  ));
$$;

comment on function notify.replan_reminders(uuid) is 'Plans the reminders of an organisation''s coming appointments again.';

create function notify.tg_reminders__after_write_replan()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.replan_reminders(
    (to_jsonb(case when tg_op = 'DELETE' then old else new end) ->> tg_argv[0])::uuid
  );
  return null;
end;
$$;

comment on function notify.tg_reminders__after_write_replan() is
  'Other hours for reminders, or another clock to name the time by: what waits is planned again. Trigger argument: the column that holds the organisation.';

create trigger tg_organisation_notification_settings__after_write_replan
after insert or delete on public.organisation_notification_settings
for each row execute function notify.tg_reminders__after_write_replan('organisation_id');

create trigger tg_organisation_notification_settings__after_update_replan
after update of reminder_hours on public.organisation_notification_settings
for each row
when (new.reminder_hours is distinct from old.reminder_hours)
execute function notify.tg_reminders__after_write_replan('organisation_id');

create trigger tg_organisations__after_update_replan_reminders
after update of timezone on public.organisations
for each row
when (new.timezone is distinct from old.timezone)
execute function notify.tg_reminders__after_write_replan('id');

create function notify.tg_patients__after_update_replan()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.plan_reminders(array(
    select appointment.id
    from public.appointments as appointment
    where appointment.organisation_id = new.organisation_id
      and appointment.patient_id = new.id
      and appointment.starts_at > notify.clock()
  ));
  return null;
end;
$$;

comment on function notify.tg_patients__after_update_replan() is 'The reminders of a patient who gets an account, or loses it, follow.';

create trigger tg_patients__after_update_replan
after update of user_id on public.patients
for each row
when (new.user_id is distinct from old.user_id)
execute function notify.tg_patients__after_update_replan();
