-- What the email worker calls: claim a batch, then say how it went. A batch is the unit of retry: the same rows, the
-- same bytes, the same idempotency key.

create function notify.due_email_batch()
returns notify.email_batches
language plpgsql
set search_path = ''
as $$
declare
  batch notify.email_batches;
  remaining integer;
begin
  loop
    select * into batch
    from notify.email_batches as due
    where due.next_attempt_at <= notify.clock() and (due.leased_until is null or due.leased_until <= notify.clock())
    order by due.next_attempt_at
    limit 1
    for update skip locked;
    if not found then
      return null;
    end if;

    select count(*) into remaining
    from public.email_outbox as email where email.batch_id = batch.id and email.status = 'PENDING';
    if batch.leased_until is not null then
      batch.lost_leases := batch.lost_leases + 1;
    end if;
    if remaining = 0 then
      delete from notify.email_batches where id = batch.id;
    elsif batch.first_sent_at is null then
      -- It never left, so that it may change.
      if batch.lost_leases = 0 and not batch.is_part then
        perform notify.dissolve_email_batch(batch.id);
      elsif batch.lost_leases > 0 and remaining > 1 then
        -- Something in it may kill whoever reads it: in halves, what is harmless gets away.
        perform notify.split_email_batch(batch.id);
      elsif batch.lost_leases >= 3 then
        perform notify.give_up_email_batch(batch.id, 'gave_up', 'gave up: its worker ended three times before sending it');
      else
        batch.size := remaining;
        return batch;
      end if;
    elsif remaining < batch.size then
      perform notify.give_up_email_batch(
        batch.id, 'outcome_unknown', 'gave up: an account of its batch was deleted between two attempts; outcome unknown'
      );
    elsif batch.lost_leases >= 5 then
      perform notify.give_up_email_batch(
        batch.id, 'outcome_unknown', 'gave up: its worker ended five times without an answer; outcome unknown'
      );
    elsif batch.attempts >= 100 then
      perform notify.give_up_email_batch(batch.id, 'gave_up', 'gave up after 100 attempts; ask a person');
    elsif batch.first_sent_at < notify.clock() - interval '23 hours' then
      -- The provider forgets an idempotency key after 24 hours: from then on a retry could arrive twice.
      perform notify.give_up_email_batch(batch.id, 'gave_up', 'gave up after 23 hours of retries; ask a person');
    else
      return batch;
    end if;
  end loop;
end;
$$;

comment on function notify.due_email_batch() is
  'The batch whose retry has been due the longest, or whose lease ran out, locked, with its lost leases counted; null when there is none. What cannot be tried again is settled on the way; what never left goes back to the queue, or is split when its worker died over it.';

create function notify.claim_emails(batch_size integer default 100, lease_seconds integer default 90)
returns table (
  batch_id uuid,
  lease_token uuid,
  id uuid,
  organisation_id uuid,
  recipient text,
  subject text,
  template text,
  locale text,
  payload jsonb,
  created_at timestamptz
)
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  batch notify.email_batches;
begin
  if (claim_emails.batch_size between 1 and 100) is not true then
    perform notify.refuse('CN003', 'batch_size', 'must be between 1 and 100');
  end if;
  if (claim_emails.lease_seconds between 1 and 3600) is not true then
    perform notify.refuse('CN003', 'lease_seconds', 'must be between 1 and 3600');
  end if;
  if notify.email_circuit_is_open() then
    return;
  end if;

  batch := notify.due_email_batch();
  if batch.id is not null then
    update public.email_outbox as email
    set attempts = email.attempts + 1
    where email.batch_id = batch.id and email.status = 'PENDING';
  else
    batch := notify.form_email_batch(claim_emails.batch_size);
  end if;
  if batch.id is null then
    return;
  end if;

  update notify.email_batches as claimed
  set
    attempts = claimed.attempts + 1,
    lost_leases = batch.lost_leases,
    size = batch.size,
    lease_token = gen_random_uuid(),
    leased_at = notify.clock(),
    leased_until = notify.clock() + make_interval(secs => claim_emails.lease_seconds)
  where claimed.id = batch.id
  returning * into batch;

  return query
    select
      batch.id, batch.lease_token, email.id, email.organisation_id, email.recipient, email.subject, email.template,
      email.locale, email.payload, email.created_at
    from public.email_outbox as email
    where email.batch_id = batch.id and email.status = 'PENDING'
    -- The same order each time: the bytes of a retry are those of the first attempt.
    order by email.created_at, email.id;
