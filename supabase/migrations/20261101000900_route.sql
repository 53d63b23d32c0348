-- notify.route: the only place that decides. Pure: delivery acts on what it returns, explanation shows it.
-- The rules are those of docs/rules.md, in their order.

create type notify.decision as (
  event_id uuid,
  user_id uuid,
  role public.member_role,
  channel public.notification_channel,
  decision text,
  reason text,
  rule text,
  source text,
  source_id uuid,
  category public.notification_category,
  in_app boolean,
  email boolean,
  frequency public.notification_frequency,
  preference_source text,
  due_at timestamptz,
  locale text
);

comment on type notify.decision is
  'What one person gets of one event on one channel. decision: send, queue, digest, coalesce or skip; reason: which outcome; rule: the rule that decided; source, source_id: table and id of the row it came from; preference_source: the layer that set the channel''s switch; due_at: when what waits is due.';

create function notify.decide(events public.notification_events[])
returns setof notify.decision
language plpgsql
stable
set search_path = ''
as $$
declare
  moment timestamptz := notify.clock();
begin
  return query
    with
    audience as materialized (
      select * from notify.audience(decide.events)
    ),
    -- What is asked once an event, however many people it concerns.
    subject as materialized (
      select
        event.id as event_id,
        event.organisation_id,
        event.actor_id,
        event.recipient_ids is not null as names_people,
        event.entity_type,
        event.entity_id,
        event.patient_id,
        event.team_id,
        event.throttled_by,
        type.type,
        type.category,
        type.priority,
        type.mandatory,
        type.tells_actor,
        array(
          select mute.user_id from public.notification_mutes as mute
          where mute.entity_id in (event.entity_id, event.patient_id)
        ) as muters
      from unnest(decide.events) as event
      join notify.types as type on type.type = event.type
    ),
    -- Whoever may see it by their role alone need not be asked one by one.
    seen_by_role as materialized (
      select
        concerned.event_id,
        concerned.role,
        notify.may_see(subject.organisation_id, null, concerned.role, subject.patient_id, subject.team_id) as may_see
      from (select distinct audience.event_id, audience.role from audience) as concerned
      join subject on subject.event_id = concerned.event_id
    ),
    person as (
      select
        audience.event_id,
        audience.user_id,
        audience.role,
        subject.organisation_id,
        subject.category,
        subject.priority,
        wish.in_app,
        wish.in_app_source,
        wish.in_app_override,
        wish.email,
        wish.email_source,
        wish.email_override,
        wish.frequency,
        wish.frequency_source,
        wish.frequency_override,
        wish.locale,
        wish.timezone,
        wish.digest_at,
        wish.digest_weekday,
        case
          when subject.priority <> 'critical' and wish.quiet_from is not null
            then notify.quiet_until(wish.quiet_from, wish.quiet_until, wish.timezone, moment)
        end as quiet_until,
        subject.throttled_by,
        -- In-app or not, what stops a person on every channel.
        case
          when not seen_by_role.may_see
            and not notify.may_see(
              subject.organisation_id, audience.user_id, audience.role, subject.patient_id, subject.team_id
            )
            then 'no_access'
          -- Naming someone is stronger than the rule that people need no news of what they did themselves.
          when not subject.names_people and not subject.tells_actor and audience.user_id = subject.actor_id then 'actor'
        end as unconcerned,
        case
          when audience.user_id = any (subject.muters)
            then notify.mute_of(
              audience.user_id, subject.organisation_id, subject.entity_type, subject.entity_id, subject.patient_id
            )
        end as mute_id,
        subject.mandatory,
        suppressed.address is not null as is_suppressed,
        account.email is null or account.email_confirmed_at is null as lacks_address
      from audience
      join subject on subject.event_id = audience.event_id
      join seen_by_role on seen_by_role.event_id = audience.event_id and seen_by_role.role = audience.role
      cross join lateral (
        select *
        from notify.effective_preferences as layers
        where layers.organisation_id = subject.organisation_id
          and layers.user_id = audience.user_id
          and layers.type = subject.type
        -- Asked person by person, through indexes: without it the planner would begin with everybody's wishes.
        offset 0
      ) as wish
      join auth.users as account on account.id = audience.user_id
      left join notify.suppressed_addresses as suppressed on suppressed.address = lower(account.email)
      -- Here and below: each answer is found once. Without it the planner would write it out wherever it is used.
      offset 0
    ),
    -- One line a channel; in each the first rule that holds decides.
    asked as (
      select
        person.*,
        channel.name as channel,
        channel.switch_source,
        channel.switch_override,
        channel.obstacle,
        channel.name = 'email' and channel.obstacle is null and person.frequency in ('DAILY', 'WEEKLY') as is_digest
      from person
      cross join lateral (values
        (
          'in_app'::public.notification_channel,
          person.in_app_source,
          person.in_app_override,
          case
            when person.unconcerned is not null then person.unconcerned
            when not person.in_app then 'in_app_off'
            when person.mute_id is not null and not person.mandatory then 'muted'
            when person.throttled_by is not null then 'throttled'
          end
        ),
        (
          'email',
          person.email_source,
          person.email_override,
          case
            when person.unconcerned is not null then person.unconcerned
            when not person.email then 'email_off'
            when person.frequency = 'NONE' then 'frequency_none'
            when person.mute_id is not null then 'muted'
            when person.throttled_by is not null then 'throttled'
            when person.is_suppressed then 'suppressed'
            when person.lacks_address then 'no_confirmed_address'
          end
        )
      ) as channel (name, switch_source, switch_override, obstacle)
      offset 0
    ),
    decided as (
      select
        asked.*,
        case
          when asked.obstacle is not null then 'skip'
          when asked.is_digest then 'digest'
          when asked.channel = 'email' and asked.quiet_until is not null then 'queue'
          else 'send'
        end as decision
      from asked
      offset 0
    ),
    reasoned as (
      select
        decided.*,
        case decided.decision
          when 'skip' then decided.obstacle
          when 'digest' then 'frequency_' || lower(decided.frequency::text)
          when 'queue' then 'quiet_hours'
          else decided.switch_source
        end as reason,
        case decided.decision
          when 'skip' then
            case decided.obstacle
              when 'no_access' then 'access'
              when 'actor' then 'actor'
              when 'frequency_none' then decided.frequency_source
              when 'muted' then 'mute'
              when 'throttled' then 'throttle'
              when 'suppressed' then 'suppression'
              when 'no_confirmed_address' then 'missing_address'
              else decided.switch_source
            end
          when 'digest' then 'frequency'
          when 'queue' then 'quiet_hours'
          else decided.switch_source
        end as rule,
        -- The wish that the answer rests on: the frequency's where the frequency decided, else the switch's.
        case
          when decided.decision = 'digest' or decided.obstacle = 'frequency_none' then decided.frequency_source
          else decided.switch_source
        end as wish_source
      from decided
      offset 0
    )
    select
      reasoned.event_id,
      reasoned.user_id,
      reasoned.role,
      reasoned.channel,
      reasoned.decision,
      reasoned.reason,
      reasoned.rule,
      case
        when reasoned.rule = 'access' then 'organisation_members'
        when reasoned.rule in ('actor', 'throttle') then 'notification_events'
        when reasoned.rule = 'mute' then 'notification_mutes'
        when reasoned.rule = 'suppression' then 'suppressed_addresses'
        when reasoned.rule = 'missing_address' then 'users'
        when reasoned.rule = 'quiet_hours' then 'notification_settings'
        when reasoned.wish_source = 'override' then 'notification_overrides'
        when reasoned.wish_source = 'type_preference' then 'notification_type_preferences'
        when reasoned.wish_source = 'preference' then 'notification_preferences'
        when reasoned.wish_source = 'organisation_default' then 'organisation_type_settings'
        else 'types'
      end,
      case
        when reasoned.rule = 'mute' then reasoned.mute_id
        when reasoned.rule = 'throttle' then reasoned.throttled_by
        when reasoned.rule in ('override', 'frequency') and reasoned.wish_source = 'override'
          then case
            when reasoned.decision = 'digest' or reasoned.obstacle = 'frequency_none' then reasoned.frequency_override
            else reasoned.switch_override
          end
      end,
      reasoned.category,
      reasoned.in_app,
      reasoned.email,
      reasoned.frequency,
      reasoned.switch_source,
      case reasoned.decision
        when 'digest' then notify.next_digest_at(
          reasoned.frequency, reasoned.digest_at, reasoned.digest_weekday, reasoned.timezone, moment
        )
        when 'queue' then reasoned.quiet_until
      end,
      reasoned.locale
    from reasoned;
