-- When email fails: what is written down, who is told, and what a person can do about it.

create table public.activity_logs (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  action text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default notify.clock()
);

comment on table public.activity_logs is
  'What happened in the engine that somebody may have to act on. What people did is in audit_logs.';
comment on column public.activity_logs.action is 'email.failed.';
comment on column public.activity_logs.details is
  'email.failed: {outboxId, userId, type, failure, error}. The recipient is an account, never an address.';

create index activity_logs_organisation_id_idx on public.activity_logs (organisation_id, created_at desc, id desc);
-- "Who fails now?", and what retention lets go.
create index activity_logs_created_at_idx on public.activity_logs (created_at);

alter table public.activity_logs enable row level security;

grant select on public.activity_logs to authenticated, service_role;

create policy "Admins and operators read what happened in their organisations" on public.activity_logs
for select to authenticated
using (organisation_id in (select notify.my_overseen()));

create function notify.tg_email_outbox__after_update_log_failure()
returns trigger
language plpgsql
-- Definer: nobody writes the log directly.
security definer
set search_path = ''
as $$
begin
  if not coalesce(notify.is_email_failure(new.failure), false) then
    return null;
  end if;
  insert into public.activity_logs (organisation_id, action, details)
  values (
    new.organisation_id, 'email.failed',
    jsonb_build_object(
      'outboxId', new.id, 'userId', new.user_id, 'type', new.type, 'failure', new.failure,
      -- A provider may quote the address that it refuses.
      'error', regexp_replace(new.error_message, '[^\s"''<>()\[\],;:=]+@[^\s"''<>()\[\],;:=]+', '<address>', 'g')
    )
  );
  return null;
end;
$$;

comment on function notify.tg_email_outbox__after_update_log_failure() is 'An entry for each email that should have left and did not.';

create trigger tg_email_outbox__after_update_log_failure
after update of status on public.email_outbox
for each row
when (new.status = 'FAILED' and old.status <> 'FAILED')
execute function notify.tg_email_outbox__after_update_log_failure();

create function notify.watch_email_failures(at_least integer default 5, share numeric default 0.2)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  events jsonb;
  outcome jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'type', 'EMAIL_FAILURES',
    'organisationId', failing.organisation_id,
    -- Once a quarter, however often it is asked.
    'dedupeKey', format('email-failures:%s', extract(epoch from failing.since)::bigint),
    'payload', jsonb_build_object('failed', least(failing.failed, 9999), 'total', least(counted.total, 9999))
  ))
  into events
  from (
    select quarter.since, log.organisation_id, count(distinct log.details ->> 'outboxId') as failed
    from (
      -- At a full quarter the one that ends is looked at for the last time.
      select distinct date_bin('15 minutes', moment, 'epoch') as since
      from unnest(array[notify.clock(), notify.clock() - interval '1 minute']) as moment
    ) as quarter
    join public.activity_logs as log
      on log.created_at >= quarter.since and log.created_at < quarter.since + interval '15 minutes'
    where log.action = 'email.failed'
    group by quarter.since, log.organisation_id
  ) as failing
  cross join lateral (
    select count(*) filter (where email.status = 'SENT' or notify.is_email_failure(email.failure)) as total
    from public.email_outbox as email
    where email.organisation_id = failing.organisation_id
      and email.status <> 'PENDING'
      and email.settled_at >= failing.since
      and email.settled_at < failing.since + interval '15 minutes'
  ) as counted
  where failing.failed >= watch_email_failures.at_least and failing.failed > watch_email_failures.share * counted.total;
  if events is null then
    return 0;
  end if;
  outcome := notify.send_all(events);
  return (outcome ->> 'events')::integer - (outcome ->> 'duplicates')::integer;
end;
$$;

comment on function notify.watch_email_failures(integer, numeric) is
  'Tells the operators and admins of each organisation of which, in the current quarter of an hour, at least so many emails failed and more than a share (0-1) of those that ended. Once a window. Returns how many organisations were told.';

