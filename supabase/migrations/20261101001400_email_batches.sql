-- Batches of emails: how they are formed, and what makes the channel pause.

create table notify.email_batches (
  id uuid primary key default gen_random_uuid(),
  -- Emails it was formed with: a retry with fewer would be other bytes under the same key.
  size integer not null default 0,
  attempts integer not null default 0,
  -- Claims that ended without a word: the worker was killed, or outlived its lease.
  lost_leases integer not null default 0,
  lease_token uuid,
  leased_at timestamptz,
  leased_until timestamptz,
  is_backing_off boolean not null default false,
  is_part boolean not null default false,
  next_attempt_at timestamptz not null default notify.clock(),
  first_sent_at timestamptz,
  first_sent_in integer
);

comment on table notify.email_batches is
  'Emails that travel together and are not settled yet. The id is the idempotency key of every attempt; the row goes when its emails are SENT or FAILED.';
comment on column notify.email_batches.leased_at is 'Since when the worker whose lease it is has it.';
comment on column notify.email_batches.is_backing_off is 'Whether it waits for a provider in trouble: the next acceptance ends that.';
comment on column notify.email_batches.is_part is 'Part of one that was split to find the email at fault: it is not mixed with others again.';
comment on column notify.email_batches.first_sent_in is 'In which attempt that was.';
comment on column notify.email_batches.first_sent_at is
  'When the provider was first called with it: from then on it is only ever retried whole, under its id. Null: it never left.';

create index email_batches_next_attempt_at_idx on notify.email_batches (next_attempt_at);
create unique index email_batches_lease_token_idx on notify.email_batches (lease_token) where lease_token is not null;

create table notify.circuits (
  channel public.notification_channel primary key,
  open_until timestamptz not null,
  reason text not null
);

comment on table notify.circuits is 'Channels that pause: the provider refuses us (key, quota), so trying would only burn attempts.';

alter table notify.email_batches enable row level security;
alter table notify.circuits enable row level security;

create function notify.email_circuit_is_open()
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (select from notify.circuits where channel = 'email' and open_until > notify.clock());
$$;

comment on function notify.email_circuit_is_open() is 'Whether the email channel pauses.';

create function notify.give_up_email_batch(batch_id uuid, failure text, error text)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  settled integer;
begin
  update public.email_outbox as email
  set status = 'FAILED', failure = give_up_email_batch.failure, error_message = give_up_email_batch.error
  where email.batch_id = give_up_email_batch.batch_id and email.status = 'PENDING';
  get diagnostics settled = row_count;
  -- A webhook may know better already.
  perform notify.apply_overtaking_events(give_up_email_batch.batch_id);
  delete from notify.email_batches where id = give_up_email_batch.batch_id;
  return settled;
end;
$$;

comment on function notify.give_up_email_batch(uuid, text, text) is
  'Settles a batch: what is left of it becomes FAILED with this failure and these words. Returns how many.';

