-- The inbox: what the bell shows is what is in this table.

create table public.notifications (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null,
  user_id uuid not null,
  event_id uuid not null references public.notification_events (id) on delete cascade,
  -- What a search asks of each of a person's rows comes first: to reach a column, PostgreSQL walks over those before it.
  patient_id uuid,
  team_id uuid,
  lexemes tsvector not null,
  type text not null,
  category public.notification_category not null,
  severity public.notification_severity not null,
  priority public.notification_priority not null,
  title text not null,
  message text not null,
  entity_type text,
  entity_id uuid,
  link text constraint link_is_relative check (link like '/%' and link not like '//%'),
  is_read boolean not null default false,
  read_at timestamptz,
  seen_at timestamptz,
  clicked_at timestamptz,
  archived_at timestamptz,
  snoozed_until timestamptz,
  expires_at timestamptz,
  retracted_at timestamptz,
  coalesced integer constraint coalesced_is_a_count check (coalesced > 0),
  summary_of timestamptz,
  created_at timestamptz not null default notify.clock(),
  constraint read_at_goes_with_is_read check (is_read = (read_at is not null)),
  constraint summary_counts check ((coalesced is null) = (summary_of is null)),
  unique (event_id, user_id)
);

comment on table public.notifications is
  'One in-app notification of one person. Written by the engine alone; its owner may mark it, archive it, snooze it.';
comment on column public.notifications.organisation_id is 'The event''s; no foreign key of its own, it goes with the event.';
comment on column public.notifications.user_id is 'No foreign key: see the migration about departures.';
comment on column public.notifications.patient_id is 'The patient concerned; who may see the row depends on it. No foreign key: a deleted file leaves a tombstone.';
comment on column public.notifications.team_id is 'The team that the event named; who may see the row depends on it. The team that keeps a patient''s file is asked at read time.';
comment on column public.notifications.link is 'Where a click goes, inside the application; null: nowhere.';
comment on column public.notifications.seen_at is 'When the inbox first showed it.';
comment on column public.notifications.clicked_at is
  'When it was first followed; null: never. Set by mark_notification_clicked(), not by a client.';
comment on column public.notifications.snoozed_until is 'Hidden until then; it comes back unread.';
comment on column public.notifications.expires_at is 'Hidden from then on.';
comment on column public.notifications.retracted_at is 'Tombstone: since when its words and its link are gone.';
comment on column public.notifications.coalesced is 'How many notifications this one stands for, when the rate limit gathered them; null: itself.';
comment on column public.notifications.summary_of is 'Which burst it gathers: when it began.';
comment on column public.notifications.lexemes is 'The words of title and message, as find_notifications() compares them.';

-- A page of the inbox, newest first: a range of this index.
create index notifications_page_idx on public.notifications (user_id, created_at desc, id desc);
-- The unread count reads what is unread, however old and large the table is.
create index notifications_unread_idx on public.notifications (user_id, organisation_id)
where not is_read and archived_at is null;
-- One summary for a burst, however many transactions add to it.
create unique index notifications_summary_idx
on public.notifications (user_id, organisation_id, summary_of) where summary_of is not null;
-- What cron looks for: what comes back from a snooze, what has expired.
create index notifications_snoozed_idx on public.notifications (snoozed_until) where snoozed_until is not null;
create index notifications_expired_idx on public.notifications (expires_at) where expires_at is not null;

create function notify.tg_notifications__before_update_stamp()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  if new.snoozed_until is distinct from old.snoozed_until and new.snoozed_until > notify.clock()
    and new.retracted_at is null
  then
    -- Put off, not dealt with: it comes back unread.
    new.is_read := false;
  elsif new.is_read and not old.is_read then
    -- Read after all, so there is nothing to come back for.
    new.snoozed_until := null;
  end if;
  if new.is_read is distinct from old.is_read then
    new.read_at := case when new.is_read then notify.clock() end;
  end if;
  return new;
end;
$$;

comment on function notify.tg_notifications__before_update_stamp() is
  'is_read is what a client sets; read_at follows it, so the two cannot disagree. A snoozed row is unread, and a read one is not snoozed.';

