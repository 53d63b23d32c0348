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
  locale text,
  organisation_id uuid
);

comment on type notify.decision is
  'What one person gets of one event on one channel. decision: send, queue, digest, coalesce or skip; reason: which outcome; rule: the rule that decided; source, source_id: table and id of the row it came from; preference_source: the layer that set the channel''s switch; due_at: when what waits is due.';

create function notify.route(events public.notification_events[], may_gather boolean default true)
returns setof notify.decision
language plpgsql
stable
set search_path = ''
as $$
declare
  moment constant timestamptz := notify.clock();
  has_too_much boolean := false;
begin
  if route.may_gather then
    has_too_much := exists (select from notify.rate_limits(route.events) as limits where limits.may_exceed);
  end if;
  if has_too_much then
    -- What the other rules say, and of that what is too much for one person.
    return query
      with
      decided as materialized (
        select * from notify.route(route.events, may_gather => false)
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
            and event.priority is distinct from 'critical'
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
        decided.locale,
        decided.organisation_id
      from decided
      left join surplus
        on surplus.event_id = decided.event_id and surplus.user_id = decided.user_id and surplus.channel = decided.channel;
    return;
  end if;
  return query
    with
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
        -- Whoever may see it by their role alone need not be asked one by one.
        notify.roles_that_see(event.organisation_id, event.patient_id, event.team_id) as seeing_roles,
        array(
          select mute.user_id from public.notification_mutes as mute
          where mute.entity_id in (event.entity_id, event.patient_id)
        ) as muters
      from unnest(route.events) as event
      -- Here and below: looked up row by row, where the planner would read a small table whole, and have grown used to it
      -- when it is large.
      cross join lateral (
        select definition.type, definition.category, definition.priority, definition.mandatory, definition.tells_actor
        from notify.types as definition where definition.type = event.type
        offset 0
      ) as type
    ),
    person as (
      select
        audience.event_id,
        audience.user_id,
        audience.role,
        subject.organisation_id,
        subject.category,
        subject.mandatory,
        subject.throttled_by,
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
        -- What stops a person on every channel.
        case
          when audience.role <> all (subject.seeing_roles)
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
        suppressed.address is not null as is_suppressed,
        account.email is null or account.email_confirmed_at is null as lacks_address
      from notify.audience(route.events) as audience
      join subject on subject.event_id = audience.event_id
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
    -- One line a channel; of its obstacles the first that holds decides.
    asked as (
      select
        person.event_id,
        person.user_id,
        person.role,
        channel.name as channel,
        person.organisation_id,
        person.category,
        person.throttled_by,
        person.mute_id,
        person.in_app,
        person.email,
        person.frequency,
        person.frequency_source,
        person.frequency_override,
        case channel.name when 'in_app' then person.in_app_source else person.email_source end as switch_source,
        case channel.name when 'in_app' then person.in_app_override else person.email_override end as switch_override,
        case
          when person.unconcerned is not null then person.unconcerned
          when channel.name = 'in_app' then
            case
              when not person.in_app then 'in_app_off'
              when person.mute_id is not null and not person.mandatory then 'muted'
              when person.throttled_by is not null then 'throttled'
            end
          when not person.email then 'email_off'
          when person.frequency = 'NONE' then 'frequency_none'
          when person.mute_id is not null then 'muted'
          when person.throttled_by is not null then 'throttled'
          when person.is_suppressed then 'suppressed'
          when person.lacks_address then 'no_confirmed_address'
        end as obstacle,
        channel.name = 'email' and person.frequency in ('DAILY', 'WEEKLY') as is_digest,
        case channel.name when 'email' then person.quiet_until end as quiet_until,
        person.timezone,
        person.digest_at,
        person.digest_weekday,
        person.locale
      from person
      cross join unnest(array['in_app', 'email']::public.notification_channel[]) as channel (name)
      offset 0
    ),
    decided as (
      select
        asked.*,
        case
          when asked.obstacle is not null then 'skip'
          when asked.is_digest then 'digest'
          when asked.quiet_until is not null then 'queue'
          else 'send'
        end as decision,
        case
          when asked.obstacle is not null then asked.obstacle
          when asked.is_digest then 'frequency_' || lower(asked.frequency::text)
          when asked.quiet_until is not null then 'quiet_hours'
          else asked.switch_source
        end as reason,
        case
          when asked.obstacle is not null then
            case asked.obstacle
              when 'no_access' then 'access'
              when 'actor' then 'actor'
              when 'frequency_none' then asked.frequency_source
              when 'muted' then 'mute'
              when 'throttled' then 'throttle'
              when 'suppressed' then 'suppression'
              when 'no_confirmed_address' then 'missing_address'
              else asked.switch_source
            end
          when asked.is_digest then 'frequency'
          when asked.quiet_until is not null then 'quiet_hours'
          else asked.switch_source
        end as rule,
        -- Whether the answer rests on the wish of how often, not on the switch of the channel.
        case when asked.obstacle is null then asked.is_digest else asked.obstacle = 'frequency_none' end
          as is_by_frequency
      from asked
      offset 0
    )
    select
      decided.event_id,
      decided.user_id,
      decided.role,
      decided.channel,
      decided.decision,
      decided.reason,
      decided.rule,
      case decided.rule
        when 'access' then 'organisation_members'
        when 'actor' then 'notification_events'
        when 'throttle' then 'notification_events'
        when 'mute' then 'notification_mutes'
        when 'suppression' then 'suppressed_addresses'
        when 'missing_address' then 'users'
        when 'quiet_hours' then 'notification_settings'
        else
          case case when decided.is_by_frequency then decided.frequency_source else decided.switch_source end
            when 'override' then 'notification_overrides'
            when 'type_preference' then 'notification_type_preferences'
            when 'preference' then 'notification_preferences'
            when 'organisation_default' then 'organisation_type_settings'
            else 'types'
          end
      end,
      case decided.rule
        when 'mute' then decided.mute_id
        when 'throttle' then decided.throttled_by
        when 'override' then case when decided.is_by_frequency then decided.frequency_override else decided.switch_override end
        when 'frequency' then decided.frequency_override
      end,
      decided.category,
      decided.in_app,
      decided.email,
      decided.frequency,
      decided.switch_source,
      case decided.decision
        when 'digest' then notify.next_digest_at(
          decided.frequency, decided.digest_at, decided.digest_weekday, decided.timezone, moment
        )
        when 'queue' then decided.quiet_until
      end,
      decided.locale,
      decided.organisation_id
    from decided;
end;
$$;

comment on function notify.route(public.notification_events[], boolean) is
  'Who gets each event on which channel, and why or why not: one row for each person concerned and channel. Writes nothing. docs/rules.md has the rules in their order; of the events given, earlier ones count for the rate limit of later ones. may_gather: false leaves the rate limit out.';
