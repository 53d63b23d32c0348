-- The practice's own records, sources of events. A composite key carries the organisation along each reference, so that
-- a row can never point at another tenant's patient or implant, whoever writes it.

create table public.patients (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  first_name text not null constraint first_name_not_blank check (btrim(first_name) <> ''),
  last_name text not null constraint last_name_not_blank check (btrim(last_name) <> ''),
  birth_date date constraint birth_date_plausible check (birth_date between '1900-01-01' and '2100-01-01'),
  team_id uuid,
  user_id uuid,
  created_at timestamptz not null default now(),
  unique (organisation_id, id),
  -- No action: a team is not dissolved while it keeps files, which would be everybody's from then on.
  foreign key (organisation_id, team_id) references public.teams (organisation_id, id),
  foreign key (organisation_id, user_id)
    references public.organisation_members (organisation_id, user_id) on delete set null (user_id)
);

comment on table public.patients is 'A patient of one organisation. Sensitive: nothing of this row may leave through an email, an SMS or a push.';
comment on column public.patients.team_id is 'Team that the file is kept in: nobody else of the staff sees it but owners and admins. Null: all of the staff.';
comment on column public.patients.user_id is 'The patient''s own account, a client of the organisation; null: none.';

create index patients_team_idx on public.patients (organisation_id, team_id) where team_id is not null;
create index patients_user_idx on public.patients (organisation_id, user_id) where user_id is not null;
-- "Which files are this user's own?": every policy on what concerns a patient asks.
create index patients_user_id_idx on public.patients (user_id) where user_id is not null;

create function notify.tg_patients__before_write_check_user()
returns trigger
language plpgsql
-- Definer: notify.refuse() is not for the people who write this table.
security definer
set search_path = ''
as $$
begin
  if not exists (
    select from public.organisation_members as member
    where member.organisation_id = new.organisation_id and member.user_id = new.user_id and member.role = 'client'
  ) then
    perform notify.refuse('CN006', 'user_id', 'is not a client of this organisation');
  end if;
  return new;
end;
$$;

comment on function notify.tg_patients__before_write_check_user() is
  'A file is linked to the account of a client only: nobody of the staff makes it their own, to see it whatever team keeps it.';

create trigger tg_patients__before_insert_check_user
before insert on public.patients
for each row
when (new.user_id is not null)
execute function notify.tg_patients__before_write_check_user();

create trigger tg_patients__before_update_check_user
before update of user_id on public.patients
for each row
when (new.user_id is not null and new.user_id is distinct from old.user_id)
execute function notify.tg_patients__before_write_check_user();

create table public.implants (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null,
  patient_id uuid not null,
  tooth text not null constraint tooth_is_fdi check (tooth ~ '^[1-4][1-8]$'),
  placed_on date,
  created_at timestamptz not null default now(),
  unique (organisation_id, id),
  foreign key (organisation_id, patient_id) references public.patients (organisation_id, id) on delete cascade
);

comment on table public.implants is 'A dental implant.';
comment on column public.implants.tooth is 'Tooth number, FDI two-digit notation (ISO 3950), permanent teeth.';

create index implants_patient_idx on public.implants (organisation_id, patient_id);

create table public.isq_measurements (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null,
  implant_id uuid not null,
  value integer not null constraint isq_value_between_1_and_100 check (value between 1 and 100),
  measured_at timestamptz not null default now(),
  created_by uuid default auth.uid() references auth.users (id) on delete set null,
  foreign key (organisation_id, implant_id) references public.implants (organisation_id, id) on delete cascade
);

comment on table public.isq_measurements is
  'Implant stability quotient: resonance frequency analysis, a whole number from 1 to 100. Writing one raises alerts; see notify.tg_isq_measurements__after_write_notify.';

create index isq_measurements_implant_idx on public.isq_measurements (organisation_id, implant_id, measured_at desc);
create index isq_measurements_created_by_idx on public.isq_measurements (created_by);

create table public.appointments (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null,
  patient_id uuid not null,
  practitioner_id uuid,
  starts_at timestamptz not null,
  ends_at timestamptz not null,
  status text not null default 'scheduled'
    constraint status_known check (status in ('scheduled', 'confirmed', 'cancelled', 'completed', 'missed')),
  constraint ends_after_it_starts check (ends_at > starts_at),
  foreign key (organisation_id, patient_id) references public.patients (organisation_id, id) on delete cascade,
  foreign key (organisation_id, practitioner_id)
    references public.organisation_members (organisation_id, user_id) on delete set null (practitioner_id)
);