create trigger tg_notifications__before_update_stamp
before update on public.notifications
for each row execute function notify.tg_notifications__before_update_stamp();

alter table public.notifications enable row level security;

grant select on public.notifications to authenticated;
grant update (is_read, seen_at, archived_at, snoozed_until) on public.notifications to authenticated;
grant select, delete on public.notifications to service_role;
grant update (is_read, seen_at, archived_at, snoozed_until, expires_at) on public.notifications to service_role;

-- Asked at read time: who leaves the organisation, the staff or the team no longer sees the old items.
create policy "Members see their own notifications of what they may see" on public.notifications
for select to authenticated
using (
  user_id = (select auth.uid())
  and organisation_id in (select notify.my_organisations())
  and (
    patient_id is null
    -- Whoever may see the file: its own policy says. One look at an index a row; an "exists" could become a list of all files.
    or (
      select true from public.patients as file
      where file.id = notifications.patient_id and file.organisation_id = notifications.organisation_id
    )
    or (
      retracted_at is not null
      and organisation_id in (select notify.my_practices())
      and not notify.is_hidden_file(patient_id)
    )
  )
  and (
    team_id is null
    or team_id in (select notify.my_teams())
    -- A team that was dissolved is in nobody's list, and still the admins' affair.
    or organisation_id in (select notify.my_administered())
    or patient_id in (select notify.my_files())
  )
);

create policy "Members mark their own notifications of what they may see" on public.notifications
for update to authenticated
using (
  user_id = (select auth.uid())
  and organisation_id in (select notify.my_organisations())
  and (
    patient_id is null
    -- Whoever may see the file: its own policy says. One look at an index a row; an "exists" could become a list of all files.
    or (
      select true from public.patients as file
      where file.id = notifications.patient_id and file.organisation_id = notifications.organisation_id
    )
    or (
      retracted_at is not null
      and organisation_id in (select notify.my_practices())
      and not notify.is_hidden_file(patient_id)
    )
  )
  and (
    team_id is null
    or team_id in (select notify.my_teams())
    -- A team that was dissolved is in nobody's list, and still the admins' affair.
    or organisation_id in (select notify.my_administered())
    or patient_id in (select notify.my_files())
  )
)
with check (user_id = (select auth.uid()));

create function public.unread_notification_count(organisation_id uuid default null)
returns integer
language plpgsql
stable
set search_path = ''
-- Planned once a connection: the policies cost more to plan than to ask.
set plan_cache_mode = 'force_generic_plan'
as $$
begin
  return (
    select count(*)::integer
    from public.notifications as notification
    where notification.user_id = (select auth.uid())
      and not notification.is_read
      and notification.archived_at is null
      and (notification.snoozed_until is null or notification.snoozed_until <= (select notify.clock()))
      and (notification.expires_at is null or notification.expires_at > (select notify.clock()))
      and (
        unread_notification_count.organisation_id is null
        or notification.organisation_id = unread_notification_count.organisation_id
      )
  );
end;
$$;

comment on function public.unread_notification_count(uuid) is
  'How many notifications the signed-in user has not read: exact, in one organisation or (null) in all. Archived, snoozed and expired ones do not count.';
grant execute on function public.unread_notification_count(uuid) to authenticated;

create type public.unread_count as (
  organisation_id uuid,
  category public.notification_category,
  count integer
);
comment on type public.unread_count is 'How much is unread in one category of one organisation; nothing in it is null.';

create function public.unread_notification_counts(organisation_id uuid default null)
returns setof public.unread_count
language plpgsql
stable
set search_path = ''
-- As above.
set plan_cache_mode = 'force_generic_plan'
as $$
#variable_conflict use_column
begin
  return query
    select notification.organisation_id, notification.category, count(*)::integer
    from public.notifications as notification
    where notification.user_id = (select auth.uid())
      and not notification.is_read
      and notification.archived_at is null
      and (notification.snoozed_until is null or notification.snoozed_until <= (select notify.clock()))
      and (notification.expires_at is null or notification.expires_at > (select notify.clock()))
      and (
        unread_notification_counts.organisation_id is null
        or notification.organisation_id = unread_notification_counts.organisation_id
      )
    group by notification.organisation_id, notification.category
    order by notification.organisation_id, notification.category;
