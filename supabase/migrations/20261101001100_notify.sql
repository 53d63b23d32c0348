-- The public doors of the engine.

create function public.notify(event jsonb)
returns jsonb
language plpgsql
-- Definer: writes tables that nobody may write directly. Callable by the service role, and by triggers that own the right.
security definer
set search_path = ''
as $$
declare
  outcome record;
  counts jsonb := '{"recipients": 0, "inApp": 0, "emails": 0, "digests": 0, "skipped": 0}';
begin
  select * into outcome from notify.accept(notify.event);
  if not outcome.duplicate then
    counts := notify.deliver(outcome.accepted);
  end if;
  return jsonb_build_object('eventId', (outcome.accepted).id, 'duplicate', outcome.duplicate) || counts;
end;
$$;

comment on function public.notify(jsonb) is
  'The only way to notify. event: {type, organisationId, patientId?, entityId?, severity?, payload?, createdAt?, dedupeKey?, recipientIds?, actorId?}. Everything it does is rows of the caller''s transaction. Returns {eventId, duplicate, recipients, inApp, emails, digests, skipped}; for a duplicate all counts are 0. Errors CN001-CN007, nothing written.';
grant execute on function public.notify(jsonb) to service_role;

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

create function public.explain_notification(event jsonb)
returns table (
  user_id uuid,
  full_name text,
  role public.member_role,
  channel public.notification_channel,
  decision text,
  reason text,
  category public.notification_category,
  preference_source text,
  in_app boolean,
  email boolean,
  frequency public.notification_frequency,
  due_at timestamptz
)
language plpgsql
stable
-- Definer: reads the preferences of colleagues. Answers admins of the event's own organisation only.
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  parsed public.notification_events;
begin
  perform notify.require_admin(notify.event_uuid(explain_notification.event, 'organisationId'));
  parsed := notify.parse_event(explain_notification.event);
  return query
    select
      answer.user_id, profile.full_name, answer.role, answer.channel, answer.decision, answer.reason, answer.category,
      answer.preference_source, answer.in_app, answer.email, answer.frequency, answer.due_at
    from (
      select * from notify.route(parsed)
      union all
      -- Members whom the event does not concern: the question "why not me?" deserves an answer too.
      select
        member.user_id, member.role, channel.name, 'skip',
        case when parsed.recipient_ids is null then 'role_not_concerned' else 'not_a_recipient' end,
        null, null, null, null, null, null, null
      from public.organisation_members as member
      cross join unnest(array['in_app', 'email']::public.notification_channel[]) as channel (name)
      where member.organisation_id = parsed.organisation_id
        and member.user_id not in (select audience.user_id from notify.audience(parsed) as audience)
    ) as answer
    left join public.profiles as profile on profile.user_id = answer.user_id
    order by profile.full_name, answer.user_id, answer.channel;
end;
$$;

comment on function public.explain_notification(jsonb) is
  'Dry run: who would get this event, on which channel, and why not; one row for each member of the organisation and channel. Same event as notify(); writes nothing. For admins of the organisation (CN008 otherwise) and the service role.';
grant execute on function public.explain_notification(jsonb) to authenticated, service_role;

create function public.send_manual_notification(event jsonb)
returns jsonb
language plpgsql
-- Definer: notify() and the audit log are closed to ordinary users.
security definer
set search_path = ''
as $$
declare
  organisation uuid := notify.event_uuid(send_manual_notification.event, 'organisationId');
  sender uuid := auth.uid();
  outcome jsonb;
begin
  perform notify.require_admin(organisation);
  if sender is not null then
    if coalesce(notify.event_uuid(send_manual_notification.event, 'actorId'), sender) <> sender then
      perform notify.refuse('CN003', 'actorId', 'is the sender: leave it out');
    end if;
    send_manual_notification.event := send_manual_notification.event || jsonb_build_object('actorId', sender);
  end if;
  outcome := public.notify(send_manual_notification.event);
  insert into public.audit_logs (organisation_id, actor_id, action, details)
  values (
    organisation, sender, 'notification.send_manual',
    jsonb_build_object('type', send_manual_notification.event -> 'type', 'outcome', outcome)
  );
  return outcome;
end;
$$;

comment on function public.send_manual_notification(jsonb) is
  'notify() for an admin, by hand: the same event, the same answer, and an entry notification.send_manual in audit_logs. Errors as notify(), and CN008 for anyone who is not an admin of the organisation.';
grant execute on function public.send_manual_notification(jsonb) to authenticated, service_role;
