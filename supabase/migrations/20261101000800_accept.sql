-- notify.accept: from JSON to checked, deduplicated rows of notification_events. Every refusal names its field.

create function notify.event_text(event jsonb, field text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  if event_text.event -> event_text.field is null or jsonb_typeof(event_text.event -> event_text.field) = 'null' then
    return null;
  end if;
  if jsonb_typeof(event_text.event -> event_text.field) <> 'string' then
    perform notify.refuse('CN003', event_text.field, 'must be a string');
  end if;
  return event_text.event ->> event_text.field;
end;
$$;

comment on function notify.event_text(jsonb, text) is 'The text of a field, null when it is absent or null. Error CN003 for any other JSON.';

create function notify.event_uuid(event jsonb, field text)
returns uuid
language plpgsql
immutable
set search_path = ''
as $$
declare
  value text := notify.event_text(event_uuid.event, event_uuid.field);
begin
  if value is not null and value !~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then
    perform notify.refuse('CN003', event_uuid.field, 'must be a UUID');
  end if;
  return value::uuid;
end;
$$;

comment on function notify.event_uuid(jsonb, text) is 'The UUID of a field, null when it is absent or null. Error CN003 for anything else.';

create function notify.event_recipients(event jsonb)
returns uuid[]
language plpgsql
immutable
set search_path = ''
as $$
declare
  given jsonb := nullif(event_recipients.event -> 'recipientIds', 'null');
begin
  if given is null then
    return null;
  end if;
  if jsonb_typeof(given) <> 'array' or jsonb_array_length(given) = 0 then
    perform notify.refuse('CN003', 'recipientIds', 'must be an array of at least one UUID');
  end if;
  return (
    select array_agg(distinct notify.event_uuid(jsonb_build_object('recipientIds', recipient.id), 'recipientIds'))
    -- An element that is null would vanish as "absent": refuse it like any other that is not a UUID.
    from (select coalesce(nullif(id, 'null'), '""') as id from jsonb_array_elements(given) as element (id)) as recipient
  );
end;
$$;

comment on function notify.event_recipients(jsonb) is 'recipientIds without repeats; null when it is absent. Error CN003 unless it is an array of UUIDs.';

create function notify.event_time(event jsonb, field text)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  value text := notify.event_text(event_time.event, event_time.field);
begin
  if value !~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$' then
    perform notify.refuse('CN003', event_time.field, 'must be an ISO 8601 date and time with its offset');
  end if;
  begin
    return value::timestamptz;
  exception
    when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
      perform notify.refuse('CN003', event_time.field, 'is not a date that exists');
  end;
end;
$$;

comment on function notify.event_time(jsonb, text) is
  'The moment of a field, null when it is absent or null. Error CN003 unless ISO 8601 with an offset.';

create function notify.event_expires_at(event jsonb)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  expires_at timestamptz := notify.event_time(event_expires_at.event, 'expiresAt');
  seconds jsonb := nullif(event_expires_at.event -> 'expiresIn', 'null');
begin
  if seconds is null then
    if expires_at <= notify.clock() then
      perform notify.refuse('CN003', 'expiresAt', 'must be in the future');
    end if;
    return expires_at;
  end if;
  if expires_at is not null then
    perform notify.refuse('CN003', 'expiresIn', 'cannot go together with expiresAt');
  end if;
  if jsonb_typeof(seconds) <> 'number' or seconds::numeric not between 1 and 31536000 or seconds::numeric % 1 <> 0 then
    perform notify.refuse('CN003', 'expiresIn', 'must be a whole number of seconds between 1 and 31536000');
  end if;
  return notify.clock() + make_interval(secs => seconds::double precision);
end;
$$;

comment on function notify.event_expires_at(jsonb) is
  'When an event expires: expiresAt (ISO 8601, in the future) or expiresIn (whole seconds, up to a year); null when it says neither. Error CN003 otherwise.';

create function notify.check_payload(payload jsonb, fields jsonb)
returns void
language plpgsql
immutable
set search_path = ''
as $$
declare
  name text;
  rule jsonb;
  value jsonb;
  kind text;
begin
  for name, rule in select * from jsonb_each(check_payload.fields) loop
    value := check_payload.payload -> name;
    kind := jsonb_typeof(value);
    continue when kind is null;
    if kind <> (case rule ->> 'kind' when 'integer' then 'number' else rule ->> 'kind' end)
      or (rule ->> 'kind' = 'integer' and value::numeric <> trunc(value::numeric))
    then
      perform notify.refuse('CN003', 'payload.' || name, format('must be of kind %s', rule ->> 'kind'));
    end if;
    if kind = 'number' and not (
      value::numeric between coalesce((rule ->> 'minimum')::numeric, value::numeric)
      and coalesce((rule ->> 'maximum')::numeric, value::numeric)
    ) then
      perform notify.refuse(
        'CN003', 'payload.' || name, format('must be between %s and %s', rule ->> 'minimum', rule ->> 'maximum')
      );
    end if;
    if rule ? 'values' and not rule -> 'values' @> value then
      perform notify.refuse(
        'CN003', 'payload.' || name,
        'must be one of ' || (select string_agg(allowed, ', ') from jsonb_array_elements_text(rule -> 'values') as allowed)
      );
    end if;
    if kind = 'string' and rule ? 'pattern' and check_payload.payload ->> name !~ (rule ->> 'pattern') then
      perform notify.refuse('CN003', 'payload.' || name, format('must match %s', rule ->> 'pattern'));
    end if;
    if kind = 'string' and length(check_payload.payload ->> name) > (rule ->> 'maxLength')::integer then
      perform notify.refuse('CN003', 'payload.' || name, format('must have at most %s characters', rule ->> 'maxLength'));
    end if;
  end loop;
end;
$$;

comment on function notify.check_payload(jsonb, jsonb) is
  'Refuses (CN003, naming payload.<key>) a known payload key of the wrong kind or out of bounds. fields: notify.types.payload_fields.';

create function notify.find_entity(entity_type text, entity_id uuid)
returns table (organisation_id uuid, patient_id uuid)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select implant.organisation_id, implant.patient_id
    from public.implants as implant
    where find_entity.entity_type = 'implant' and implant.id = find_entity.entity_id
    union all
    select appointment.organisation_id, appointment.patient_id
    from public.appointments as appointment
    where find_entity.entity_type = 'appointment' and appointment.id = find_entity.entity_id;
end;
$$;

comment on function notify.find_entity(text, uuid) is
  'Organisation and patient of an implant or an appointment; no row when there is none, or for a kind that has no table here.';

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

create function notify.parse_event(event jsonb)
returns public.notification_events
language plpgsql
stable
set search_path = ''
as $$
declare
  moment timestamptz := notify.clock();
  parsed public.notification_events;
  known text[] := array[
    'type', 'organisationId', 'patientId', 'teamId', 'entityId', 'severity', 'payload', 'createdAt', 'expiresAt',
    'expiresIn', 'dedupeKey', 'throttleKey', 'recipientIds', 'actorId'
  ];
  unknown text;
  notification_type notify.types;
  entity_organisation uuid;
  entity_patient uuid;
  file_team uuid;
begin
  if jsonb_typeof(parse_event.event) is distinct from 'object' then
    perform notify.refuse('CN003', 'event', 'must be a JSON object');
  end if;
  select key into unknown from jsonb_object_keys(parse_event.event) as key where key <> all (known) limit 1;
  if unknown is not null then
    perform notify.refuse('CN004', unknown, 'is not a field of an event', 'Known fields: ' || array_to_string(known, ', '));
  end if;

  parsed.id := gen_random_uuid();
  parsed.accepted_at := moment;
  parsed.type := notify.event_text(parse_event.event, 'type');
  if parsed.type is null then
    perform notify.refuse('CN002', 'type', 'is required');
  end if;
  select * into notification_type
  from notify.types where (type = parsed.type or alias = parsed.type) and not internal;
  if not found then
    perform notify.refuse(
      'CN001', 'type', format('unknown notification type "%s"', parsed.type),
      'Known types: ' || (select string_agg(type, ', ' order by type) from notify.types where not internal)
    );
  end if;
  parsed.type := notification_type.type;

  parsed.organisation_id := notify.event_uuid(parse_event.event, 'organisationId');
  if parsed.organisation_id is null then
    perform notify.refuse('CN002', 'organisationId', 'is required');
  end if;
  if not exists (select from public.organisations where id = parsed.organisation_id) then
    perform notify.refuse('CN005', 'organisationId', format('no organisation %s', parsed.organisation_id));
  end if;

  parsed.entity_type := notification_type.entity_type;
  parsed.entity_id := notify.event_uuid(parse_event.event, 'entityId');
  if parsed.entity_id is not null and parsed.entity_type in ('implant', 'appointment') then
    select organisation_id, patient_id into entity_organisation, entity_patient
    from notify.find_entity(parsed.entity_type, parsed.entity_id);
    if entity_organisation is distinct from parsed.organisation_id then
      perform notify.refuse('CN007', 'entityId', format('no such %s in this organisation', parsed.entity_type));
    end if;
  end if;

  parsed.patient_id := coalesce(notify.event_uuid(parse_event.event, 'patientId'), entity_patient);
  if parsed.patient_id is not null then
    select team_id into file_team
    from public.patients where organisation_id = parsed.organisation_id and id = parsed.patient_id;
    if not found then
      perform notify.refuse('CN007', 'patientId', 'no such patient in this organisation');
    end if;
    if parsed.patient_id <> entity_patient then
      perform notify.refuse('CN007', 'patientId', format('is not the patient of this %s', parsed.entity_type));
    end if;
  end if;

  parsed.team_id := notify.event_uuid(parse_event.event, 'teamId');
  if parsed.team_id is not null and not exists (
    select from public.teams where organisation_id = parsed.organisation_id and id = parsed.team_id
  ) then
    perform notify.refuse('CN007', 'teamId', 'no such team in this organisation');
  end if;
  if parsed.team_id <> file_team then
    perform notify.refuse('CN007', 'teamId', 'is not the team that keeps this patient''s file');
  end if;

  parsed.actor_id := notify.event_uuid(parse_event.event, 'actorId');
  if parsed.actor_id is not null and not exists (
    select from public.organisation_members
    where organisation_id = parsed.organisation_id and user_id = parsed.actor_id
  ) then
    perform notify.refuse('CN006', 'actorId', 'is not a member of this organisation');
  end if;

  parsed.recipient_ids := notify.event_recipients(parse_event.event);
  if parsed.recipient_ids is not null and exists (
    select from unnest(parsed.recipient_ids) as recipient (id)
    where not exists (
      select from public.organisation_members
      where organisation_id = parsed.organisation_id and user_id = recipient.id
    )
  ) then
    perform notify.refuse('CN006', 'recipientIds', 'names someone who is not a member of this organisation');
  end if;

  if coalesce(notify.event_text(parse_event.event, 'severity'), 'INFO') not in ('INFO', 'WARNING', 'CRITICAL') then
    perform notify.refuse('CN003', 'severity', 'must be INFO, WARNING or CRITICAL');
  end if;
  parsed.severity := coalesce(
    (parse_event.event ->> 'severity')::public.notification_severity, notification_type.severity
  );

  parsed.payload := coalesce(nullif(parse_event.event -> 'payload', 'null'), '{}');
  if jsonb_typeof(parsed.payload) <> 'object' then
    perform notify.refuse('CN003', 'payload', 'must be a JSON object');
  end if;
  if length(parsed.payload::text) > 16384 then
    perform notify.refuse('CN003', 'payload', 'must have at most 16384 characters');
  end if;
  perform notify.check_payload(parsed.payload, notification_type.payload_fields);

  parsed.dedupe_key := notify.event_text(parse_event.event, 'dedupeKey');
  if length(parsed.dedupe_key) not between 1 and 200 then
    perform notify.refuse('CN003', 'dedupeKey', 'must have between 1 and 200 characters');
  end if;

  parsed.throttle_key := notify.event_text(parse_event.event, 'throttleKey');
  if length(parsed.throttle_key) not between 1 and 200 then
    perform notify.refuse('CN003', 'throttleKey', 'must have between 1 and 200 characters');
  end if;
  if notification_type.throttle_seconds is not null then
    parsed.throttle_key := coalesce(parsed.throttle_key, parsed.entity_id::text, parsed.patient_id::text, '');
    parsed.throttled_by := notify.let_through(parsed.organisation_id, parsed.type, parsed.throttle_key);
  elsif parsed.throttle_key is not null then
    perform notify.refuse('CN003', 'throttleKey', format('means nothing to %s, which has no throttle', parsed.type));
  end if;

  parsed.created_at := coalesce(notify.event_time(parse_event.event, 'createdAt'), moment);
  parsed.expires_at := coalesce(
    notify.event_expires_at(parse_event.event),
    moment + make_interval(secs => notification_type.expires_after_seconds)
  );
  return parsed;
end;
$$;

comment on function notify.parse_event(jsonb) is
  'The row that an event would become; writes nothing. Errors CN001 unknown type, CN002 missing field, CN003 malformed field, CN004 unknown field, CN005 no such organisation, CN006 not a member, CN007 record of another organisation.';

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
