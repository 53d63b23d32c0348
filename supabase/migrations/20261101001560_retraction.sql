-- Retraction: an event that is withdrawn, or whose subject is deleted. In-app rows become tombstones, so that a list
-- never points at nothing and never shows words about what is gone; what has not left yet does not leave.

create function notify.retract(event_ids uuid[])
returns integer
language plpgsql
set search_path = ''
as $$
declare
  retracted integer;
begin
  update public.notification_events as event
  set retracted_at = notify.clock(), payload = '{}', throttle_key = null
  where event.id = any (retract.event_ids) and event.retracted_at is null;

  -- Rows are locked in one order by whoever locks several, so that nobody waits in a circle.
  perform from public.email_outbox as email
  where email.event_id = any (retract.event_ids) and email.status = 'PENDING' and email.batch_id is null
  order by email.id
  for update;

  update public.email_outbox as email
  set status = 'FAILED', failure = 'retracted', error_message = notify.not_sent('retracted')
  where email.event_id = any (retract.event_ids) and email.status = 'PENDING' and email.batch_id is null
    -- A summary stands for many.
    and email.type <> 'NOTIFICATION_SUMMARY';

  perform from public.notification_digest as entry
  where entry.event_id = any (retract.event_ids) and entry.sent_at is null
  order by entry.id
  for update;

  delete from public.notification_digest as entry
  where entry.event_id = any (retract.event_ids) and entry.sent_at is null;

  update public.notifications as notification
  set
    title = words.title, message = words.messages[1], link = null, is_read = true, snoozed_until = null,
    retracted_at = notify.clock()
  from public.organisations as organisation, notify.type_texts as words
  where notification.event_id = any (retract.event_ids)
    and notification.retracted_at is null
    and notification.summary_of is null
    and organisation.id = notification.organisation_id
    and words.type = 'NOTIFICATION_RETRACTED'
    and words.locale = coalesce(
      (select profile.locale from public.profiles as profile where profile.user_id = notification.user_id),
      organisation.locale
    );
  get diagnostics retracted = row_count;
  return retracted;
end;
$$;

comment on function notify.retract(uuid[]) is
  'Withdraws events: in-app rows become read tombstones, emails that no worker holds are not sent, digest entries go, the payload is emptied. Returns how many in-app rows changed.';

create function public.retract_notification(event_id uuid, reason text)
returns integer
language plpgsql
-- Definer: rows of others.
security definer
set search_path = ''
as $$
declare
  organisation uuid := (
    select event.organisation_id from public.notification_events as event where event.id = retract_notification.event_id
  );
  retracted integer;
begin
  perform notify.require_admin(organisation);
  if organisation is null then
    perform notify.refuse('CN007', 'event_id', 'no such event');
  end if;
  if coalesce(btrim(retract_notification.reason), '') = '' then
    perform notify.refuse('CN002', 'reason', 'is required');
  end if;
  retracted := notify.retract(array[retract_notification.event_id]);
  perform notify.audit(
    organisation, 'notification.retract',
    jsonb_build_object('eventId', retract_notification.event_id, 'reason', retract_notification.reason, 'notifications', retracted)
  );
  return retracted;
end;
$$;

comment on function public.retract_notification(uuid, text) is
  'Withdraws an event that should not have been sent, for everybody. reason: for the log. For admins of its organisation (CN008 otherwise) and the service role; audited. Returns how many in-app rows became tombstones. Errors CN002 reason, CN007 no such event.';
grant execute on function public.retract_notification(uuid, text) to authenticated, service_role;

create function notify.tg_subjects__after_delete_retract()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  told uuid[];
  scheduled uuid[];
begin
  if tg_argv[0] = 'patient' then
    told := array(
      select event.id from gone
      join public.notification_events as event
        on event.organisation_id = gone.organisation_id and event.patient_id = gone.id
    );
    scheduled := array(
      select waiting.id from gone
      join public.scheduled_notifications as waiting
        on waiting.organisation_id = gone.organisation_id and waiting.event ->> 'patientId' = gone.id::text
      -- Reminders go with their appointment.
      where waiting.appointment_id is null
    );
  else
    told := array(
      select event.id from gone
      join public.notification_events as event
        on event.organisation_id = gone.organisation_id and event.entity_id = gone.id
    );
    scheduled := array(
      select waiting.id from gone
      join public.scheduled_notifications as waiting
        on waiting.organisation_id = gone.organisation_id and waiting.event ->> 'entityId' = gone.id::text
      where waiting.appointment_id is null
    );
  end if;

  perform notify.retract(told);
  update public.scheduled_notifications as waiting
  set
    event = waiting.event - 'payload',
    status = case waiting.status when 'PENDING' then 'CANCELLED' else waiting.status end,
    reason = case waiting.status when 'PENDING' then 'subject_deleted' else waiting.reason end,
    settled_at = coalesce(waiting.settled_at, notify.clock())
  where waiting.id = any (scheduled);
  return null;
end;
$$;

comment on function notify.tg_subjects__after_delete_retract() is
  'Withdraws what was said, or is to be said, about rows that are deleted. Trigger argument: patient, or entity for what entityId may name.';

create trigger tg_patients__after_delete_retract
after delete on public.patients
referencing old table as gone
for each statement execute function notify.tg_subjects__after_delete_retract('patient');

create trigger tg_implants__after_delete_retract
after delete on public.implants
referencing old table as gone
for each statement execute function notify.tg_subjects__after_delete_retract('entity');

create trigger tg_appointments__after_delete_retract
after delete on public.appointments
referencing old table as gone
for each statement execute function notify.tg_subjects__after_delete_retract('entity');
