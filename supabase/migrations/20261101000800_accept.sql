-- notify.accept: from JSON to one checked, deduplicated row of notification_events. Every refusal names its field.

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

create function notify.event_created_at(event jsonb)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
declare
  value text := notify.event_text(event_created_at.event, 'createdAt');
begin
  if value is null then
    return now();
  end if;
  if value !~ '^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:?\d{2})$'
  then
    perform notify.refuse('CN003', 'createdAt', 'must be an ISO 8601 date and time with its offset');
  end if;
  begin
    return value::timestamptz;
  exception
    when datetime_field_overflow or invalid_datetime_format or invalid_time_zone_displacement_value then
      perform notify.refuse('CN003', 'createdAt', 'is not a date that exists');
  end;
end;
$$;

comment on function notify.event_created_at(jsonb) is 'When the event happened; now when it does not say. Error CN003 unless ISO 8601 with an offset.';

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
    if kind = 'string' and length(check_payload.payload ->> name) > (rule ->> 'maxLength')::integer then
      perform notify.refuse('CN003', 'payload.' || name, format('must have at most %s characters', rule ->> 'maxLength'));
    end if;
  end loop;
end;
$$;

comment on function notify.check_payload(jsonb, jsonb) is
  'Refuses (CN003, naming payload.<key>) a known payload key of the wrong kind or out of bounds. fields: notify.types.payload_fields.';

create function notify.entity_organisation(entity_type text, entity_id uuid)
returns uuid
language sql
stable
set search_path = ''
as $$
  select organisation_id from public.implants
  where entity_organisation.entity_type = 'implant' and id = entity_organisation.entity_id
  union all
  select organisation_id from public.appointments
  where entity_organisation.entity_type = 'appointment' and id = entity_organisation.entity_id;
$$;

comment on function notify.entity_organisation(text, uuid) is
  'Organisation that an implant or an appointment belongs to; null when there is no such row, or for a kind that has no table here.';

create function notify.parse_event(event jsonb)
returns public.notification_events
language plpgsql
stable
set search_path = ''
as $$
declare
  parsed public.notification_events;
  known text[] := array[
    'type', 'organisationId', 'patientId', 'entityId', 'severity', 'payload', 'createdAt', 'dedupeKey', 'recipientIds',
    'actorId'
  ];
  unknown text;
  notification_type notify.types;
begin
  if jsonb_typeof(parse_event.event) is distinct from 'object' then
    perform notify.refuse('CN003', 'event', 'must be a JSON object');
  end if;
  select key into unknown from jsonb_object_keys(parse_event.event) as key where key <> all (known) limit 1;
  if unknown is not null then
    perform notify.refuse('CN004', unknown, 'is not a field of an event', 'Known fields: ' || array_to_string(known, ', '));
  end if;

  parsed.type := notify.event_text(parse_event.event, 'type');
  if parsed.type is null then
    perform notify.refuse('CN002', 'type', 'is required');
  end if;
  select * into notification_type from notify.types where type = parsed.type;
  if not found then
    perform notify.refuse(
      'CN001', 'type', format('unknown notification type "%s"', parsed.type),
      'Known types: ' || (select string_agg(type, ', ' order by type) from notify.types)
    );
  end if;

  parsed.organisation_id := notify.event_uuid(parse_event.event, 'organisationId');
  if parsed.organisation_id is null then
    perform notify.refuse('CN002', 'organisationId', 'is required');
  end if;
  if not exists (select from public.organisations where id = parsed.organisation_id) then
    perform notify.refuse('CN005', 'organisationId', format('no organisation %s', parsed.organisation_id));
  end if;

  parsed.patient_id := notify.event_uuid(parse_event.event, 'patientId');
  if parsed.patient_id is not null and not exists (
    select from public.patients where organisation_id = parsed.organisation_id and id = parsed.patient_id
  ) then
    perform notify.refuse('CN007', 'patientId', 'no such patient in this organisation');
  end if;

  parsed.entity_type := notification_type.entity_type;
  parsed.entity_id := notify.event_uuid(parse_event.event, 'entityId');
  if parsed.entity_id is not null and parsed.entity_type in ('implant', 'appointment')
    and notify.entity_organisation(parsed.entity_type, parsed.entity_id) is distinct from parsed.organisation_id
  then
    perform notify.refuse('CN007', 'entityId', format('no such %s in this organisation', parsed.entity_type));
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

  parsed.created_at := notify.event_created_at(parse_event.event);
  return parsed;
end;
$$;

comment on function notify.parse_event(jsonb) is
  'The row that an event would become, without id; writes nothing. Errors CN001 unknown type, CN002 missing field, CN003 malformed field, CN004 unknown field, CN005 no such organisation, CN006 not a member, CN007 record of another organisation.';

create function notify.accept(event jsonb, out accepted public.notification_events, out duplicate boolean)
language plpgsql
set search_path = ''
as $$
begin
  accepted := notify.parse_event(accept.event);
  accepted.id := gen_random_uuid();
  insert into public.notification_events select (accepted).*
  on conflict (organisation_id, dedupe_key) where dedupe_key is not null do nothing;
  duplicate := not found;
  if duplicate then
    select * into accepted from public.notification_events as existing
    where existing.organisation_id = accepted.organisation_id and existing.dedupe_key = accepted.dedupe_key;
  end if;
end;
$$;

comment on function notify.accept(jsonb) is
  'Checks an event and keeps it as one row, or finds the row that its dedupeKey already has. A concurrent event with the same key waits for this transaction, then is the duplicate (or, after a rollback, the first).';
