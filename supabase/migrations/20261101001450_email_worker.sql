-- What the email worker calls: claim a batch, then say how it went. A batch is the unit of retry: the same rows, the
-- same bytes, the same idempotency key.

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
  remaining integer;
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

  loop
    select * into batch
    from notify.email_batches as due
    where due.next_attempt_at <= now() and (due.leased_until is null or due.leased_until <= now())
    order by due.next_attempt_at
    limit 1
    for update skip locked;
    exit when not found;

    select count(*) into remaining
    from public.email_outbox as email where email.batch_id = batch.id and email.status = 'PENDING';
    if batch.leased_until is not null then
      batch.lost_leases := batch.lost_leases + 1;
    end if;
    if remaining = 0 then
      delete from notify.email_batches where email_batches.id = batch.id;
    elsif remaining < batch.size then
      perform notify.settle_email_batch(batch.id, 'gave up: an account of its batch was deleted between two attempts; outcome unknown');
    elsif batch.lost_leases >= 5 then
      perform notify.settle_email_batch(batch.id, 'gave up: its worker ended five times without an answer; outcome unknown');
    elsif batch.first_attempt_at < now() - interval '23 hours' then
      -- The provider forgets an idempotency key after 24 hours: from then on a retry could arrive twice.
      perform notify.settle_email_batch(batch.id, 'gave up after 23 hours of retries; ask a person');
    else
      exit;
    end if;
  end loop;

  if batch.id is null or not exists (select from notify.email_batches where id = batch.id) then
    batch := notify.form_email_batch(claim_emails.batch_size);
    if batch.id is null then
      return;
    end if;
  end if;

  update notify.email_batches as claimed
  set
    attempts = claimed.attempts + 1,
    lost_leases = batch.lost_leases,
    lease_token = gen_random_uuid(),
    leased_until = now() + make_interval(secs => claim_emails.lease_seconds),
    first_attempt_at = coalesce(claimed.first_attempt_at, now())
  where claimed.id = batch.id
  returning * into batch;

  return query
    with claimed as (
      update public.email_outbox as email
      set attempts = email.attempts + 1
      where email.batch_id = batch.id and email.status = 'PENDING'
      returning email.*
    )
    select
      batch.id, batch.lease_token, claimed.id, claimed.organisation_id, claimed.recipient, claimed.subject,
      claimed.template, claimed.locale, claimed.payload, claimed.created_at
    from claimed
    -- The same order each time: the bytes of a retry are those of the first attempt.
    order by claimed.created_at, claimed.id;
end;
$$;

comment on function notify.claim_emails(integer, integer) is
  'Leases one batch of emails: first one whose retry is due or whose lease ran out, else up to batch_size (1-100) new ones. lease_seconds: how long nobody else may claim it. Empty when nothing is due or the channel pauses. Short transaction, SKIP LOCKED: any number of workers may call it.';

create function notify.hold_lease(lease_token uuid)
returns uuid
language sql
set search_path = ''
as $$
  select batch.id from notify.email_batches as batch where batch.lease_token = hold_lease.lease_token for update;
$$;

comment on function notify.hold_lease(uuid) is
  'The batch that this lease still holds, locked; null when another worker has taken it over.';

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
  set status = 'SENT', sent_at = now(), provider_message_id = outcome."providerMessageId", error_message = null
  from jsonb_to_recordset(ack_emails.sent) as outcome (id uuid, "providerMessageId" text)
  where email.batch_id = held and email.id = outcome.id and email.status = 'PENDING'
    and outcome."providerMessageId" is not null;
  get diagnostics acknowledged = row_count;
  perform notify.settle_email_batch(held, 'the provider accepted the batch without naming this email');
  delete from notify.circuits where channel = 'email';
  return acknowledged;
end;
$$;

comment on function notify.ack_emails(uuid, jsonb) is
  'The provider accepted the batch. sent: [{"id": outbox id, "providerMessageId": text}]. Returns how many emails became SENT; 0 when the lease was lost.';

