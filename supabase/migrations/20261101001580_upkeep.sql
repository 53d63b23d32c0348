-- The end of a row's life: snoozes that end, what has expired, what retention lets go.

create function notify.wake_snoozed(batch_size integer default 1000)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  woken integer;
begin
  with due as (
    select notification.id
    from public.notifications as notification
    where notification.snoozed_until <= notify.clock()
    order by notification.snoozed_until
    limit wake_snoozed.batch_size
    for update skip locked
  )
  update public.notifications as notification
  set
    snoozed_until = null,
    -- In the archive a snooze ends in silence.
    is_read = notification.is_read and notification.archived_at is not null,
    seen_at = case when notification.archived_at is not null then notification.seen_at end
  from due
  where notification.id = due.id;
  get diagnostics woken = row_count;
  return woken;
end;
$$;

comment on function notify.wake_snoozed(integer) is
  'Ends the snoozes that are over, up to batch_size rows: brings them back unread, which the update tells the open tabs; what was archived meanwhile stays as it is. Returns how many.';

create function notify.retention()
returns table (organisation_id uuid, keeps_since timestamptz)
language sql
stable
set search_path = ''
as $$
  select organisation.id, notify.clock() - make_interval(days => coalesce(settings.retention_days, 365))
  from public.organisations as organisation
  left join public.organisation_notification_settings as settings on settings.organisation_id = organisation.id;
$$;

comment on function notify.retention() is 'Since when each organisation keeps what it has; what is older goes.';

