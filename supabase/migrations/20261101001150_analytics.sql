-- What becomes of what is sent: for admins, by week and type.

create function public.notification_analytics(organisation_id uuid, weeks integer default 12)
returns table (
  week date,
  type text,
  sent integer,
  seen integer,
  read integer,
  clicked integer,
  median_reaction_seconds integer,
  emails integer
)
language plpgsql
stable
-- Definer: counts what colleagues did with their own. Answers admins of the organisation, and numbers only.
security definer
set search_path = ''
as $$
#variable_conflict use_column
declare
  zone text;
  since timestamptz;
begin
  perform notify.require_admin(notification_analytics.organisation_id);
  if notification_analytics.weeks is null or notification_analytics.weeks not between 1 and 52 then
    perform notify.refuse('CN003', 'weeks', 'must be between 1 and 52');
  end if;
  select organisation.timezone into zone
  from public.organisations as organisation where organisation.id = notification_analytics.organisation_id;
  since := (
    date_trunc('week', notify.clock() at time zone zone) - (notification_analytics.weeks - 1) * interval '7 days'
  ) at time zone zone;
  return query
    with fact as (
      select
        date_trunc('week', item.created_at at time zone zone)::date as week,
        item.type,
        true as is_sent,
        -- Each stage holds the next one: what was read without the inbox being opened was seen all the same.
        item.seen_at is not null or item.is_read or item.clicked_at is not null as is_seen,
        item.is_read or item.clicked_at is not null as is_read,
        item.clicked_at is not null as is_clicked,
        extract(epoch from least(item.read_at, item.clicked_at) - item.created_at)::double precision as reaction,
        false as is_email
      -- By way of the events, which have the index: a notification is written with the acceptance of its event.
      from public.notification_events as event
      join public.notifications as item on item.event_id = event.id
      where event.organisation_id = notification_analytics.organisation_id
        and event.accepted_at >= since
        and event.emptied_at is null
        and item.created_at >= since
      union all
      select
        date_trunc('week', email.created_at at time zone zone)::date, email.type, false, false, false, false, null, true
      from public.email_outbox as email
      where email.organisation_id = notification_analytics.organisation_id
        and email.created_at >= since
        and email.status <> 'FAILED'
        and email.type <> 'DIGEST'
    )
    select
      fact.week,
      fact.type,
      (count(*) filter (where fact.is_sent))::integer,
      (count(*) filter (where fact.is_seen))::integer,
      (count(*) filter (where fact.is_read))::integer,
      (count(*) filter (where fact.is_clicked))::integer,
      round(percentile_cont(0.5) within group (order by fact.reaction))::integer,
      (count(*) filter (where fact.is_email))::integer
    from fact
    group by grouping sets ((fact.week, fact.type), (fact.week), (fact.type), ())
    order by fact.week nulls first, fact.type nulls first;
end;
$$;

comment on function public.notification_analytics(uuid, integer) is
  'In-app notifications of one organisation, by week (its Monday, in the organisation''s time zone) and type, for the current week and those before it, weeks (1-52) in all: archived and snoozed ones too, not those that have expired and were cleaned up; one that came back from a snooze counts as seen when it is seen again. clicked is part of read, read of seen, seen of sent. median_reaction_seconds: from creation to the first of read and click; null when nobody reacted. emails: those of that type that were queued or sent; a digest is of no type. Rows with a null are totals, medians included: week null: of all weeks, type null: of all types; the row with both is always there. For owners and admins (CN008 otherwise) and the service role; CN003 names weeks.';
grant execute on function public.notification_analytics(uuid, integer) to authenticated, service_role;