end;
$$;

comment on function public.unread_notification_counts(uuid) is
  'What unread_notification_count() counts, by organisation and category, in one organisation or (null) in all. No row where nothing is unread.';
grant execute on function public.unread_notification_counts(uuid) to authenticated;

create function public.mark_notifications_read(ids uuid[])
returns integer
language sql
set search_path = ''
as $$
  with marked as (
    update public.notifications as notification
    set is_read = true
    where notification.user_id = (select auth.uid())
      and notification.id = any (mark_notifications_read.ids)
      and not notification.is_read
    returning 1
  )
  select count(*)::integer from marked;
$$;

comment on function public.mark_notifications_read(uuid[]) is
  'Marks these notifications of the signed-in user as read. Returns how many changed: those already read, unknown or of someone else do not count.';
grant execute on function public.mark_notifications_read(uuid[]) to authenticated;

create function public.read_all_notifications(
  organisation_id uuid default null, category public.notification_category default null
)
returns table (updated integer, ids uuid[])
language sql
set search_path = ''
as $$
  with marked as (
    update public.notifications as notification
    set is_read = true
    where notification.user_id = (select auth.uid())
      and not notification.is_read
      and notification.archived_at is null
      and (notification.snoozed_until is null or notification.snoozed_until <= (select notify.clock()))
      and (notification.expires_at is null or notification.expires_at > (select notify.clock()))
      and (
        read_all_notifications.organisation_id is null
        or notification.organisation_id = read_all_notifications.organisation_id
      )
      and (read_all_notifications.category is null or notification.category = read_all_notifications.category)
    returning notification.id, notification.created_at
  )
  select
    count(*)::integer,
    -- As many as one can undo; beyond, the Data API would cut a list of rows without a word.
    coalesce((array_agg(marked.id order by marked.created_at desc, marked.id desc))[1:1000], '{}')
  from marked;
$$;

comment on function public.read_all_notifications(uuid, public.notification_category) is
  'Marks as read every notification that unread_notification_count() counts, in one organisation or (null) in all, of one category or (null) of all: a snoozed one comes back unread. One row: how many changed, and the 1,000 newest of them, newest first, so that it can be undone.';
grant execute on function public.read_all_notifications(uuid, public.notification_category) to authenticated;

create function public.mark_all_notifications_read(organisation_id uuid default null)
returns integer
language sql
set search_path = ''
as $$
  select updated from public.read_all_notifications(mark_all_notifications_read.organisation_id);
$$;

comment on function public.mark_all_notifications_read(uuid) is
  'read_all_notifications() of every category. Returns how many changed.';
grant execute on function public.mark_all_notifications_read(uuid) to authenticated;

create function notify.record_click(id uuid)
returns boolean
language sql
-- Definer: clicked_at is not a client's to write.
security definer
set search_path = ''
as $$
  with clicked as (
    update public.notifications as notification
    set
      is_read = true,
      seen_at = coalesce(notification.seen_at, notify.clock()),
      clicked_at = coalesce(notification.clicked_at, notify.clock())
    where notification.id = record_click.id and notification.user_id = (select auth.uid())
    returning 1
  )
  select exists (select from clicked);
$$;

comment on function notify.record_click(uuid) is
  'Marks a notification of the signed-in user as seen, read and clicked, whatever they may see. For mark_notification_clicked(). Returns whether there is one.';
grant execute on function notify.record_click(uuid) to authenticated;

create function public.mark_notification_clicked(id uuid)
returns boolean
language sql
set search_path = ''
as $$
  -- As the caller: the policies hide what they may not see any more.
  select coalesce(
    (
      select notify.record_click(notification.id)
      from public.notifications as notification
      where notification.id = mark_notification_clicked.id and notification.user_id = (select auth.uid())
    ),
    false
  );
$$;

comment on function public.mark_notification_clicked(uuid) is
  'Says that the signed-in user followed a notification: it is seen and read, and clicked_at keeps the first time. Idempotent. Returns whether there is such a notification; false when it is unknown or of someone else.';
grant execute on function public.mark_notification_clicked(uuid) to authenticated;