end;
$$;

comment on function notify.claim_emails(integer, integer) is
  'Leases one batch of emails: first one whose retry is due or whose lease ran out, else up to batch_size (1-100) new ones. lease_seconds: how long nobody else may claim it. Empty when nothing is due or the channel pauses. Short transaction, SKIP LOCKED: any number of workers may call it.';

create function notify.email_worker_is_at_work()
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from notify.email_batches as batch
    -- One that has held its batch for longer may be dead, or waits for a slow provider: better wake another.
    where batch.lease_token is not null and batch.leased_at > notify.clock() - interval '5 seconds'
  );
end;
$$;

comment on function notify.email_worker_is_at_work() is
  'Whether a worker has claimed a batch in the last 5 seconds and not yet said how it went. It will claim again right after that, and for the last time a second later: whoever commits by then need not wake it.';

create function notify.hold_lease(lease_token uuid)
returns uuid
language sql
set search_path = ''
as $$
  select batch.id from notify.email_batches as batch where batch.lease_token = hold_lease.lease_token for update;
$$;

comment on function notify.hold_lease(uuid) is
  'The batch that this lease still holds, locked; null when another worker has taken it over.';

create function notify.begin_sending(lease_token uuid)
returns boolean
language plpgsql
set search_path = ''
as $$
begin
  update notify.email_batches as batch
  set
    first_sent_at = coalesce(batch.first_sent_at, notify.clock()),
    first_sent_in = coalesce(batch.first_sent_in, batch.attempts)
  where batch.lease_token = begin_sending.lease_token and batch.leased_until > notify.clock();
  return found;
end;
$$;

comment on function notify.begin_sending(uuid) is
  'To be called right before the provider is: from then on the batch may have arrived, and is only ever retried whole. False: the lease is lost, do not send.';

create function notify.ack_emails(lease_token uuid, sent jsonb)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  held uuid := notify.hold_lease(ack_emails.lease_token);
  acknowledged integer;
begin
  if held is null then
    return 0;
  end if;
  update public.email_outbox as email
  set status = 'SENT', sent_at = notify.clock(), failure = null, provider_message_id = outcome."providerMessageId", error_message = null
  from jsonb_to_recordset(ack_emails.sent) as outcome (id uuid, "providerMessageId" text)
  where email.batch_id = held and email.id = outcome.id and email.status = 'PENDING'
    and outcome."providerMessageId" is not null;
  get diagnostics acknowledged = row_count;
  perform notify.give_up_email_batch(
    held, 'outcome_unknown', 'the provider accepted the batch without naming this email'
  );
  -- An open one stays: this batch was claimed before it opened.
  delete from notify.circuits where channel = 'email' and open_until <= notify.clock();
  -- The provider is well again: what waits for that need not wait longer. What failed many times has a trouble of its own.
  update notify.email_batches as waiting
  set next_attempt_at = notify.clock()
  from (
    select id from notify.email_batches
    where next_attempt_at > notify.clock() and is_backing_off and attempts < 10
    order by next_attempt_at
    limit 100
    for update skip locked
  ) as held_back
  where waiting.id = held_back.id;
  return acknowledged;
end;
$$;

comment on function notify.ack_emails(uuid, jsonb) is
  'The provider accepted the batch. sent: [{"id": outbox id, "providerMessageId": text}]. Returns how many emails became SENT; 0 when the lease was lost.';

create function notify.retry_emails(
  lease_token uuid, error text, retry_after_seconds numeric default null, counts boolean default true
)
returns timestamptz
language plpgsql
set search_path = ''
as $$
declare
  held uuid := notify.hold_lease(retry_emails.lease_token);
  next_attempt timestamptz;
