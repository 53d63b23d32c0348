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

create function notify.accept(
  events public.notification_events[], out ids uuid[], out duplicates boolean[], out fresh public.notification_events[]
)
language plpgsql
set search_path = ''
as $$
declare
  one public.notification_events;
  turns text[] := '{}';
  throttled bigint;
begin
  -- A file that is deleted meanwhile waits for this transaction, and then withdraws what it told.
  perform from public.patients as patient
  where patient.id in (select event.patient_id from unnest(accept.events) as event)
  order by patient.id
  for key share;

  -- Two events of one throttle key take turns, so that exactly one of them is let through.
  foreach one in array accept.events loop
    if one.throttle_key is not null then
      turns := turns || format('throttle:%s:%s:%s', one.organisation_id, one.type, one.throttle_key);
    end if;
  end loop;
  if cardinality(turns) > 0 then
    perform notify.take_turns(turns);
  end if;

  with inserted as (
    insert into public.notification_events as written (
      id, organisation_id, type, severity, priority, actor_id, patient_id, team_id, entity_type, entity_id, recipient_ids,
      payload, dedupe_key, throttle_key, throttled_by, expires_at, created_at, accepted_at
    )
    select
      given.id, given.organisation_id, given.type, given.severity, given.priority, given.actor_id, given.patient_id,
      given.team_id, given.entity_type, given.entity_id, given.recipient_ids, given.payload, given.dedupe_key,
      given.throttle_key,
      case
        when given.throttle_key is not null
          then notify.let_through(given.organisation_id, given.type, given.throttle_key)
      end,
      given.expires_at, given.created_at, given.accepted_at
    from unnest(accept.events) with ordinality as given
    -- Keys in one order for every call: two calls with the same ones cannot wait for each other.
    order by given.organisation_id, given.dedupe_key, given.ordinality
    on conflict (organisation_id, dedupe_key) where dedupe_key is not null do nothing
    returning written, throttle_key
  )
  select array_agg(inserted.written), count(inserted.throttle_key) into fresh, throttled from inserted;

  if throttled > 1 then
    -- Of one key in this call, the first that was kept is let through.
    update public.notification_events as written
    set throttled_by = same_key.first_id
    from (
      select
        throttled_one.id,
        first_value(throttled_one.id) over (
          partition by throttled_one.organisation_id, throttled_one.type, throttled_one.throttle_key order by given.ordinality
        ) as first_id
      from unnest(accept.events) with ordinality as given
      join unnest(fresh) as throttled_one on throttled_one.id = given.id
      where throttled_one.throttle_key is not null and throttled_one.throttled_by is null
    ) as same_key
    where written.id = same_key.id and same_key.first_id <> same_key.id;
    fresh := array(
      select written from public.notification_events as written
      where written.id in (select throttled_one.id from unnest(fresh) as throttled_one)
    );
  end if;

  -- One event that is new: nothing to put in order.
  if cardinality(accept.events) = 1 and cardinality(fresh) = 1 then
    ids := array[fresh[1].id];
    duplicates := '{false}';
    return;
  end if;
  -- A statement of its own: only now is the event visible that a concurrent transaction committed under the same key.
  select
    array_agg(coalesce(kept.id, existing.id) order by given.ordinality),
    array_agg(kept.id is null order by given.ordinality),
    coalesce(array_agg(kept order by given.ordinality) filter (where kept.id is not null), '{}')
  into ids, duplicates, fresh
  from unnest(accept.events) with ordinality as given
  left join unnest(fresh) as kept on kept.id = given.id
  left join public.notification_events as existing
    on existing.organisation_id = given.organisation_id and existing.dedupe_key = given.dedupe_key;
end;
$$;

comment on function notify.accept(public.notification_events[]) is
  'Keeps parsed events, each as one row, or finds the row that its dedupeKey already has. ids: of these rows, one for each event, in order; duplicates: which of them were there before; fresh: the rows that were not. A concurrent event with the same key waits for this transaction, then is the duplicate (or, after a rollback, the first).';