comment on table public.appointments is 'A visit of a patient to a practitioner of the same organisation.';
comment on column public.appointments.practitioner_id is 'Null: the practitioner has left, and nobody has taken over yet.';

create index appointments_patient_idx on public.appointments (organisation_id, patient_id, starts_at desc);
create index appointments_practitioner_idx on public.appointments (organisation_id, practitioner_id, starts_at desc);
-- "What is still to come?", when an organisation changes its reminders or its clock.
create index appointments_coming_idx on public.appointments (organisation_id, starts_at);

alter table public.patients enable row level security;
alter table public.implants enable row level security;
alter table public.isq_measurements enable row level security;
alter table public.appointments enable row level security;

-- The practice's staff; operators never see a patient's record, clients only their own.
create function notify.my_practices()
returns setof uuid
language plpgsql
stable
rows 2
set search_path = ''
as $$
begin
  return query
    select notify.my_organisations(array['owner', 'admin', 'practitioner', 'assistant']::public.member_role[]);
end;
$$;

comment on function notify.my_practices() is 'Organisations of whose staff the signed-in user is. For policies.';
grant execute on function notify.my_practices() to authenticated, service_role;

create function notify.my_files()
returns setof uuid
language plpgsql
stable
rows 2
-- Definer: the policy on patients asks it.
security definer
set search_path = ''
as $$
begin
  return query
    select patient.id from public.patients as patient where patient.user_id = (select auth.uid());
end;
$$;

comment on function notify.my_files() is 'Patients'' files that are the signed-in user''s own. For policies.';
grant execute on function notify.my_files() to authenticated, service_role;

create function notify.is_hidden_file(patient_id uuid)
returns boolean
language plpgsql
stable
-- Definer: asks of files that the policy on patients hides.
security definer
set search_path = ''
as $$
declare
  keeper uuid := (select patient.team_id from public.patients as patient where patient.id = is_hidden_file.patient_id);
begin
  return keeper is not null and keeper not in (select notify.my_teams());
end;
$$;

comment on function notify.is_hidden_file(uuid) is
  'Whether a patient''s file is kept in a team whose files the signed-in user may not see. For policies on rows that outlive a file: what is not hidden may be seen, also a tombstone.';
grant execute on function notify.is_hidden_file(uuid) to authenticated, service_role;

grant select, insert on public.patients, public.implants, public.appointments to authenticated;
-- A record is corrected, never moved to another organisation or patient.
grant update (first_name, last_name, birth_date, team_id, user_id) on public.patients to authenticated;
grant update (tooth, placed_on) on public.implants to authenticated;
grant update (practitioner_id, starts_at, ends_at, status) on public.appointments to authenticated;
grant select, insert on public.isq_measurements to authenticated;
-- A measurement can be corrected, not moved to another implant or another author.
grant update (value, measured_at) on public.isq_measurements to authenticated;
grant select, insert, update, delete on public.patients, public.implants, public.isq_measurements, public.appointments
to service_role;

create policy "Staff see the files of their teams, patients their own" on public.patients
for select to authenticated
using (
  (organisation_id in (select notify.my_practices()) and (team_id is null or team_id in (select notify.my_teams())))
  or user_id = (select auth.uid())
);
create policy "People see themselves, their colleagues, and the patients whose files they see" on public.profiles
for select to authenticated
using (
  user_id = (select auth.uid())
  or user_id in (
    select member.user_id
    from public.organisation_members as member
    where member.organisation_id in (select notify.my_workplaces()) and member.role <> 'client'
      -- Who links files to accounts has to know whose they are.
      or member.organisation_id in (select notify.my_administered())
  )
  -- Under the policy above: the account of a file that one does not see has no name.
  or user_id in (select patient.user_id from public.patients as patient where patient.user_id is not null)
);
create policy "Staff add patients" on public.patients
for insert to authenticated
with check (
  organisation_id in (select notify.my_practices()) and (team_id is null or team_id in (select notify.my_teams()))
);
create policy "Staff change the files of their teams" on public.patients
for update to authenticated
using (
  organisation_id in (select notify.my_practices()) and (team_id is null or team_id in (select notify.my_teams()))
)
with check (
  organisation_id in (select notify.my_practices()) and (team_id is null or team_id in (select notify.my_teams()))
);

