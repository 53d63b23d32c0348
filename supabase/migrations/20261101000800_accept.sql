-- notify.accept: checked events become deduplicated, throttled rows of notification_events.

create function notify.let_through(organisation_id uuid, type text, throttle_key text)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select earlier.id
    from public.notification_events as earlier
    join notify.types as definition on definition.type = earlier.type
    where earlier.organisation_id = let_through.organisation_id
      and earlier.type = let_through.type
      and earlier.throttle_key = let_through.throttle_key
      and earlier.throttled_by is null
      -- What was withdrawn was told to nobody.
      and earlier.retracted_at is null
      and earlier.accepted_at > notify.clock() - make_interval(secs => definition.throttle_seconds)
    order by earlier.accepted_at desc
    limit 1
  );
end;
$$;

comment on function notify.let_through(uuid, text, text) is
  'The latest event of the same type and key that was let through within the type''s throttle; null: the next one may pass.';

create function notify.take_turns(keys text[])
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  usual text := current_setting('lock_timeout');
  transaction_id text := pg_current_xact_id()::text;
begin
  if cardinality(take_turns.keys) = 0 then
    return true;
  end if;
  -- A transaction waits in vain once, not at each of its calls.
  if current_setting('notify.out_of_turn_in', true) = transaction_id then
    return false;
  end if;
  perform set_config('lock_timeout', '500ms', true);
  perform pg_advisory_xact_lock(hashtextextended('notify.take_turns:' || turn.key, 0))
  from (select distinct key from unnest(take_turns.keys) as key order by key) as turn;
  perform set_config('lock_timeout', usual, true);
  return true;
exception
  -- Rather one notification too many than a business write that waits, or a deadlock.
  when lock_not_available or deadlock_detected then
    perform set_config('lock_timeout', usual, true);
    perform set_config('notify.out_of_turn_in', transaction_id, true);
    return false;
end;
$$;

comment on function notify.take_turns(text[]) is
  'Waits, up to 500 ms for each key, until no other transaction holds it. Whether all turns were had; they last until the end of the transaction. Having waited in vain, a transaction does not wait again.';

create function notify.accept(events public.notification_events[])
returns table (place bigint, event_id uuid, duplicate boolean)
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  inserted uuid[];
  counted uuid[];
begin
  -- A file that is deleted meanwhile waits for this transaction, and then withdraws what it told.
  perform from public.patients as patient
  where patient.id in (select event.patient_id from unnest(accept.events) as event)
  order by patient.id
  for key share;

  -- Two events of one throttle key take turns, so that exactly one of them is let through.
  perform notify.take_turns(array(
    select format('throttle:%s:%s:%s', event.organisation_id, event.type, event.throttle_key)
    from unnest(accept.events) as event
    where event.throttle_key is not null
  ));

  with kept as (
    insert into public.notification_events (
      id, organisation_id, type, severity, actor_id, patient_id, team_id, entity_type, entity_id, recipient_ids, payload,
      dedupe_key, throttle_key, throttled_by, expires_at, created_at, accepted_at
    )
    select
      given.id, given.organisation_id, given.type, given.severity, given.actor_id, given.patient_id, given.team_id,
      given.entity_type, given.entity_id, given.recipient_ids, given.payload, given.dedupe_key, given.throttle_key,
      case
        when given.throttle_key is not null
          then notify.let_through(given.organisation_id, given.type, given.throttle_key)
      end,
      given.expires_at, given.created_at, given.accepted_at
    from unnest(accept.events) with ordinality as given
    -- Keys in one order for every call: two calls with the same ones cannot wait for each other.
    order by given.organisation_id, given.dedupe_key, given.ordinality
    on conflict (organisation_id, dedupe_key) where dedupe_key is not null do nothing
    returning id, throttle_key
  )
  select array_agg(kept.id), array_agg(kept.id) filter (where kept.throttle_key is not null) into inserted, counted
  from kept;

  if cardinality(counted) > 1 then
    -- Of one key in this call, the first that was kept is let through.
    update public.notification_events as event
    set throttled_by = same_key.first_id
    from (
      select
        fresh.id,
        first_value(fresh.id) over (
          partition by fresh.organisation_id, fresh.type, fresh.throttle_key order by given.ordinality
        ) as first_id
      from unnest(accept.events) with ordinality as given
      join public.notification_events as fresh on fresh.id = given.id
      where fresh.throttle_key is not null and fresh.throttled_by is null
    ) as same_key
    where event.id = same_key.id and same_key.first_id <> same_key.id;
  end if;

  -- A statement of its own: only now is the event visible that a concurrent transaction committed under the same key.
  return query
    select
      given.ordinality,
      coalesce(fresh.id, existing.id),
      fresh.id is null
    from unnest(accept.events) with ordinality as given
    left join unnest(inserted) as fresh (id) on fresh.id = given.id
    left join public.notification_events as existing
      on existing.organisation_id = given.organisation_id and existing.dedupe_key = given.dedupe_key
    order by given.ordinality;
end;
$$;

comment on function notify.accept(public.notification_events[]) is
  'Keeps parsed events, each as one row, or finds the row that its dedupeKey already has: place in the array, id of the row, and whether it is a duplicate. A concurrent event with the same key waits for this transaction, then is the duplicate (or, after a rollback, the first).';
