-- What each person wants to hear of, per organisation: by category, and finer by type. An empty column is no wish.

create table public.notification_preferences (
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  organisation_id uuid not null,
  category public.notification_category not null,
  in_app boolean,
  email boolean,
  push boolean,
  sms boolean,
  frequency public.notification_frequency,
  updated_at timestamptz not null default notify.clock(),
  primary key (user_id, organisation_id, category),
  -- A preference ends with the membership.
  foreign key (organisation_id, user_id)
    references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table public.notification_preferences is
  'Channels and email frequency of one person for one category in one organisation. Null, or no row: what the organisation says, else the type.';
comment on column public.notification_preferences.frequency is
  'Rules email only: in-app is immediate whenever in_app is true. NONE: no email.';

create index notification_preferences_membership_idx
on public.notification_preferences (organisation_id, user_id);

create table public.notification_type_preferences (
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  organisation_id uuid not null,
  type text not null references notify.types (type) on delete cascade,
  in_app boolean,
  email boolean,
  push boolean,
  sms boolean,
  frequency public.notification_frequency,
  updated_at timestamptz not null default notify.clock(),
  primary key (user_id, organisation_id, type),
  foreign key (organisation_id, user_id)
    references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table public.notification_type_preferences is
  'As notification_preferences, for one type: stronger than the preference of its category.';
comment on column public.notification_type_preferences.frequency is 'As in notification_preferences.';

create index notification_type_preferences_membership_idx
on public.notification_type_preferences (organisation_id, user_id);
-- For the reference; whole, so that a plan that takes this one looks up one row as well.
create index notification_type_preferences_type_idx
on public.notification_type_preferences (type, user_id, organisation_id);

create function notify.tg_preferences__before_update_stamp()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := notify.clock();
  return new;
end;
$$;

comment on function notify.tg_preferences__before_update_stamp() is 'Keeps updated_at true.';

create trigger tg_notification_preferences__before_update_stamp
before update on public.notification_preferences
for each row execute function notify.tg_preferences__before_update_stamp();

create trigger tg_notification_type_preferences__before_update_stamp
before update on public.notification_type_preferences
for each row execute function notify.tg_preferences__before_update_stamp();

create trigger tg_notification_preferences__after_write_log
after insert or update or delete on public.notification_preferences
for each row execute function notify.tg_personal__after_write_log();

create trigger tg_notification_type_preferences__after_write_log
after insert or update or delete on public.notification_type_preferences
for each row execute function notify.tg_personal__after_write_log();

alter table public.notification_preferences enable row level security;
alter table public.notification_type_preferences enable row level security;

grant select, insert, update, delete on public.notification_preferences to authenticated, service_role;
grant select, insert, update, delete on public.notification_type_preferences to authenticated, service_role;

create policy "People see their own preferences" on public.notification_preferences
for select to authenticated
using (user_id = (select auth.uid()));

create policy "Members set their own preferences" on public.notification_preferences
for insert to authenticated
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));

create policy "Members change their own preferences" on public.notification_preferences
for update to authenticated
using (user_id = (select auth.uid()))
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));

create policy "People go back to the defaults" on public.notification_preferences
for delete to authenticated
using (user_id = (select auth.uid()));

create policy "People see their own preferences of a type" on public.notification_type_preferences
for select to authenticated
using (user_id = (select auth.uid()));

create policy "Members set their own preferences of a type" on public.notification_type_preferences
for insert to authenticated
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));

create policy "Members change their own preferences of a type" on public.notification_type_preferences
for update to authenticated
using (user_id = (select auth.uid()))
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));

create policy "People go back to their category" on public.notification_type_preferences
for delete to authenticated
using (user_id = (select auth.uid()));
