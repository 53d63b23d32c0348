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
  set snoozed_until = null, is_read = false, seen_at = null
  from due
  where notification.id = due.id;
  get diagnostics woken = row_count;
  return woken;
end;
$$;

comment on function notify.wake_snoozed(integer) is
  'Brings back, unread, what was snoozed until now, up to batch_size rows; the update tells the open tabs. Returns how many.';

create function notify.clean_up(batch_size integer default 1000)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  oldest uuid[];
  expired integer;
  notifications integer;
  traces integer;
  entries integer;
  emails integer;
  events integer;
  scheduled integer;
begin
  with doomed as (
    select id from public.notifications where expires_at <= notify.clock() order by expires_at limit clean_up.batch_size
    for update skip locked
  )
  delete from public.notifications as notification using doomed where notification.id = doomed.id;
  get diagnostics expired = row_count;

  -- Each organisation's oldest events that are past its retention; what hangs on them goes first, a batch at a time.
  oldest := array(
    select old.id
    from public.organisations as organisation
    left join public.organisation_notification_settings as settings on settings.organisation_id = organisation.id
    cross join lateral (
      select event.id, event.accepted_at
      from public.notification_events as event
      where event.organisation_id = organisation.id
        and event.accepted_at < notify.clock() - make_interval(days => coalesce(settings.retention_days, 365))
        and event.emptied_at is null
        -- What still waits to be sent is not over, however old; it must not hold up the rest either.
        and not exists (
          select from public.notification_digest as entry where entry.event_id = event.id and entry.sent_at is null
        )
        and not exists (
          select from public.email_outbox as email where email.event_id = event.id and email.status = 'PENDING'
        )
      order by event.accepted_at
      limit clean_up.batch_size
    ) as old
    order by old.accepted_at
    limit clean_up.batch_size
  );

  with doomed as (
    select id from public.notifications where event_id = any (oldest) limit clean_up.batch_size for update skip locked
  )
  delete from public.notifications as notification using doomed where notification.id = doomed.id;
  get diagnostics notifications = row_count;

  with doomed as (
    select event_id, user_id, channel from public.notification_deliveries where event_id = any (oldest)
    limit clean_up.batch_size
  )
  delete from public.notification_deliveries as trace using doomed
  where (trace.event_id, trace.user_id, trace.channel) = (doomed.event_id, doomed.user_id, doomed.channel);
  get diagnostics traces = row_count;

  with doomed as (
    select id from public.notification_digest where event_id = any (oldest) limit clean_up.batch_size
  )
  delete from public.notification_digest as entry using doomed where entry.id = doomed.id;
  get diagnostics entries = row_count;

  with doomed as (
    select email.id
    from public.email_outbox as email
    left join public.organisation_notification_settings as settings on settings.organisation_id = email.organisation_id
    where email.status <> 'PENDING'
      and email.created_at < notify.clock() - make_interval(days => coalesce(settings.retention_days, 365))
    order by email.created_at
    limit clean_up.batch_size
    for update of email skip locked
  )
  delete from public.email_outbox as email using doomed where email.id = doomed.id;
  get diagnostics emails = row_count;

  with doomed as (
    select waiting.id
    from public.scheduled_notifications as waiting
    left join public.organisation_notification_settings as settings on settings.organisation_id = waiting.organisation_id
    where waiting.settled_at < notify.clock() - make_interval(days => coalesce(settings.retention_days, 365))
    limit clean_up.batch_size
    for update of waiting skip locked
  )
  delete from public.scheduled_notifications as waiting using doomed where waiting.id = doomed.id;
  get diagnostics scheduled = row_count;

  -- An event goes when nothing hangs on it any more; one with a dedupe key stays as an empty row, for the key is for ever.
  with bare as (
    select event.id, event.dedupe_key is not null as is_kept
    from public.notification_events as event
    where event.id = any (oldest)
      and not exists (select from public.notifications where event_id = event.id)
      and not exists (select from public.notification_deliveries where event_id = event.id)
      and not exists (select from public.email_outbox where event_id = event.id)
      and not exists (select from public.notification_digest where event_id = event.id)
  ),
  emptied as (
    update public.notification_events as event
    set payload = '{}', patient_id = null, entity_id = null, recipient_ids = null, throttle_key = null, emptied_at = notify.clock()
    from bare
    where event.id = bare.id and bare.is_kept
  ),
  deleted as (
    delete from public.notification_events as event using bare where event.id = bare.id and not bare.is_kept
  )
  select count(*) into events from bare;

  return jsonb_build_object(
    'expired', expired, 'notifications', notifications, 'traces', traces + entries, 'emails', emails, 'scheduled', scheduled,
    'events', events
  );
end;
$$;

comment on function notify.clean_up(integer) is
  'Deletes what has expired and what is older than its organisation''s retention, at most batch_size rows of each table in one call, so that no call holds locks for long; the next one goes on. Returns how many rows of each kind went; all 0 when there is nothing left to do.';