create function notify.dissolve_email_batch(batch_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  update public.email_outbox as email
  set batch_id = null, recipient = null
  where email.batch_id = dissolve_email_batch.batch_id and email.status = 'PENDING';
  delete from notify.email_batches where id = dissolve_email_batch.batch_id;
end;
$$;

comment on function notify.dissolve_email_batch(uuid) is
  'Gives the emails of a batch that never left back to the queue: whether they are still wanted is asked again with the next batch.';

create function notify.split_email_batch(batch_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
declare
  emails uuid[] := array(
    select email.id
    from public.email_outbox as email
    where email.batch_id = split_email_batch.batch_id and email.status = 'PENDING'
    order by email.created_at, email.id
  );
  middle integer := cardinality(emails) / 2;
  new_batch uuid;
  half uuid[];
begin
  for new_batch, half in
    select gen_random_uuid(), emails[1:middle]
    union all
    select gen_random_uuid(), emails[middle + 1:]
  loop
    continue when cardinality(half) = 0;
    insert into notify.email_batches (id, size, is_part) values (new_batch, cardinality(half), true);
    update public.email_outbox as email set batch_id = new_batch where email.id = any (half);
  end loop;
  delete from notify.email_batches where id = split_email_batch.batch_id;
end;
$$;

comment on function notify.split_email_batch(uuid) is
  'Replaces a batch by its two halves, due at once: only for one of which the provider keeps nothing, since the halves travel under new keys.';

create function notify.not_sent(failure text)
returns text
language sql
immutable
set search_path = ''
return 'not sent: ' || case failure
  when 'not_a_member' then 'no longer a member of the organisation'
  when 'no_access' then 'no longer has access to the subject'
  when 'no_confirmed_address' then 'no confirmed address'
  when 'suppressed' then 'the address is suppressed'
  when 'retracted' then 'retracted'
  when 'expired' then 'expired meanwhile'
  when 'email_off' then 'email was switched off meanwhile'
  when 'frequency_none' then 'the frequency was set to NONE meanwhile'
  when 'muted' then 'muted meanwhile'
  when 'already_read' then 'already read in the application'
  when 'cancelled' then 'cancelled'
end;

comment on function notify.not_sent(text) is 'The words for an email that was not wanted any more.';

create function notify.busy_organisations()
returns table (id uuid, first_send_after timestamptz)
language plpgsql
stable
set search_path = ''
as $$
begin
  -- From one organisation of the index to the next: neither the quiet ones nor the rest of a long queue is looked at.
  return query
    with recursive busy as (
      (
        select email.organisation_id, email.send_after
        from public.email_outbox as email
        where email.status = 'PENDING' and email.batch_id is null
        order by email.organisation_id, email.send_after
        limit 1
      )
      union all
      select next.organisation_id, next.send_after
      from busy
      cross join lateral (
        select email.organisation_id, email.send_after
        from public.email_outbox as email
        where email.status = 'PENDING' and email.batch_id is null and email.organisation_id > busy.organisation_id
        order by email.organisation_id, email.send_after
        limit 1
      ) as next
    )
    select busy.organisation_id, busy.send_after from busy;
end;
$$;

comment on function notify.busy_organisations() is
  'Organisations with emails that no batch holds yet, and when the first of these is due.';

create function notify.due_emails(batch_size integer)
returns uuid[]
language plpgsql
stable
set search_path = ''
as $$
declare
  moment timestamptz := notify.clock();
  busy uuid[];
  turns integer;
  due uuid[];
begin
  -- Whoever is not among the first batch_size has no turn in this batch.
  busy := array(
    select organisation.id
    from notify.busy_organisations() as organisation
    where organisation.first_send_after <= moment
    order by organisation.first_send_after
    limit due_emails.batch_size
  );
  if cardinality(busy) = 0 then
    return '{}';
  end if;
  -- As many turns as fill the batch when all have emails for them. Those who have fewer leave theirs to the others.
  turns := ceil(due_emails.batch_size::numeric / cardinality(busy));
  loop
    -- Organisations take turns: each one's oldest, then each one's second, … so that none waits behind a large one.
    due := array(
      select waiting.id
      from unnest(busy) as organisation (id)
      cross join lateral (
        select email.id, email.send_after, row_number() over (order by email.send_after, email.created_at) as turn
        from (
          select outbox.id, outbox.send_after, outbox.created_at
          from public.email_outbox as outbox
          where outbox.organisation_id = organisation.id and outbox.status = 'PENDING' and outbox.batch_id is null
            and outbox.send_after <= moment
          order by outbox.send_after
          limit turns
        ) as email
      ) as waiting
      order by waiting.turn, waiting.send_after
      limit due_emails.batch_size
    );
    exit when cardinality(due) = due_emails.batch_size or turns = due_emails.batch_size;
    turns := due_emails.batch_size;
  end loop;
  return due;
end;
$$;

comment on function notify.due_emails(integer) is
  'What the next batch would hold, at most batch_size emails: what is due and in no batch, organisations in turn, each one''s longest wait first.';

create function notify.form_email_batch(batch_size integer)
returns notify.email_batches
language plpgsql
set search_path = ''
as $$
declare
  moment timestamptz := notify.clock();
  batch notify.email_batches;
  due uuid[];
  new_batch uuid;
  taken_emails integer;
begin
  -- One at a time, so that what two workers take is what is due, in turn. The transaction is short.
  perform pg_advisory_xact_lock(hashtextextended('notify.form_email_batch', 0));
  for round in 1..10 loop
    due := notify.due_emails(form_email_batch.batch_size);
    if cardinality(due) = 0 then
      return null;
    end if;
    new_batch := gen_random_uuid();
    with
    -- The rows as they are now: what was withdrawn since, or is being changed, is not taken.
    free as materialized (
      select email.id, email.organisation_id, email.user_id, email.event_id, email.type, email.categories
      from public.email_outbox as email
      where email.id = any (due) and email.status = 'PENDING' and email.batch_id is null
      for update of email skip locked
    ),
    -- Whoever may see it by their role alone need not be asked one by one.
    seen_by_role as materialized (
      select
        concerned.event_id,
        concerned.role,
        notify.may_see(concerned.organisation_id, null, concerned.role, event.patient_id, event.team_id) as may_see
      from (
        select distinct email.event_id, email.organisation_id, member.role
        from free as email
        join public.organisation_members as member
          on member.organisation_id = email.organisation_id and member.user_id = email.user_id
      ) as concerned
      join public.notification_events as event on event.id = concerned.event_id
    ),
    -- Asked once for each, whatever the planner believes of a table that grows and shrinks as this one does.
    asked_again as materialized (
      -- What was wanted when it was queued may not be any more. From the first claim on a batch stays as it is.
      select
        email.id,
        account.email as address,
        case
          when member.user_id is null then 'not_a_member'
          when suppressed.address is not null then 'suppressed'
          when account.email is null or account.email_confirmed_at is null then 'no_confirmed_address'
          -- A digest asked when it was built. A summary stands for many, and has no subject or preference of its own.
          when type.internal is not false then
            case when notify.all_switched_off(email.user_id, email.organisation_id, email.categories) then 'email_off' end
          when event.retracted_at is not null then 'retracted'
          when event.expires_at <= moment then 'expired'
          when not seen_by_role.may_see
            and not notify.may_see(member.organisation_id, member.user_id, member.role, event.patient_id, event.team_id)
            then 'no_access'
          when not wish.email then 'email_off'
          when wish.frequency = 'NONE' then 'frequency_none'
          -- Hardly anybody mutes: that nothing here is muted costs no call.
          when exists (
            select from public.notification_mutes as mute
            where mute.user_id = email.user_id
              and mute.organisation_id = email.organisation_id
              and mute.entity_id in (event.entity_id, event.patient_id)
          ) and notify.mute_of(email.user_id, email.organisation_id, event.entity_type, event.entity_id, event.patient_id)
            is not null then 'muted'
          when item.is_read or item.archived_at is not null then 'already_read'
        end as obstacle
      from free as email
      left join auth.users as account on account.id = email.user_id
      left join public.notification_events as event on event.id = email.event_id
      left join public.notifications as item on item.event_id = email.event_id and item.user_id = email.user_id
      left join public.organisation_members as member
        on member.organisation_id = email.organisation_id and member.user_id = email.user_id
      left join seen_by_role on seen_by_role.event_id = email.event_id and seen_by_role.role = member.role
      left join notify.types as type on type.type = email.type
      left join lateral (
        select layers.email, layers.frequency
        from notify.effective_preferences as layers
        where layers.user_id = email.user_id and layers.organisation_id = email.organisation_id and layers.type = email.type
        -- Asked person by person, through indexes: without it the planner would begin with everybody's wishes.
        offset 0
      ) as wish on true
      left join notify.suppressed_addresses as suppressed on suppressed.address = lower(account.email)
    ),
    taken as (
      update public.email_outbox as email
      set
        batch_id = new_batch,
        recipient = asked_again.address,
        -- Counted here, since each change of a row writes it anew, and an entry in each of its indexes.
        attempts = email.attempts + case when asked_again.obstacle is null then 1 else 0 end,
        status = case when asked_again.obstacle is null then 'PENDING' else 'FAILED' end::public.email_status,
        failure = asked_again.obstacle,
        error_message = case when asked_again.obstacle is not null then notify.not_sent(asked_again.obstacle) end
      from asked_again
      where email.id = asked_again.id
      returning email.status
    )
    select count(*) filter (where taken.status = 'PENDING'), count(*) into batch.size, taken_emails from taken;

    if batch.size > 0 then
      insert into notify.email_batches (id, size) values (new_batch, batch.size) returning * into batch;
      return batch;
    elsif taken_emails = 0 then
      return null;
    end if;
  end loop;
  -- Nothing but what nobody wants any more: what was settled is kept, and the next run goes on.
  perform notify.poke('deliver-email');
  return null;
end;
$$;

comment on function notify.form_email_batch(integer) is
  'Puts waiting emails (at most batch_size, organisations in turn) in a new batch, fixes their addresses and counts the attempt. Membership, access, preferences, mutes, address, and whether it was read meanwhile are asked again: an email that is not wanted any more is FAILED and says why. Null when none waits, or after 1,000 that nobody wanted: the worker is then woken to go on.';
