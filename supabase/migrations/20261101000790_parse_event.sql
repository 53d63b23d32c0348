-- notify.parse_event: from JSON to a checked row of notification_events, written nowhere yet. Every refusal names its field.

create function notify.find_entity(entity_type text, entity_id uuid)
returns table (organisation_id uuid, patient_id uuid)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  case find_entity.entity_type
    when 'implant' then
      return query
        select implant.organisation_id, implant.patient_id
        from public.implants as implant where implant.id = find_entity.entity_id;
    when 'appointment' then
      return query
        select appointment.organisation_id, appointment.patient_id
        from public.appointments as appointment where appointment.id = find_entity.entity_id;
    else
      return;
  end case;
end;
$$;

comment on function notify.find_entity(text, uuid) is
  'Organisation and patient of an implant or an appointment; no row when there is none, or for a kind that has no table here.';

create function notify.parse_event(event jsonb)
returns public.notification_events
language plpgsql
stable
set search_path = ''
-- As for notify.dispatch(): its plans must be good for the tables of later, too.
set enable_seqscan = off
set jit = off
as $$
declare
  moment timestamptz := notify.clock();
  parsed public.notification_events;
  known constant text[] := array[
    'type', 'organisationId', 'patientId', 'teamId', 'entityId', 'severity', 'payload', 'createdAt', 'expiresAt',
    'expiresIn', 'dedupeKey', 'throttleKey', 'recipientIds', 'actorId'
  ];
  notification_type notify.types;
  entity_organisation uuid;
  entity_patient uuid;
  file_team uuid;
begin
  if jsonb_typeof(parse_event.event) is distinct from 'object' then
    perform notify.refuse('CN003', 'event', 'must be a JSON object');
  end if;
  if parse_event.event - known <> '{}' then
    perform notify.refuse('CN004', key, 'is not a field of an event', 'Known fields: ' || array_to_string(known, ', '))
    from jsonb_object_keys(parse_event.event - known) as key;
  end if;

  parsed.id := notify.uuid_v7();
  parsed.accepted_at := moment;
  parsed.type := notify.event_text(parse_event.event, 'type');
  if parsed.type is null then
    perform notify.refuse('CN002', 'type', 'is required');
  end if;
  select * into notification_type from notify.types where type = parsed.type and not internal;
  if not found then
    select * into notification_type from notify.types where alias = parsed.type and not internal;
  end if;
  if not found then
    perform notify.refuse(
      'CN001', 'type', format('unknown notification type "%s"', parsed.type),
      'Known types: ' || (select string_agg(type, ', ' order by type) from notify.types where not internal)
    );
  end if;
  parsed.type := notification_type.type;
  parsed.priority := notification_type.priority;

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
  -- What an event leaves out is not asked about: an "and" would set its query up all the same.
  if parsed.team_id is not null then
    if not exists (select from public.teams where organisation_id = parsed.organisation_id and id = parsed.team_id) then
      perform notify.refuse('CN007', 'teamId', 'no such team in this organisation');
    end if;
  end if;
  if parsed.team_id <> file_team then
    perform notify.refuse('CN007', 'teamId', 'is not the team that keeps this patient''s file');
  end if;

  parsed.actor_id := notify.event_uuid(parse_event.event, 'actorId');
  if parsed.actor_id is not null then
    if not exists (
      select from public.organisation_members
      where organisation_id = parsed.organisation_id and user_id = parsed.actor_id
    ) then
      perform notify.refuse('CN006', 'actorId', 'is not a member of this organisation');
    end if;
  end if;

  parsed.recipient_ids := notify.event_recipients(parse_event.event);
  if parsed.recipient_ids is not null then
    if cardinality(parsed.recipient_ids) > (
      select count(*) from public.organisation_members
      where organisation_id = parsed.organisation_id and user_id = any (parsed.recipient_ids)
    ) then
      perform notify.refuse('CN006', 'recipientIds', 'names someone who is not a member of this organisation');
    end if;
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
  parsed.payload := notify.checked_payload(parsed.payload, notification_type.payload_fields);

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
