-- When a person wants to be reached: quiet hours, and the hour and day of their digests. All on their own clock.

create table public.notification_settings (
  user_id uuid not null default auth.uid(),
  organisation_id uuid not null,
  digest_at time not null default '08:00' constraint digest_at_is_a_time_of_day check (digest_at < '24:00'),
  digest_weekday smallint not null default 1 constraint digest_weekday_is_iso check (digest_weekday between 1 and 7),
  quiet_from time,
  quiet_until time,
  primary key (user_id, organisation_id),
  constraint quiet_hours_have_two_ends check ((quiet_from is null) = (quiet_until is null)),
  constraint quiet_hours_end check (quiet_from <> quiet_until),
  constraint quiet_hours_are_times_of_day check (quiet_from < '24:00' and quiet_until < '24:00'),
  foreign key (organisation_id, user_id)
    references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table public.notification_settings is
  'Times of one person in one organisation. No row: digests at 08:00, weekly ones on Monday, no quiet hours. In the time zone of the profile, else of the organisation.';
comment on column public.notification_settings.digest_weekday is 'Day of weekly digests, ISO 8601: 1 is Monday, 7 Sunday.';
comment on column public.notification_settings.quiet_from is 'From this time on emails wait until quiet_until; may span midnight. Critical ones pass.';

create index notification_settings_membership_idx on public.notification_settings (organisation_id, user_id);

create trigger tg_notification_settings__after_write_log
after insert or update or delete on public.notification_settings
for each row execute function notify.tg_personal__after_write_log();

alter table public.notification_settings enable row level security;

grant select, insert, update, delete on public.notification_settings to authenticated, service_role;

create policy "People see their own times" on public.notification_settings
for select to authenticated
using (user_id = (select auth.uid()));
create policy "Members set their own times" on public.notification_settings
for insert to authenticated
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));
create policy "Members change their own times" on public.notification_settings
for update to authenticated
using (user_id = (select auth.uid()))
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));
create policy "People go back to the usual times" on public.notification_settings
for delete to authenticated
using (user_id = (select auth.uid()));

create function notify.next_digest_at(
  frequency public.notification_frequency, digest_at time, digest_weekday smallint, timezone text, since timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    -- Each candidate is a local wall-clock time put on the time line by itself: 08:00 stays 08:00 across a change of clocks.
    select min(candidate.moment)
    from (
      select
        day.date,
        (day.date::date + next_digest_at.digest_at) at time zone next_digest_at.timezone as moment
      from generate_series(
        (next_digest_at.since at time zone next_digest_at.timezone)::date::timestamp,
        (next_digest_at.since at time zone next_digest_at.timezone)::date::timestamp + interval '8 days',
        interval '1 day'
      ) as day (date)
    ) as candidate
    where candidate.moment > next_digest_at.since
      and (
        next_digest_at.frequency <> 'WEEKLY' or extract(isodow from candidate.date) = next_digest_at.digest_weekday
      )
  );
end;
$$;

comment on function notify.next_digest_at(public.notification_frequency, time, smallint, text, timestamptz) is
  'First digest after `since`: at a local time in an IANA time zone, for WEEKLY on an ISO weekday (1-7). A local time that a change of clocks skips is an hour later; one that comes twice is the later one.';

create function notify.quiet_until(quiet_from time, quiet_until time, timezone text, at timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return case
    when quiet_from < quiet_until then
      case
        when (at at time zone timezone)::time >= quiet_from and (at at time zone timezone)::time < quiet_until
          then ((at at time zone timezone)::date + quiet_until) at time zone timezone
      end
    when (at at time zone timezone)::time >= quiet_from
      then ((at at time zone timezone)::date + 1 + quiet_until) at time zone timezone
    when (at at time zone timezone)::time < quiet_until
      then ((at at time zone timezone)::date + quiet_until) at time zone timezone
  end;
end;
$$;

comment on function notify.quiet_until(time, time, text, timestamptz) is
  'End of the quiet hours that a moment is in; null: it is in none, or none are set. quiet_from and quiet_until are local times in an IANA time zone; from a later to an earlier one they span midnight.';

create function notify.leaves_at(user_id uuid, organisation_id uuid, at timestamptz)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    (
      select notify.quiet_until(
        times.quiet_from, times.quiet_until, coalesce(profile.timezone, organisation.timezone), leaves_at.at
      )
      from public.notification_settings as times
      join public.organisations as organisation on organisation.id = times.organisation_id
      left join public.profiles as profile on profile.user_id = times.user_id
      where times.user_id = leaves_at.user_id and times.organisation_id = leaves_at.organisation_id
    ),
    leaves_at.at
  );
end;
$$;

comment on function notify.leaves_at(uuid, uuid, timestamptz) is
  'When an email that is ready at a moment leaves: then, or when the quiet hours end that its person is in.';
