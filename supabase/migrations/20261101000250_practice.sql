-- The practice's own records, sources of events. A composite key carries the organisation along each reference, so that
-- a row can never point at another tenant's patient or implant, whoever writes it.

create table public.patients (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  first_name text not null constraint first_name_not_blank check (btrim(first_name) <> ''),
  last_name text not null constraint last_name_not_blank check (btrim(last_name) <> ''),
  birth_date date constraint birth_date_plausible check (birth_date between '1900-01-01' and '2100-01-01'),
  created_at timestamptz not null default now(),
  unique (organisation_id, id)
);

comment on table public.patients is 'A patient of one organisation. Sensitive: nothing of this row may leave through an email, an SMS or a push.';

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

alter table public.patients enable row level security;
alter table public.implants enable row level security;
alter table public.isq_measurements enable row level security;
alter table public.appointments enable row level security;

-- The practice's staff; operators and clients never see a patient's record.
create function notify.my_practices()
returns setof uuid
language sql
stable
set search_path = ''
as $$
  select notify.my_organisations(array['owner', 'admin', 'practitioner', 'assistant']::public.member_role[]);
$$;

comment on function notify.my_practices() is 'Organisations of whose staff the signed-in user is. For policies.';
grant execute on function notify.my_practices() to authenticated, service_role;

grant select, insert on public.patients, public.implants, public.appointments to authenticated;
-- A record is corrected, never moved to another organisation or patient.
grant update (first_name, last_name, birth_date) on public.patients to authenticated;
grant update (tooth, placed_on) on public.implants to authenticated;
grant update (practitioner_id, starts_at, ends_at, status) on public.appointments to authenticated;
grant select, insert on public.isq_measurements to authenticated;
-- A measurement can be corrected, not moved to another implant or another author.
grant update (value, measured_at) on public.isq_measurements to authenticated;
grant select, insert, update, delete on public.patients, public.implants, public.isq_measurements, public.appointments
to service_role;

create policy "Staff see their patients" on public.patients
for select to authenticated using (organisation_id in (select notify.my_practices()));
create policy "Staff add patients" on public.patients
for insert to authenticated with check (organisation_id in (select notify.my_practices()));
create policy "Staff change their patients" on public.patients
for update to authenticated
using (organisation_id in (select notify.my_practices()))
with check (organisation_id in (select notify.my_practices()));

create policy "Staff see implants" on public.implants
for select to authenticated using (organisation_id in (select notify.my_practices()));
create policy "Staff add implants" on public.implants
for insert to authenticated with check (organisation_id in (select notify.my_practices()));
create policy "Staff change implants" on public.implants
for update to authenticated
using (organisation_id in (select notify.my_practices()))
with check (organisation_id in (select notify.my_practices()));

create policy "Staff see measurements" on public.isq_measurements
for select to authenticated using (organisation_id in (select notify.my_practices()));
create policy "Staff add measurements in their own name" on public.isq_measurements
for insert to authenticated
with check (organisation_id in (select notify.my_practices()) and created_by = (select auth.uid()));
create policy "Staff correct measurements" on public.isq_measurements
for update to authenticated
using (organisation_id in (select notify.my_practices()))
with check (organisation_id in (select notify.my_practices()));

create policy "Staff see appointments" on public.appointments
for select to authenticated using (organisation_id in (select notify.my_practices()));
create policy "Staff make appointments" on public.appointments
for insert to authenticated with check (organisation_id in (select notify.my_practices()));
create policy "Staff change appointments" on public.appointments
for update to authenticated
using (organisation_id in (select notify.my_practices()))
with check (organisation_id in (select notify.my_practices()));