create function public.email_queue(organisation_id uuid)
returns jsonb
language plpgsql
stable
-- Definer: batches and circuits are the engine's.
security definer
set search_path = ''
as $$
declare
  moment timestamptz := notify.clock();
  waiting record;
  ended record;
  circuit notify.circuits;
begin
  if not notify.is_service() and (
    email_queue.organisation_id is null or email_queue.organisation_id not in (select notify.my_overseen())
  ) then
    perform notify.refuse('CN008', 'organisationId', 'only an admin or operator of the organisation may do this');
  end if;

  select
    count(*) as pending,
    count(*) filter (where email.send_after <= moment) as due,
    min(email.send_after) filter (where email.send_after <= moment) as oldest_due_at
  into waiting
  from public.email_outbox as email
  where email.status = 'PENDING'
    and (email_queue.organisation_id is null or email.organisation_id = email_queue.organisation_id);

  select
    coalesce(sum(counted.emails) filter (where counted.status = 'SENT' and counted.span = 'hour'), 0) as sent_last_hour,
    coalesce(sum(counted.emails) filter (where counted.status = 'SENT' and counted.span <> 'week'), 0) as sent_last_day,
    coalesce(sum(counted.emails) filter (where notify.is_email_failure(counted.failure) and counted.span <> 'week'), 0)
      as failed_last_day,
    jsonb_object_agg(counted.failure, counted.all_emails order by counted.failure)
      filter (where counted.failure is not null) as reasons
  into ended
  from (
    select
      email.status, email.failure,
      case
        when email.settled_at > moment - interval '1 hour' then 'hour'
        when email.settled_at > moment - interval '1 day' then 'day'
        else 'week'
      end as span,
      count(*) as emails,
      sum(count(*)) over (partition by email.failure) as all_emails
    from public.email_outbox as email
    where email.status <> 'PENDING'
      and email.settled_at > moment - interval '7 days'
      and (email_queue.organisation_id is null or email.organisation_id = email_queue.organisation_id)
    group by 1, 2, 3
  ) as counted;

  select * into circuit from notify.circuits as open where open.channel = 'email' and open.open_until > moment;

  return jsonb_build_object(
    'pending', waiting.pending,
    'due', waiting.due,
    'oldestDueAt', waiting.oldest_due_at,
    'sentLastHour', ended.sent_last_hour,
    'sentLastDay', ended.sent_last_day,
    'failedLastDay', ended.failed_last_day,
    'failureRate', round(ended.failed_last_day::numeric / nullif(ended.failed_last_day + ended.sent_last_day, 0), 4),
    'pausedUntil', circuit.open_until,
    'pauseReason', circuit.reason,
    'failures', (
      select coalesce(jsonb_agg(jsonb_build_object('failure', reason.key, 'count', reason.value::bigint) order by reason.value::bigint desc), '[]')
      from jsonb_each_text(ended.reasons) as reason where notify.is_email_failure(reason.key)
    ),
    'notSent', (
      select coalesce(jsonb_agg(jsonb_build_object('failure', reason.key, 'count', reason.value::bigint) order by reason.value::bigint desc), '[]')
      from jsonb_each_text(ended.reasons) as reason where not notify.is_email_failure(reason.key)
    )
  );
end;
$$;

comment on function public.email_queue(uuid) is
  'The state of an organisation''s email: {pending, due, oldestDueAt, sentLastHour, sentLastDay, failedLastDay, failureRate (0-1 over 24 hours, null when nothing ended), pausedUntil, pauseReason, failures, notSent}; the last two count by reason over 7 days: [{failure, count}]. For its admins and operators (CN008 otherwise); a server may give null for all organisations together.';
grant execute on function public.email_queue(uuid) to authenticated, service_role;

create function notify.require_own_emails(ids uuid[])
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if coalesce(cardinality(require_own_emails.ids), 0) not between 1 and 1000 then
    perform notify.refuse('CN003', 'ids', 'must name between 1 and 1000 emails');
  end if;
  -- The same answer for one of another tenant and for none: ids cannot be probed.
  if not notify.is_service() and exists (
    select from unnest(require_own_emails.ids) as given (id)
    left join public.email_outbox as email on email.id = given.id
    where email.id is null or email.organisation_id not in (select notify.my_administered())
  ) then
    perform notify.refuse('CN007', 'ids', 'names an email that is not of an organisation of yours');
  end if;
