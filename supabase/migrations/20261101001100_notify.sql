-- The public doors of the engine: one event, many, by hand, to everybody.

create function notify.parse_events(events jsonb)
returns public.notification_events[]
language plpgsql
stable
set search_path = ''
as $$
declare
  parsed public.notification_events[] := '{}';
  event jsonb;
  hint text;
begin
  if jsonb_typeof(parse_events.events) is distinct from 'array' then
    perform notify.refuse('CN003', 'events', 'must be a JSON array');
  end if;
  for event in select element from jsonb_array_elements(parse_events.events) as element loop
    parsed := parsed || notify.parse_event(event);
  end loop;
  return parsed;
exception
  when others then
    if sqlstate !~ '^CN' or sqlerrm ~ '^events:' then
      raise;
    end if;
    get stacked diagnostics hint = pg_exception_hint;
    -- As many are parsed as stand before the one at fault.
    perform notify.refuse(sqlstate, format('events[%s].%s', cardinality(parsed), split_part(sqlerrm, ': ', 1)),
      substr(sqlerrm, length(split_part(sqlerrm, ': ', 1)) + 3), hint);
end;
$$;

comment on function notify.parse_events(jsonb) is
  'The rows that an array of events would become. One that is refused refuses all, and the error names it: events[3].type.';

create function notify.dispatch(events public.notification_events[])
returns table (
  event_id uuid, duplicate boolean, recipients bigint, in_app bigint, emails bigint, digests bigint, skipped bigint
)
language plpgsql
set search_path = ''
-- One plan for all: planning the joins of notify.route again costs several times their run, and a connection of the Data
-- API would pay it for each of its first calls. A connection keeps that plan while tables grow: made on the first day, when
-- each is a page, it would read them whole for ever after, the checks of foreign keys included.
set plan_cache_mode = 'force_generic_plan'
set enable_seqscan = off
-- The price that the planner then puts on what has no index would make it compile.
set jit = off
as $$
#variable_conflict use_column
declare
  accepted record := notify.accept(dispatch.events);
begin
  return query
    select
      kept.id, kept.duplicate, coalesce(delivered.recipients, 0), coalesce(delivered.in_app, 0),
      coalesce(delivered.emails, 0), coalesce(delivered.digests, 0), coalesce(delivered.skipped, 0)
    from unnest(accepted.ids, accepted.duplicates) with ordinality as kept (id, duplicate, place)
    left join notify.deliver(accepted.fresh) as delivered on delivered.event_id = kept.id and not kept.duplicate
    order by kept.place;
end;
$$;

comment on function notify.dispatch(public.notification_events[]) is
  'Accepts, routes and delivers parsed events, all of them set by set. One row for each, in order; the counts of a duplicate are 0.';

create function public.notify(event jsonb)
returns jsonb
language plpgsql
-- Definer: writes tables that nobody may write directly. Callable by the service role, and by triggers that own the right.
security definer
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'eventId', outcome.event_id,
      'duplicate', outcome.duplicate,
      'recipients', outcome.recipients,
      'inApp', outcome.in_app,
      'emails', outcome.emails,
      'digests', outcome.digests,
      'skipped', outcome.skipped
    )
    from notify.dispatch(array[notify.parse_event(notify.event)]) as outcome
  );
end;
$$;

comment on function public.notify(jsonb) is
  'The way to notify. event: {type, organisationId, patientId?, teamId?, entityId?, severity?, payload?, createdAt?, expiresAt? or expiresIn?, dedupeKey?, throttleKey?, recipientIds?, actorId?}. Everything it does is rows of the caller''s transaction. Returns {eventId, duplicate, recipients, inApp, emails, digests, skipped}; for a duplicate all counts are 0. Errors CN001-CN007, nothing written.';
grant execute on function public.notify(jsonb) to service_role;

create function notify.send_all(events jsonb)
returns jsonb
language plpgsql
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'events', count(*),
      'duplicates', count(*) filter (where outcome.duplicate),
      'recipients', coalesce(sum(outcome.recipients), 0),
      'inApp', coalesce(sum(outcome.in_app), 0),
      'emails', coalesce(sum(outcome.emails), 0),
      'digests', coalesce(sum(outcome.digests), 0),
      'skipped', coalesce(sum(outcome.skipped), 0),
      'eventIds', coalesce(jsonb_agg(outcome.event_id), '[]')
    )
    from notify.dispatch(notify.parse_events(send_all.events)) as outcome
  );
end;
$$;

comment on function notify.send_all(jsonb) is
  'notify_bulk() without its bound: triggers call it, for a business write of any size must not fail for its notifications.';