end;
$$;

comment on function notify.decide(public.notification_events[]) is
  'What notify.route() returns when nobody has too much: every rule but the rate limit, which depends on what else is sent.';

create function notify.route(events public.notification_events[], may_gather boolean default true)
returns setof notify.decision
language plpgsql
stable
set search_path = ''
as $$
begin
  if not route.may_gather or not exists (
    select from notify.rate_limits(route.events) as limits where limits.may_exceed
  ) then
    return query select * from notify.decide(route.events);
    return;
  end if;
  return query
    with
    decided as materialized (
      select * from notify.decide(route.events)
    ),
    surplus as (
      select counted.event_id, counted.user_id, counted.channel
      from (
        select
          decided.event_id, decided.user_id, decided.channel, limits.rate_limit,
          notify.recently_sent(decided.user_id, event.organisation_id, decided.channel)
            + row_number() over (
              partition by decided.user_id, event.organisation_id, decided.channel order by event.ordinality
            ) as place
        from decided
        join unnest(route.events) with ordinality as event on event.id = decided.event_id
        join notify.types as type on type.type = event.type and type.priority <> 'critical'
        join notify.rate_limits(route.events) as limits
          on limits.organisation_id = event.organisation_id and limits.may_exceed
        where decided.decision in ('send', 'queue')
      ) as counted
      where counted.place > counted.rate_limit
    )
    select
      decided.event_id,
      decided.user_id,
      decided.role,
      decided.channel,
      case when surplus.event_id is null then decided.decision else 'coalesce' end,
      case when surplus.event_id is null then decided.reason else 'rate_limit' end,
      case when surplus.event_id is null then decided.rule else 'rate_limit' end,
      case when surplus.event_id is null then decided.source else 'organisation_notification_settings' end,
      case when surplus.event_id is null then decided.source_id end,
      decided.category,
      decided.in_app,
      decided.email,
      decided.frequency,
      decided.preference_source,
      case when surplus.event_id is null then decided.due_at end,
      decided.locale
    from decided
    left join surplus
      on surplus.event_id = decided.event_id and surplus.user_id = decided.user_id and surplus.channel = decided.channel;
end;
$$;

comment on function notify.route(public.notification_events[], boolean) is
  'Who gets each event on which channel, and why or why not: one row for each person concerned and channel. Writes nothing. docs/rules.md has the rules in their order; of the events given, earlier ones count for the rate limit of later ones. may_gather: false leaves the rate limit out.';
