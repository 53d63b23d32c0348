-- notify.route: the only place that decides. Pure: delivery acts on what it returns, explanation shows it.

create type notify.decision as (
  user_id uuid,
  role public.member_role,
  channel public.notification_channel,
  decision text,
  reason text,
  category public.notification_category,
  preference_source text,
  in_app boolean,
  email boolean,
  frequency public.notification_frequency,
  due_at timestamptz,
  locale text
);

comment on type notify.decision is
  'What one person gets of one event on one channel. decision: send, digest or skip; reason: the rule that decided; preference_source: preference or default; due_at: when the digest is built.';

create function notify.next_digest_at(frequency public.notification_frequency, timezone text, since timestamptz)
returns timestamptz
language sql
stable
set search_path = ''
as $$
  -- Computed as a local wall-clock time, so that 08:00 stays 08:00 across a change of clocks.
  select (
    case
      when next_digest_at.frequency = 'WEEKLY'
        then date_trunc('week', local.time - interval '8 hours') + interval '7 days 8 hours'
      else date_trunc('day', local.time - interval '8 hours') + interval '1 day 8 hours'
    end
  ) at time zone next_digest_at.timezone
  from (select next_digest_at.since at time zone next_digest_at.timezone as time) as local;
$$;

comment on function notify.next_digest_at(public.notification_frequency, text, timestamptz) is
  'First 08:00 after `since` in an IANA time zone; for WEEKLY the first on a Monday.';

create function notify.audience(event public.notification_events)
returns table (user_id uuid, role public.member_role)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select member.user_id, member.role
    from public.organisation_members as member
    join notify.types as type on type.type = (audience.event).type
    where member.organisation_id = (audience.event).organisation_id
      and case
        when (audience.event).recipient_ids is not null then member.user_id = any ((audience.event).recipient_ids)
        else member.role = any (type.audience) or (type.tells_actor and member.user_id = (audience.event).actor_id)
      end;
end;
$$;

comment on function notify.audience(public.notification_events) is
  'Members whom an event concerns: those it names, else the roles of its type, and its actor where the type tells them.';

create function notify.route(event public.notification_events)
returns setof notify.decision
language plpgsql
stable
set search_path = ''
as $$
begin
  return query
    with person as (
      select
        audience.user_id,
        audience.role,
        type.category,
        case when preference.user_id is null then 'default' else 'preference' end as preference_source,
        coalesce(preference.in_app, type.default_in_app) as in_app,
        coalesce(preference.email, type.default_email) as email,
        coalesce(preference.frequency, type.default_frequency) as frequency,
        coalesce(profile.locale, organisation.locale) as locale,
        coalesce(profile.timezone, organisation.timezone) as timezone,
        account.email is null or account.email_confirmed_at is null as lacks_address,
        -- Naming someone is stronger than the rule that people need no news of what they did themselves.
        (route.event).recipient_ids is null
        and not type.tells_actor
        and audience.user_id is not distinct from (route.event).actor_id as is_silent_actor
      from notify.audience(route.event) as audience
      join notify.types as type on type.type = (route.event).type
      join public.organisations as organisation on organisation.id = (route.event).organisation_id
      join auth.users as account on account.id = audience.user_id
      left join public.profiles as profile on profile.user_id = audience.user_id
      left join public.notification_preferences as preference
        on preference.user_id = audience.user_id
        and preference.organisation_id = (route.event).organisation_id
        and preference.category = type.category
    ),
    -- One branch a channel; inside a branch the first rule that holds decides.
    decided as (
      select
        person.*,
        'in_app'::public.notification_channel as channel,
        case
          when person.is_silent_actor then 'actor'
          when not person.in_app then 'in_app_off'
        end as obstacle
      from person
      union all
      select
        person.*,
        'email',
        case
          when person.is_silent_actor then 'actor'
          when not person.email then 'email_off'
          when person.frequency = 'NONE' then 'frequency_none'
          when person.lacks_address then 'no_confirmed_address'
        end
      from person
    )
    select
      decided.user_id,
      decided.role,
      decided.channel,
      case when decided.obstacle is not null then 'skip' when waits.is_digest then 'digest' else 'send' end,
      coalesce(
        decided.obstacle,
        case when waits.is_digest then 'frequency_' || lower(decided.frequency::text) else decided.preference_source end
      ),
      decided.category,
      decided.preference_source,
      decided.in_app,
      decided.email,
      decided.frequency,
      case
        when decided.obstacle is null and waits.is_digest
          then notify.next_digest_at(decided.frequency, decided.timezone, now())
      end,
      decided.locale
    from decided
    cross join lateral (
      select decided.channel = 'email' and decided.frequency in ('DAILY', 'WEEKLY') as is_digest
    ) as waits;
end;
$$;

comment on function notify.route(public.notification_events) is
  'Who gets an event on which channel, and why or why not: one row for each person concerned and channel. Writes nothing. Order of the rules: actor, channel switched off, frequency NONE, no confirmed address, digest, send.';