-- What belongs to a patient is seen by the staff that sees the patient: the subqueries below run under the policy above.
create policy "Staff see the implants of their patients" on public.implants
for select to authenticated
using (
  organisation_id in (select notify.my_practices())
  and exists (select from public.patients as patient where patient.id = patient_id)
);
create policy "Staff add implants to their patients" on public.implants
for insert to authenticated
with check (
  organisation_id in (select notify.my_practices())
  and exists (select from public.patients as patient where patient.id = patient_id)
);
create policy "Staff change the implants of their patients" on public.implants
for update to authenticated
using (
  organisation_id in (select notify.my_practices())
  and exists (select from public.patients as patient where patient.id = patient_id)
)
with check (organisation_id in (select notify.my_practices()));

create policy "Staff see the measurements of their patients" on public.isq_measurements
for select to authenticated
using (
  organisation_id in (select notify.my_practices())
  and exists (select from public.implants as implant where implant.id = implant_id)
);
create policy "Staff add measurements in their own name" on public.isq_measurements
for insert to authenticated
with check (
  organisation_id in (select notify.my_practices())
  and exists (select from public.implants as implant where implant.id = implant_id)
  and created_by = (select auth.uid())
);
create policy "Staff correct the measurements of their patients" on public.isq_measurements
for update to authenticated
using (
  organisation_id in (select notify.my_practices())
  and exists (select from public.implants as implant where implant.id = implant_id)
)
with check (organisation_id in (select notify.my_practices()));

create policy "Staff see appointments of their patients, patients their own" on public.appointments
for select to authenticated
using (
  (
    organisation_id in (select notify.my_practices())
    and exists (select from public.patients as patient where patient.id = patient_id)
  )
  or patient_id in (select notify.my_files())
);
create policy "Staff make appointments for their patients" on public.appointments
for insert to authenticated
with check (
  organisation_id in (select notify.my_practices())
  and exists (select from public.patients as patient where patient.id = patient_id)
);
create policy "Staff change appointments of their patients" on public.appointments
for update to authenticated
using (
  organisation_id in (select notify.my_practices())
  and exists (select from public.patients as patient where patient.id = patient_id)
)
with check (organisation_id in (select notify.my_practices()));

create function notify.is_in_team(user_id uuid, role public.member_role, team_id uuid)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return is_in_team.team_id is null
    or is_in_team.role in ('owner', 'admin')
    or exists (
      select from public.team_members as membership
      where membership.team_id = is_in_team.team_id and membership.user_id = is_in_team.user_id
    );
end;
$$;

comment on function notify.is_in_team(uuid, public.member_role, uuid) is
  'Whether a member may see what is a team''s: owners and admins see every team''s; null is nobody''s in particular.';

create function notify.roles_that_see(organisation_id uuid, patient_id uuid, team_id uuid)
returns public.member_role[]
language plpgsql
stable
set search_path = ''
as $$
declare
  file_team uuid;
begin
  if roles_that_see.patient_id is not null then
    select patient.team_id into file_team
    from public.patients as patient
    where patient.organisation_id = roles_that_see.organisation_id and patient.id = roles_that_see.patient_id;
  end if;
  return case
    when file_team is not null or roles_that_see.team_id is not null then '{owner,admin}'
    when roles_that_see.patient_id is not null then '{owner,admin,practitioner,assistant}'
    else enum_range(null::public.member_role)
  end;
end;
$$;

comment on function notify.roles_that_see(uuid, uuid, uuid) is
  'Roles for which notify.may_see() is true whoever has them: the others are asked one by one.';

create function notify.may_see(
  organisation_id uuid, user_id uuid, role public.member_role, patient_id uuid, team_id uuid
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
declare
  file public.patients;
begin
  if may_see.patient_id is not null then
    select * into file
    from public.patients as patient
    where patient.organisation_id = may_see.organisation_id and patient.id = may_see.patient_id;
    if file.user_id = may_see.user_id then
      return true;
    end if;
    if may_see.role not in ('owner', 'admin', 'practitioner', 'assistant')
      or not notify.is_in_team(may_see.user_id, may_see.role, file.team_id)
    then
      return false;
    end if;
  end if;
  return notify.is_in_team(may_see.user_id, may_see.role, may_see.team_id);
end;
$$;

comment on function notify.may_see(uuid, uuid, public.member_role, uuid, uuid) is
  'Whether a member may see now what concerns a patient (whatever team keeps the file), a team, both or (nulls) neither: the rule of the policies, asked for somebody else.';