create function notify.retry_emails(lease_token uuid, error text, retry_after_seconds numeric default null)
returns timestamptz
language plpgsql
set search_path = ''
as $$
declare
  held uuid := notify.hold_lease(retry_emails.lease_token);
  next_attempt timestamptz;
begin
  -- Full jitter over 1, 2, 4 … 60 s (AWS, "Exponential Backoff And Jitter"); the provider's own wish is the floor.
  update notify.email_batches as batch
  set
    next_attempt_at = now() + make_interval(secs => greatest(
      random() * least(60, 2 ^ least(batch.attempts - 1, 10)), coalesce(retry_emails.retry_after_seconds, 0)
    )),
    lease_token = null,
    leased_until = null
  where batch.id = held
  returning batch.next_attempt_at into next_attempt;
  update public.email_outbox as email
  set error_message = retry_emails.error
  where email.batch_id = held and email.status = 'PENDING';
  return next_attempt;
end;
$$;

comment on function notify.retry_emails(uuid, text, numeric) is
  'The batch may have arrived or not: try again later, unchanged. retry_after_seconds: least wait. Returns when; null when the lease was lost.';

create function notify.reject_emails(lease_token uuid, error text)
returns text
language plpgsql
set search_path = ''
as $$
declare
  held uuid := notify.hold_lease(reject_emails.lease_token);
  emails uuid[];
  half uuid[];
  new_batch uuid;
begin
  if held is null then
    return null;
  end if;
  select array_agg(email.id order by email.created_at, email.id) into emails
  from public.email_outbox as email
  where email.batch_id = held and email.status = 'PENDING';
  if coalesce(cardinality(emails), 0) < 2 then
    perform notify.settle_email_batch(held, reject_emails.error);
    return 'failed';
  end if;
  -- Refused whole, so nothing of it was sent: the halves may travel under new keys. The poison ends up alone.
  for new_batch, half in
    select gen_random_uuid(), emails[1:cardinality(emails) / 2]
    union all
    select gen_random_uuid(), emails[cardinality(emails) / 2 + 1:]
  loop
    insert into notify.email_batches (id, size) values (new_batch, cardinality(half));
    update public.email_outbox as email
    set batch_id = new_batch, error_message = reject_emails.error
    where email.id = any (half);
  end loop;
  delete from notify.email_batches where id = held;
  return 'split';
end;
$$;

comment on function notify.reject_emails(uuid, text) is
  'The provider calls the batch invalid. One email: FAILED with its words ("failed"). Several: split in two batches, due at once ("split"). Null when the lease was lost.';

create function notify.open_email_circuit(lease_token uuid, error text, seconds integer)
returns void
language plpgsql
set search_path = ''
as $$
declare
  held uuid := notify.hold_lease(open_email_circuit.lease_token);
begin
  insert into notify.circuits as circuit (channel, open_until, reason)
  values ('email', now() + make_interval(secs => open_email_circuit.seconds), open_email_circuit.error)
  on conflict (channel) do update
  set open_until = greatest(circuit.open_until, excluded.open_until), reason = excluded.reason;
  update notify.email_batches as batch
  set
    attempts = batch.attempts - 1,
    -- The 23 hours count from the first attempt that the provider may have taken: this one it refused.
    first_attempt_at = case when batch.attempts > 1 then batch.first_attempt_at end,
    lease_token = null,
    leased_until = null,
    next_attempt_at = now()
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
      -- Through each organisation, as the index goes: what waits for the end of quiet hours is not looked at.
      select from public.organisations as organisation
      where exists (
        select from public.email_outbox as email
        where email.organisation_id = organisation.id and email.status = 'PENDING' and email.batch_id is null
          and email.send_after <= notify.clock()
      )
    )
    or exists (
      select from notify.email_batches
      where next_attempt_at <= now() and (leased_until is null or leased_until <= now())
    )
  );
$$;

comment on function notify.emails_due() is 'Whether a worker would find something to claim now.';
