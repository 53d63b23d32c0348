-- "Why?": the same question as the engine's own, asked as a dry run, or of what was decided in the past.

create function public.explain_notification(event jsonb)
returns table (
  user_id uuid,
  full_name text,
  role public.member_role,
  channel public.notification_channel,
  decision text,
  reason text,
  rule text,
  source text,
  source_id uuid,
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
  first_of_key uuid;
begin
  perform notify.require_admin(notify.event_uuid(explain_notification.event, 'organisationId'));
  parsed := notify.parse_event(explain_notification.event);
  first_of_key := (
    select existing.id from public.notification_events as existing
    where existing.organisation_id = parsed.organisation_id and existing.dedupe_key = parsed.dedupe_key
  );
  return query
    select
      answer.user_id, profile.full_name, answer.role, answer.channel, answer.decision, answer.reason, answer.rule,
      answer.source, answer.source_id, answer.category, answer.preference_source, answer.in_app, answer.email,
      answer.frequency, answer.due_at
    from (
      select
        routed.user_id, routed.role, routed.channel, routed.decision, routed.reason, routed.rule, routed.source,
        routed.source_id, routed.category, routed.preference_source, routed.in_app, routed.email, routed.frequency,
        routed.due_at
      from notify.route(array[parsed]) as routed
      where first_of_key is null
      union all
      -- An event of the same key was taken already: this one would reach nobody.
      select
        member.user_id, member.role, channel.name, 'skip', 'duplicate', 'dedupe', 'notification_events', first_of_key,
        null, null, null, null, null, null
      from public.organisation_members as member
      cross join unnest(array['in_app', 'email']::public.notification_channel[]) as channel (name)
      where first_of_key is not null and member.organisation_id = parsed.organisation_id
      union all
      -- Members whom the event does not concern: the question "why not me?" deserves an answer too.
      select
        member.user_id, member.role, channel.name, 'skip',
        case when parsed.recipient_ids is null then 'role_not_concerned' else 'not_a_recipient' end,
        'membership', 'organisation_members', null, null, null, null, null, null, null
      from public.organisation_members as member
      cross join unnest(array['in_app', 'email']::public.notification_channel[]) as channel (name)
      where first_of_key is null and member.organisation_id = parsed.organisation_id
        and member.user_id not in (select audience.user_id from notify.audience(array[parsed]) as audience)
    ) as answer
    left join public.profiles as profile on profile.user_id = answer.user_id
    order by profile.full_name, answer.user_id, answer.channel;
end;
$$;

comment on function public.explain_notification(jsonb) is
  'Dry run: who would get this event, on which channel, and why not; one row for each member of the organisation and channel, with the rule that decided and the table and id of the row it came from (docs/rules.md). Same event as notify(); writes nothing. For admins of the organisation (CN008 otherwise) and the service role.';
grant execute on function public.explain_notification(jsonb) to authenticated, service_role;

create function public.explain_event(event_id uuid)
returns table (
  user_id uuid,
  full_name text,
  role public.member_role,
  channel public.notification_channel,
  decision text,
  reason text,
  rule text,
  source text,
  source_id uuid,
  category public.notification_category,
  due_at timestamptz,
  decided_at timestamptz
)
language plpgsql
stable
-- Definer: refuses in its own words, the same for an event of another organisation and for none.
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform notify.require_admin((
    select event.organisation_id from public.notification_events as event where event.id = explain_event.event_id
  ));
  return query
    select
      trace.user_id, profile.full_name, member.role, trace.channel, trace.decision, trace.reason, trace.rule, trace.source,
      trace.source_id, type.category, trace.due_at, trace.created_at
    from public.notification_deliveries as trace
    join public.notification_events as event on event.id = trace.event_id
    join notify.types as type on type.type = event.type
    left join public.profiles as profile on profile.user_id = trace.user_id
    left join public.organisation_members as member
      on member.organisation_id = trace.organisation_id and member.user_id = trace.user_id
    where trace.event_id = explain_event.event_id
    order by profile.full_name, trace.user_id, trace.channel;
end;
$$;

comment on function public.explain_event(uuid) is
  'What was decided for each person and channel when an event of the past was delivered, as explain_notification() answers for a new one. role: the person''s today, null when they have left. For admins of its organisation (CN008 otherwise, also when there is no such event) and the service role.';
grant execute on function public.explain_event(uuid) to authenticated, service_role;
