-- Teams: the part of an organisation that a patient's file may be kept in. Without a team a file is everybody's.

create table public.teams (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  name text not null constraint name_not_blank check (btrim(name) <> ''),
  created_at timestamptz not null default now(),
  unique (organisation_id, id)
);

comment on table public.teams is 'A team of one organisation: who may see the files that are kept in it.';

create table public.team_members (
  organisation_id uuid not null,
  team_id uuid not null,
  user_id uuid not null,
  created_at timestamptz not null default now(),
  -- The organisation first: a team of another tenant is refused as unknown, whoever is in it.
  primary key (organisation_id, team_id, user_id),
  foreign key (organisation_id, team_id) references public.teams (organisation_id, id) on delete cascade,
  -- Who leaves the organisation leaves its teams.
  foreign key (organisation_id, user_id) references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table public.team_members is 'Who is in which team. Owners and admins see every team without being in one.';

create index team_members_team_idx on public.team_members (team_id, user_id);
create index team_members_member_idx on public.team_members (organisation_id, user_id);
-- Every policy on what a team keeps asks "which teams is this user in?".
create index team_members_user_id_idx on public.team_members (user_id);

create trigger tg_teams__after_write_log
after insert or update or delete on public.teams
for each row execute function notify.tg_audited__after_write_log('team');

create trigger tg_team_members__after_write_log
after insert or delete on public.team_members
for each row execute function notify.tg_audited__after_write_log('team_member');

create function notify.my_teams()
returns setof uuid
language plpgsql
stable
rows 2
-- Definer: the policy on team_members asks it.
security definer
set search_path = ''
as $$
begin
  return query
    select membership.team_id
    from public.team_members as membership
    where membership.user_id = (select auth.uid())
    union
    select team.id
    from public.teams as team
    where team.organisation_id in (select notify.my_administered());
end;
$$;

comment on function notify.my_teams() is
  'Teams whose files the signed-in user may see: their own, and all those of organisations that they administer. For policies.';
grant execute on function notify.my_teams() to authenticated, service_role;

alter table public.teams enable row level security;
alter table public.team_members enable row level security;

grant select, insert, delete on public.teams, public.team_members to authenticated;
grant update (name) on public.teams to authenticated;
grant select, insert, update, delete on public.teams, public.team_members to service_role;

create policy "Colleagues see the teams" on public.teams
for select to authenticated
using (organisation_id in (select notify.my_workplaces()));
create policy "Admins create teams" on public.teams
for insert to authenticated
with check (organisation_id in (select notify.my_administered()));
create policy "Admins rename teams" on public.teams
for update to authenticated
using (organisation_id in (select notify.my_administered()))
with check (organisation_id in (select notify.my_administered()));
create policy "Admins dissolve teams" on public.teams
for delete to authenticated
using (organisation_id in (select notify.my_administered()));

create policy "Colleagues see who is in a team" on public.team_members
for select to authenticated
using (organisation_id in (select notify.my_workplaces()));
create policy "Admins put people in teams" on public.team_members
for insert to authenticated
with check (organisation_id in (select notify.my_administered()));
create policy "Admins take people out of teams" on public.team_members
for delete to authenticated
using (organisation_id in (select notify.my_administered()));
