-- Who works where: organisations, their members, and what is known of a person.

create table public.organisations (
  id uuid primary key default gen_random_uuid(),
  name text not null constraint name_not_blank check (btrim(name) <> '') constraint name_length check (length(name) <= 200),
  timezone text not null default 'Europe/Paris',
  locale text not null default 'fr' constraint locale_supported check (locale in ('fr', 'en')),
  brand_colour text constraint brand_colour_is_hexadecimal check (brand_colour ~ '^#[0-9a-f]{6}$'),
  created_at timestamptz not null default now()
);

comment on table public.organisations is 'A practice or clinic: the tenant. Nothing crosses from one to another.';
comment on column public.organisations.timezone is 'IANA name; applies to members who set none.';
comment on column public.organisations.locale is 'Language of members who set none.';
comment on column public.organisations.brand_colour is 'Colour of its emails, #rrggbb in lower case; null: that of Cassius.';

create table public.organisation_members (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  role public.member_role not null,
  created_at timestamptz not null default now(),
  primary key (organisation_id, user_id)
);

comment on table public.organisation_members is 'Who belongs to which organisation, and as what.';

-- Every policy asks "which organisations is this user in?".
create index organisation_members_user_id_idx on public.organisation_members (user_id);

create table public.profiles (
  user_id uuid primary key references auth.users (id) on delete cascade,
  full_name text not null constraint full_name_not_blank check (btrim(full_name) <> ''),
  locale text constraint locale_supported check (locale in ('fr', 'en')),
  timezone text,
  phone text constraint phone_is_e164 check (phone ~ '^\+[1-9][0-9]{6,14}$')
);

comment on table public.profiles is 'What a person says of themselves, across organisations.';
comment on column public.profiles.locale is 'Null: the organisation''s.';
comment on column public.profiles.timezone is 'IANA name. Null: the organisation''s.';
comment on column public.profiles.phone is 'E.164.';

create function notify.tg_timezone__before_write_check()
returns trigger
language plpgsql
-- Definer: notify.refuse() is not for the people who write these tables.
security definer
set search_path = ''
as $$
begin
  if new.timezone is not null and not exists (select from pg_catalog.pg_timezone_names where name = new.timezone) then
    perform notify.refuse('CN003', 'timezone', format('"%s" is not an IANA time zone', new.timezone));
  end if;
  return new;
end;
$$;

comment on function notify.tg_timezone__before_write_check() is
  'Refuses a time zone that PostgreSQL does not know: it would fail later, in the middle of somebody''s digest.';

create trigger tg_organisations__before_write_check_timezone
before insert or update of timezone on public.organisations
for each row execute function notify.tg_timezone__before_write_check();

create trigger tg_profiles__before_write_check_timezone
before insert or update of timezone on public.profiles
for each row execute function notify.tg_timezone__before_write_check();

create function notify.my_organisations(roles public.member_role[] default null)
returns setof uuid
language plpgsql
stable
rows 2
-- Definer: a policy on organisation_members that read organisation_members would call itself without end.
security definer
set search_path = ''
as $$
begin
  return query
    select member.organisation_id
    from public.organisation_members as member
    where member.user_id = (select auth.uid())
      and (my_organisations.roles is null or member.role = any (my_organisations.roles));
end;
$$;

comment on function notify.my_organisations(public.member_role[]) is
  'Organisations of the signed-in user, in any of the given roles (null: in any role). For policies.';
grant execute on function notify.my_organisations(public.member_role[]) to authenticated, service_role;

create function notify.my_workplaces()
returns setof uuid
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query
    select notify.my_organisations(
      array['owner', 'admin', 'practitioner', 'assistant', 'operator']::public.member_role[]
    );
end;
$$;

comment on function notify.my_workplaces() is 'Organisations that the signed-in user works for, or operates: all but those they are a client of. For policies.';
grant execute on function notify.my_workplaces() to authenticated, service_role;

create function notify.my_overseen()
returns setof uuid
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query
    select notify.my_organisations(array['owner', 'admin', 'operator']::public.member_role[]);
end;
$$;

comment on function notify.my_overseen() is
  'Organisations in which the signed-in user may force the settings of others: as owner, admin or operator. For policies.';
grant execute on function notify.my_overseen() to authenticated, service_role;

create function notify.my_administered()
returns setof uuid
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query
    select notify.my_organisations(array['owner', 'admin']::public.member_role[]);
end;
$$;

comment on function notify.my_administered() is 'Organisations that the signed-in user is an owner or admin of. For policies.';
grant execute on function notify.my_administered() to authenticated, service_role;

alter table public.organisations enable row level security;
alter table public.organisation_members enable row level security;
alter table public.profiles enable row level security;

grant select on public.organisations, public.organisation_members, public.profiles to authenticated;
grant update (brand_colour) on public.organisations to authenticated;
grant insert (user_id, full_name, locale, timezone, phone) on public.profiles to authenticated;
grant update (full_name, locale, timezone, phone) on public.profiles to authenticated;
grant select, insert, update, delete on public.organisations, public.organisation_members, public.profiles to service_role;

create policy "Members see their organisations" on public.organisations
for select to authenticated
using (id in (select notify.my_organisations()));

create policy "Admins choose the colour of their emails" on public.organisations
for update to authenticated
using (id in (select notify.my_administered()))
with check (id in (select notify.my_administered()));

create policy "Colleagues see each other, clients themselves" on public.organisation_members
for select to authenticated
using (user_id = (select auth.uid()) or organisation_id in (select notify.my_workplaces()));

-- Who sees a profile depends on whose file it may be: the policy stands with the patients.
create policy "People write their own profile" on public.profiles
for insert to authenticated
with check (user_id = (select auth.uid()));

create policy "People change their own profile" on public.profiles
for update to authenticated
using (user_id = (select auth.uid()))
with check (user_id = (select auth.uid()));
