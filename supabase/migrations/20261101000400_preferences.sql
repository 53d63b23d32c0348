-- What each person wants to hear of, per organisation and category. No row means the type's default.

create table public.notification_preferences (
  user_id uuid not null default auth.uid() references auth.users (id) on delete cascade,
  organisation_id uuid not null,
  category public.notification_category not null,
  in_app boolean not null default true,
  email boolean not null default true,
  push boolean not null default false,
  sms boolean not null default false,
  frequency public.notification_frequency not null default 'IMMEDIATE',
  updated_at timestamptz not null default now(),
  primary key (user_id, organisation_id, category),
  -- A preference ends with the membership.
  foreign key (organisation_id, user_id)
    references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table public.notification_preferences is
  'Channels and email frequency of one person for one category in one organisation.';
comment on column public.notification_preferences.frequency is
  'Rules email only: in-app is immediate whenever in_app is true. NONE: no email.';

create index notification_preferences_membership_idx
on public.notification_preferences (organisation_id, user_id);

create function notify.tg_notification_preferences__before_update_stamp()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;

comment on function notify.tg_notification_preferences__before_update_stamp() is 'Keeps updated_at true.';

create trigger tg_notification_preferences__before_update_stamp
before update on public.notification_preferences
for each row execute function notify.tg_notification_preferences__before_update_stamp();

alter table public.notification_preferences enable row level security;

grant select, insert, update, delete on public.notification_preferences to authenticated, service_role;

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

create function public.my_notification_preferences(organisation_id uuid)
returns table (
  category public.notification_category,
  in_app boolean,
  email boolean,
  push boolean,
  sms boolean,
  frequency public.notification_frequency,
  is_default boolean
)
language sql
stable
-- Definer: the defaults are in the private schema. Only the caller's own rows are read.
security definer
set search_path = ''
as $$
  select
    default_of.category,
    coalesce(preference.in_app, default_of.in_app),
    coalesce(preference.email, default_of.email),
    coalesce(preference.push, default_of.push),
    coalesce(preference.sms, default_of.sms),
    coalesce(preference.frequency, default_of.frequency),
    preference.user_id is null
  from (
    select
      category.name as category,
      coalesce(bool_or(type.default_in_app), true) as in_app,
      coalesce(bool_or(type.default_email), true) as email,
      coalesce(bool_or(type.default_push), false) as push,
      coalesce(bool_or(type.default_sms), false) as sms,
      coalesce(min(type.default_frequency), 'IMMEDIATE') as frequency
    from unnest(enum_range(null::public.notification_category)) as category (name)
    left join notify.types as type on type.category = category.name
    group by category.name
  ) as default_of
  left join public.notification_preferences as preference
    on preference.user_id = (select auth.uid())
    and preference.organisation_id = my_notification_preferences.organisation_id
    and preference.category = default_of.category
  where my_notification_preferences.organisation_id in (select notify.my_organisations())
  order by default_of.category;
$$;

comment on function public.my_notification_preferences(uuid) is
  'The signed-in user''s effective preferences in one organisation: one row a category, is_default true where nothing was set. No row for an organisation that one is not a member of.';
grant execute on function public.my_notification_preferences(uuid) to authenticated;
