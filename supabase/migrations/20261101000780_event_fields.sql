-- The fields of an event as they come, in JSON: each is read here, or refused by its name.

create function notify.event_text(event jsonb, field text)
returns text
language plpgsql
immutable
set search_path = ''
as $$
declare
  kind constant text := jsonb_typeof(event_text.event -> event_text.field);
begin
  if kind not in ('string', 'null') then
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
  value text;
  digits text;
begin
  -- Most events leave most fields out.
  if not event_uuid.event ? event_uuid.field then
    return null;
  end if;
  value := notify.event_text(event_uuid.event, event_uuid.field);
  digits := replace(value, '-', '');
  -- One pattern of groups and counts would say the same, and take ten times as long for each field of each event.
  if value not like '________-____-____-____-____________' or length(digits) <> 32 or digits ~ '[^0-9A-Fa-f]' then
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
  value text;
begin
  if not event_time.event ? event_time.field then
    return null;
  end if;
  value := notify.event_text(event_time.event, event_time.field);
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

create function notify.checked_payload(payload jsonb, fields jsonb)
returns jsonb
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
  for name, rule in select * from jsonb_each(checked_payload.fields) loop
    value := checked_payload.payload -> name;
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
    if kind = 'string' and rule ? 'pattern' and checked_payload.payload ->> name !~ (rule ->> 'pattern') then
      perform notify.refuse('CN003', 'payload.' || name, format('must match %s', rule ->> 'pattern'));
    end if;
    if kind = 'string' and length(checked_payload.payload ->> name) > (rule ->> 'maxLength')::integer then
      perform notify.refuse('CN003', 'payload.' || name, format('must have at most %s characters', rule ->> 'maxLength'));
    end if;
  end loop;
  return checked_payload.payload;
end;
$$;

comment on function notify.checked_payload(jsonb, jsonb) is
  'The payload as it is. Refuses (CN003, naming payload.<key>) a known key of the wrong kind or out of bounds. fields: notify.types.payload_fields.';