end;
$$;

comment on function notify.require_own_emails(uuid[]) is
  'Errors CN003 ids, CN007 ids unless the caller is an admin of the organisations of all these emails, or a server.';

create function public.retry_emails(ids uuid[])
returns integer
language plpgsql
-- Definer: the outbox is the engine's.
security definer
set search_path = ''
as $$
declare
  retried integer;
begin
  perform notify.require_own_emails(retry_emails.ids);
  with chosen as (
    select email.id, email.failure
    from public.email_outbox as email
    where email.id = any (retry_emails.ids)
      and email.status = 'FAILED'
      and (notify.is_email_failure(email.failure) or email.failure = 'cancelled')
    order by email.id
    for update
  ),
  queued as (
    -- In a batch of its own time: what was sent, or not, under the old key is over.
    update public.email_outbox as email
    set
      status = 'PENDING', failure = null, error_message = null, batch_id = null, attempts = 0,
      provider_message_id = null, delivered_at = null, delayed_at = null, bounced_at = null, complained_at = null,
      send_after = notify.clock()
    from chosen
    where email.id = chosen.id
    returning email.id, email.organisation_id, chosen.failure
  ),
  logged as (
    select notify.audit(
      queued.organisation_id, 'email.retry',
      jsonb_build_object('ids', jsonb_agg(queued.id order by queued.id), 'failures', jsonb_agg(distinct queued.failure))
    )
    from queued
    group by queued.organisation_id
  )
  select (select count(*) from queued) into retried from (select count(*) from logged) as done;
  if retried > 0 then
    perform notify.poke('deliver-email');
  end if;
  return retried;
end;
$$;

comment on function public.retry_emails(uuid[]) is
  'Queues failed or cancelled emails again, at once and under a new key: one whose outcome is unknown may then arrive twice. What was not wanted any more stays as it is. ids: 1 to 1000. Returns how many were queued. For admins of their organisations and the service role; audited. Errors CN003 ids, CN007 ids.';
grant execute on function public.retry_emails(uuid[]) to authenticated, service_role;

create function public.cancel_emails(ids uuid[])
returns integer
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  cancelled integer;
begin
  perform notify.require_own_emails(cancel_emails.ids);
  -- Rows are locked in one order by whoever locks several, so that nobody waits in a circle.
  perform from public.email_outbox as email
  where email.id = any (cancel_emails.ids) and email.status = 'PENDING' and email.batch_id is null
  order by email.id
  for update;
  -- What a worker holds, or the provider may have, cannot be called back: it is left alone, and not counted.
  with held as materialized (
    select batch.id
    from notify.email_batches as batch
    where batch.id in (select email.batch_id from public.email_outbox as email where email.id = any (cancel_emails.ids))
      and batch.first_sent_at is null
      and (batch.leased_until is null or batch.leased_until <= notify.clock())
    order by batch.id
    for update skip locked
  ),
  stopped as (
    update public.email_outbox as email
    set status = 'FAILED', failure = 'cancelled', error_message = notify.not_sent('cancelled')
    where email.id = any (cancel_emails.ids)
      and email.status = 'PENDING'
      and (email.batch_id is null or email.batch_id in (select held.id from held))
    returning email.id, email.organisation_id
  ),
  logged as (
    select notify.audit(
      stopped.organisation_id, 'email.cancel', jsonb_build_object('ids', jsonb_agg(stopped.id order by stopped.id))
    )
    from stopped
    group by stopped.organisation_id
  )
  select (select count(*) from stopped) into cancelled from (select count(*) from logged) as done;
  return cancelled;
end;
$$;

comment on function public.cancel_emails(uuid[]) is
  'Takes emails out of the queue that no worker holds and the provider cannot have. ids: 1 to 1000. Returns how many were stopped: the others are on their way or settled. For admins of their organisations and the service role; audited. Errors CN003 ids, CN007 ids.';
grant execute on function public.cancel_emails(uuid[]) to authenticated, service_role;
