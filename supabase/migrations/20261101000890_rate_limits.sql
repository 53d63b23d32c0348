-- The rate limit: how much is too much for one person in a minute, and whether anybody could be there.

create function notify.recently_sent(
  user_id uuid, organisation_id uuid, channel public.notification_channel
)
returns bigint
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select count(*)
    from public.notification_deliveries as earlier
    where earlier.user_id = recently_sent.user_id
      and earlier.organisation_id = recently_sent.organisation_id
      and earlier.created_at > notify.clock() - interval '60 seconds'
      and earlier.channel = recently_sent.channel
      and earlier.decision in ('send', 'queue')
      -- Exempt both ways: an emergency is never held back, and holds nothing back.
      and not exists (
        select from public.notification_events as event
        where event.id = earlier.event_id and event.priority = 'critical'
      )
  );
end;
$$;

comment on function notify.recently_sent(uuid, uuid, public.notification_channel) is
  'How many notifications below critical priority were sent or queued to a person on a channel in the last 60 seconds.';

create function notify.rate_limits(events public.notification_events[])
returns table (organisation_id uuid, rate_limit integer, may_exceed boolean)
language plpgsql
stable
rows 1
set search_path = ''
as $$
#variable_conflict use_column
declare
  event public.notification_events;
  counts boolean := false;
begin
  -- Emergencies alone, and there is nothing to ask.
  foreach event in array rate_limits.events loop
    counts := event.priority is distinct from 'critical';
    exit when counts;
  end loop;
  if not counts then
    return;
  end if;
  return query
    select
      given.organisation_id,
      given.rate_limit,
      -- One event is at most one notification for each person: with fewer events than the limit, nobody can have exceeded it.
      given.events + (
        select count(*)
        from (
          select from public.notification_events as recent
          where recent.organisation_id = given.organisation_id
            and recent.priority is distinct from 'critical'
            -- Those of this call are counted above, kept already or not.
            and recent.id <> all (given.ids)
            and recent.accepted_at > notify.clock() - interval '60 seconds'
            and recent.emptied_at is null
          -- The index that has them in this order, whatever the planner knows of the table.
          order by recent.accepted_at desc
          limit given.rate_limit
        ) as recent
      ) > given.rate_limit
    from (
      select
        asked.organisation_id,
        coalesce(
          (
            select limits.rate_limit_per_minute
            from public.organisation_notification_settings as limits where limits.organisation_id = asked.organisation_id
          ),
          20
        ) as rate_limit,
        asked.events,
        asked.ids
      from (
        select event.organisation_id, count(*) as events, array_agg(event.id) as ids
        from unnest(rate_limits.events) as event
        where event.priority is distinct from 'critical'
        group by event.organisation_id
      ) as asked
      offset 0
    ) as given;
end;
$$;

comment on function notify.rate_limits(public.notification_events[]) is
  'For each organisation that these events count for, those below critical priority: how many notifications a minute one person may get on one channel, and whether anyone could exceed that now.';