create function notify.delete_expired(batch_size integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  deleted integer;
begin
  with doomed as (
    select id from public.notifications where expires_at <= notify.clock() order by expires_at limit delete_expired.batch_size
    for update skip locked
  )
  delete from public.notifications as notification using doomed where notification.id = doomed.id;
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function notify.delete_expired(integer) is 'Deletes notifications that have expired, up to batch_size. Returns how many.';

create function notify.delete_old_emails(batch_size integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  deleted integer;
begin
  with doomed as (
    select old.id
    from notify.retention() as kept
    -- A range of an index for each organisation.
    cross join lateral (
      select email.id
      from public.email_outbox as email
      where email.organisation_id = kept.organisation_id
        and email.status <> 'PENDING'
        and email.settled_at < kept.keeps_since
      order by email.settled_at
      limit delete_old_emails.batch_size
      for update skip locked
    ) as old
    limit delete_old_emails.batch_size
  )
  delete from public.email_outbox as email using doomed where email.id = doomed.id;
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function notify.delete_old_emails(integer) is
  'Deletes emails that were sent or given up before what their organisation keeps, up to batch_size. Returns how many.';

create function notify.delete_old_scheduled(batch_size integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  deleted integer;
begin
  with doomed as (
    select old.id
    from notify.retention() as kept
    cross join lateral (
      select waiting.id
      from public.scheduled_notifications as waiting
      where waiting.organisation_id = kept.organisation_id and waiting.settled_at < kept.keeps_since
      order by waiting.settled_at
      limit delete_old_scheduled.batch_size
      for update skip locked
    ) as old
    limit delete_old_scheduled.batch_size
  )
  delete from public.scheduled_notifications as waiting using doomed where waiting.id = doomed.id;
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function notify.delete_old_scheduled(integer) is
  'Deletes what was scheduled and settled before what its organisation keeps, up to batch_size. Returns how many.';

create function notify.delete_old_activity(batch_size integer)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  deleted integer;
begin
  with doomed as (
    select old.id
    from notify.retention() as kept
    cross join lateral (
      select log.id
      from public.activity_logs as log
      where log.organisation_id = kept.organisation_id and log.created_at < kept.keeps_since
      order by log.created_at
      limit delete_old_activity.batch_size
      for update skip locked
    ) as old
    limit delete_old_activity.batch_size
  )
  delete from public.activity_logs as log using doomed where log.id = doomed.id;
  get diagnostics deleted = row_count;
  return deleted;
end;
$$;

comment on function notify.delete_old_activity(integer) is
  'Deletes entries of activity_logs that are older than their organisation''s retention, up to batch_size. Returns how many.';

create function notify.old_events(batch_size integer)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
begin
  return array(
    select old.id
    from notify.retention() as kept
    cross join lateral (
      select event.id, event.accepted_at
      from public.notification_events as event
      where event.organisation_id = kept.organisation_id
        and event.accepted_at < kept.keeps_since
        and event.emptied_at is null
        -- What still waits to be sent is not over, however old; it must not hold up the rest either.
        and not exists (
          select from public.notification_digest as entry where entry.event_id = event.id and entry.sent_at is null
        )
        and not exists (
          select from public.email_outbox as email where email.event_id = event.id and email.status = 'PENDING'
        )
      order by event.accepted_at
      limit old_events.batch_size
    ) as old
    order by old.accepted_at
    limit old_events.batch_size
  );
end;
$$;

comment on function notify.old_events(integer) is
  'Events from before what their organisation keeps, the oldest first, up to batch_size. One of which something still waits to be sent is not over.';

create function notify.delete_of_events(
  event_ids uuid[], batch_size integer, out notifications integer, out traces integer, out entries integer
)
language plpgsql
set search_path = ''
as $$
begin
  with doomed as (
    select id from public.notifications where event_id = any (delete_of_events.event_ids)
    limit delete_of_events.batch_size
    for update skip locked
  )
  delete from public.notifications as notification using doomed where notification.id = doomed.id;
  get diagnostics notifications = row_count;

  with doomed as (
    select event_id, user_id, channel from public.notification_deliveries where event_id = any (delete_of_events.event_ids)
    limit delete_of_events.batch_size
  )
  delete from public.notification_deliveries as trace using doomed
  where (trace.event_id, trace.user_id, trace.channel) = (doomed.event_id, doomed.user_id, doomed.channel);
  get diagnostics traces = row_count;

  with doomed as (
    select id from public.notification_digest where event_id = any (delete_of_events.event_ids)
    limit delete_of_events.batch_size
  )
  delete from public.notification_digest as entry using doomed where entry.id = doomed.id;
  get diagnostics entries = row_count;
end;
$$;

comment on function notify.delete_of_events(uuid[], integer) is
  'Deletes what hangs on these events, up to batch_size rows of each kind: inbox rows, traces of decisions, digest entries. Returns how many of each.';

create function notify.empty_events(event_ids uuid[])
returns integer
language plpgsql
set search_path = ''
as $$
declare
  emptied integer;
begin
  with bare as (
    select event.id, event.dedupe_key is not null as is_kept
    from public.notification_events as event
    where event.id = any (empty_events.event_ids)
      and not exists (select from public.notifications where event_id = event.id)
      and not exists (select from public.notification_deliveries where event_id = event.id)
      and not exists (select from public.email_outbox where event_id = event.id)
      and not exists (select from public.notification_digest where event_id = event.id)
  ),
  kept as (
    update public.notification_events as event
    set payload = '{}', patient_id = null, entity_id = null, recipient_ids = null, throttle_key = null, emptied_at = notify.clock()
    from bare
    where event.id = bare.id and bare.is_kept
  ),
  deleted as (
    delete from public.notification_events as event using bare where event.id = bare.id and not bare.is_kept
  )
  select count(*) into emptied from bare;
  return emptied;
end;
$$;

comment on function notify.empty_events(uuid[]) is
  'Deletes those of these events that nothing hangs on any more; one with a dedupe key stays as an empty row, for the key is for ever. Returns how many.';

create function notify.clean_up(batch_size integer default 1000)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  expired constant integer := notify.delete_expired(clean_up.batch_size) + notify.sweep_departed();
  emails constant integer := notify.delete_old_emails(clean_up.batch_size);
  scheduled constant integer := notify.delete_old_scheduled(clean_up.batch_size);
  activity constant integer := notify.delete_old_activity(clean_up.batch_size) + notify.forget_email_events(clean_up.batch_size);
  oldest constant uuid[] := notify.old_events(clean_up.batch_size);
  gone record;
begin
  -- What hangs on an event goes first, a batch at a time.
  select * into gone from notify.delete_of_events(oldest, clean_up.batch_size);
  return jsonb_build_object(
    'expired', expired, 'notifications', gone.notifications, 'traces', gone.traces + gone.entries, 'emails', emails,
    'scheduled', scheduled, 'activity', activity, 'events', notify.empty_events(oldest)
  );
end;
$$;

comment on function notify.clean_up(integer) is
  'Deletes what has expired and what is older than its organisation''s retention, at most batch_size rows of each table in one call, so that no call holds locks for long; the next one goes on. Returns how many rows of each kind went; all 0 when there is nothing left to do.';