begin
  -- Full jitter over 1, 2, 4 … 900 s (AWS, "Exponential Backoff And Jitter"); the provider's own wish is the floor.
  -- One that only told us to slow down gets no jitter of ours: it has said when.
  update notify.email_batches as batch
  set
    next_attempt_at = notify.clock() + make_interval(secs => greatest(
      case when retry_emails.counts then random() * least(900, 2 ^ least(batch.attempts - 1, 10)) else 0 end,
      coalesce(retry_emails.retry_after_seconds, 0)
    )),
    attempts = batch.attempts - case when retry_emails.counts then 0 else 1 end,
    -- The provider took none of it: it has left only if an earlier attempt may have.
    first_sent_at = case when retry_emails.counts or batch.first_sent_in < batch.attempts then batch.first_sent_at end,
    first_sent_in = case when retry_emails.counts or batch.first_sent_in < batch.attempts then batch.first_sent_in end,
    is_backing_off = retry_emails.counts and retry_emails.retry_after_seconds is null,
    lease_token = null,
    leased_at = null,
    leased_until = null
  where batch.id = held
  returning batch.next_attempt_at into next_attempt;
  update public.email_outbox as email
  set error_message = retry_emails.error, attempts = email.attempts - case when retry_emails.counts then 0 else 1 end
  where email.batch_id = held and email.status = 'PENDING';
  return next_attempt;
end;
$$;

comment on function notify.retry_emails(uuid, text, numeric, boolean) is
  'The batch may have arrived or not: try again later, unchanged. retry_after_seconds: least wait. counts: false when the provider only asked to slow down, which burns no attempt. Returns when; null when the lease was lost.';

create function notify.reject_emails(
  lease_token uuid, error text, failure text default 'refused', asked boolean default true
)
returns text
language plpgsql
set search_path = ''
as $$
declare
  held uuid := notify.hold_lease(reject_emails.lease_token);
begin
  if held is null then
    return null;
  end if;
  update public.email_outbox as email
  set error_message = reject_emails.error
  where email.batch_id = held and email.status = 'PENDING';
  if not reject_emails.asked and exists (
    select from notify.email_batches as batch where batch.id = held and batch.first_sent_at is not null
  ) then
    -- An earlier attempt may have arrived, and the provider was not asked again.
    perform notify.give_up_email_batch(held, 'outcome_unknown', reject_emails.error);
    return 'failed';
  end if;
  -- As many as were refused, not as many as are left: who was in it may be gone since, and was perhaps at fault.
  if (select batch.size from notify.email_batches as batch where batch.id = held) < 2 then
    perform notify.give_up_email_batch(held, reject_emails.failure, reject_emails.error);
    return 'failed';
  end if;
  -- Refused whole, so nothing of it was sent. The poison ends up alone.
  perform notify.split_email_batch(held);
  return 'split';
end;
$$;

comment on function notify.reject_emails(uuid, text, text, boolean) is
  'The provider calls the batch invalid, or (asked: false) it could not even be composed. One email: FAILED with its words ("failed"); failure: outcome_unknown when an earlier attempt may have gone out. Several: split in two batches, due at once ("split"), unless it was not asked and an earlier attempt may have arrived: then all of it is outcome_unknown. Null when the lease was lost.';

create function notify.open_email_circuit(lease_token uuid, error text, seconds integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  held uuid := notify.hold_lease(open_email_circuit.lease_token);
begin
  insert into notify.circuits as circuit (channel, open_until, reason)
  values ('email', notify.clock() + make_interval(secs => open_email_circuit.seconds), open_email_circuit.error)
  on conflict (channel) do update
  set open_until = greatest(circuit.open_until, excluded.open_until), reason = excluded.reason;
  update notify.email_batches as batch
  set
    attempts = batch.attempts - 1,
    -- The 23 hours count from the first attempt that the provider may have taken: this one it refused.
    first_sent_at = case when batch.first_sent_in < batch.attempts then batch.first_sent_at end,
    first_sent_in = case when batch.first_sent_in < batch.attempts then batch.first_sent_in end,
    lease_token = null,
    leased_at = null,
    leased_until = null,
    next_attempt_at = notify.clock()
  where batch.id = held;
  update public.email_outbox as email
  set attempts = email.attempts - 1, error_message = open_email_circuit.error
  where email.batch_id = held and email.status = 'PENDING';
end;
$$;

comment on function notify.open_email_circuit(uuid, text, integer) is
  'The provider refuses us, not the email (401, 403, quota): gives the batch back without counting the attempt and pauses the channel for so many seconds.';

create function notify.emails_due()
returns boolean
language sql
stable
set search_path = ''
as $$
  select not notify.email_circuit_is_open() and (
    exists (
      select from notify.busy_organisations() as organisation
      where organisation.first_send_after <= notify.clock()
    )
    or exists (
      select from notify.email_batches
      where next_attempt_at <= notify.clock() and (leased_until is null or leased_until <= notify.clock())
    )
  );
$$;

comment on function notify.emails_due() is 'Whether a worker would find something to claim now.';
