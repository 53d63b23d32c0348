-- Overrides: an admin or operator forces a channel for one person, whatever that person prefers.

create table public.notification_overrides (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null,
  user_id uuid not null,
  category public.notification_category,
  type text references notify.types (type) on delete cascade,
  in_app boolean,
  email boolean,
  push boolean,
  sms boolean,
  frequency public.notification_frequency,
  reason text not null constraint reason_not_blank check (btrim(reason) <> ''),
  created_by uuid default auth.uid() references auth.users (id) on delete set null,
  created_at timestamptz not null default notify.clock(),
  constraint category_or_type check (num_nonnulls(category, type) = 1),
  constraint forces_something check (num_nonnulls(in_app, email, push, sms, frequency) > 0),
  foreign key (organisation_id, user_id)
    references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table public.notification_overrides is
  'What an admin or operator of an organisation forces for one of its members, for a type or a category. Wins over the person''s own preferences; what is null is not forced. Every change is audited.';
comment on column public.notification_overrides.reason is 'Why, for the person concerned to read.';
comment on column public.notification_overrides.created_by is 'Null: a server, or an account that was erased since.';

create unique index notification_overrides_type_idx
on public.notification_overrides (organisation_id, user_id, type) where type is not null;
create unique index notification_overrides_category_idx
on public.notification_overrides (organisation_id, user_id, category) where category is not null;
create index notification_overrides_membership_idx on public.notification_overrides (organisation_id, user_id);
create index notification_overrides_of_type_idx
on public.notification_overrides (type, user_id, organisation_id) where type is not null;
create index notification_overrides_created_by_idx on public.notification_overrides (created_by);

-- Not of created_by: an erased account changes nothing.
create trigger tg_notification_overrides__after_write_log
after insert or update of in_app, email, push, sms, frequency, reason or delete on public.notification_overrides
for each row execute function notify.tg_audited__after_write_log('override');

alter table public.notification_overrides enable row level security;

grant select, delete on public.notification_overrides to authenticated;
grant insert (organisation_id, user_id, category, type, in_app, email, push, sms, frequency, reason)
on public.notification_overrides to authenticated;
grant update (in_app, email, push, sms, frequency, reason) on public.notification_overrides to authenticated;
grant select, insert, update, delete on public.notification_overrides to service_role;

create policy "Those who may force settings see overrides, members their own" on public.notification_overrides
for select to authenticated
using (
  organisation_id in (select notify.my_overseen())
  or (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()))
);
create policy "Admins and operators force settings" on public.notification_overrides
for insert to authenticated
with check (organisation_id in (select notify.my_overseen()));
create policy "Admins and operators change overrides" on public.notification_overrides
for update to authenticated
using (organisation_id in (select notify.my_overseen()))
with check (organisation_id in (select notify.my_overseen()));
create policy "Admins and operators lift overrides" on public.notification_overrides
for delete to authenticated
using (organisation_id in (select notify.my_overseen()));