create function public.notify_bulk(events jsonb)
returns jsonb
language plpgsql
-- Definer: as notify().
security definer
set search_path = ''
as $$
begin
  if jsonb_typeof(notify_bulk.events) = 'array' and jsonb_array_length(notify_bulk.events) > 10000 then
    perform notify.refuse('CN003', 'events', 'must have at most 10000 events');
  end if;
  return notify.send_all(notify_bulk.events);
end;
$$;

comment on function public.notify_bulk(jsonb) is
  'notify() for an array of up to 10000 events in one call, all or none. Returns the sums of what notify() returns, {events, duplicates, recipients, inApp, emails, digests, skipped}, and eventIds in the order given. An error names the event: events[3].type.';
grant execute on function public.notify_bulk(jsonb) to service_role;

create function notify.require_admin(organisation_id uuid)
returns void
language plpgsql
stable
set search_path = ''
as $$
begin
  if notify.is_service() then
    return;
  end if;
  -- The same answer whether the organisation exists or not: ids of other tenants cannot be probed.
  if require_admin.organisation_id is null or require_admin.organisation_id not in (
    select notify.my_administered()
  ) then
    perform notify.refuse('CN008', 'organisationId', 'only an admin of the organisation may do this');
  end if;
end;
$$;

comment on function notify.require_admin(uuid) is
  'Error CN008 unless the caller is an owner or admin of the organisation, or a server.';

create function notify.signed(event jsonb)
returns jsonb
language plpgsql
stable
set search_path = ''
as $$
declare
  sender uuid := auth.uid();
begin
  if sender is null then
    return signed.event;
  end if;
  if coalesce(notify.event_uuid(signed.event, 'actorId'), sender) <> sender then
    perform notify.refuse('CN003', 'actorId', 'is the sender: leave it out');
  end if;
  return signed.event || jsonb_build_object('actorId', sender);
end;
$$;

comment on function notify.signed(jsonb) is 'An event with the signed-in user as its actor. Error CN003 when it names another.';

create function public.send_manual_notification(event jsonb)
returns jsonb
language plpgsql
-- Definer: notify() and the audit log are closed to ordinary users.
security definer
set search_path = ''
as $$
declare
  organisation uuid := notify.event_uuid(send_manual_notification.event, 'organisationId');
  outcome jsonb;
begin
  perform notify.require_admin(organisation);
  outcome := public.notify(notify.signed(send_manual_notification.event));
  perform notify.audit(
    organisation, 'notification.send_manual',
    jsonb_build_object('type', send_manual_notification.event -> 'type', 'outcome', outcome)
  );
  return outcome;
end;
$$;

comment on function public.send_manual_notification(jsonb) is
  'notify() for an admin, by hand: the same event, the same answer, and an entry notification.send_manual in audit_logs. Errors as notify(), and CN008 for anyone who is not an admin of the organisation.';
grant execute on function public.send_manual_notification(jsonb) to authenticated, service_role;

create function public.broadcast_notification(event jsonb)
returns jsonb
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  organisations uuid[] := array[notify.event_uuid(broadcast_notification.event, 'organisationId')];
  announcement jsonb := notify.signed(broadcast_notification.event);
  outcome jsonb;
begin
  -- To everybody is for servers alone: require_admin() refuses a null to anyone else.
  perform notify.require_admin(organisations[1]);
  if broadcast_notification.event ? 'recipientIds' then
    perform notify.refuse('CN003', 'recipientIds', 'a broadcast goes to the whole audience of its type');
  end if;
  if organisations[1] is null then
    organisations := array(select id from public.organisations order by id);
  end if;
  -- All are the same but for the organisation, so that an error names the field and not one event of many.
  perform notify.parse_event(announcement || jsonb_build_object('organisationId', organisations[1]))
  where cardinality(organisations) > 0;
  outcome := notify.send_all((
    select coalesce(jsonb_agg(announcement || jsonb_build_object('organisationId', organisation.id)), '[]')
    from unnest(organisations) as organisation (id)
  ));
  perform notify.audit(
    organisation.id, 'notification.broadcast',
    jsonb_build_object('type', announcement -> 'type', 'eventId', outcome -> 'eventIds' -> (organisation.place - 1)::integer)
  )
  from unnest(organisations) with ordinality as organisation (id, place);
  return outcome;
end;
$$;

comment on function public.broadcast_notification(jsonb) is
  'An announcement to the whole audience of its type: in one organisation (its admins and servers may), or without organisationId in every one (servers alone). Returns what notify_bulk() returns; audited in each organisation. Errors as notify(), CN008 for anyone else.';
grant execute on function public.broadcast_notification(jsonb) to authenticated, service_role;
