-- Demo data. Everybody here is invented; the password of each account is cassius-demo.

insert into auth.users (
  instance_id, id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
  -- Auth reads these as text and stumbles over a null.
  confirmation_token, recovery_token, email_change, email_change_token_new, created_at, updated_at
)
select
  '00000000-0000-0000-0000-000000000000', person.id, 'authenticated', 'authenticated', person.email,
  extensions.crypt('cassius-demo', extensions.gen_salt('bf', 6)), now(),
  '{"provider": "email", "providers": ["email"]}', '{}', '', '', '', '', now(), now()
from (values
  ('00000000-0000-4000-8000-000000000101'::uuid, 'admin@lumiere.test'),
  ('00000000-0000-4000-8000-000000000102', 'praticien@lumiere.test'),
  ('00000000-0000-4000-8000-000000000103', 'assistante@lumiere.test'),
  ('00000000-0000-4000-8000-000000000201', 'admin@parc.test'),
  ('00000000-0000-4000-8000-000000000202', 'praticien@parc.test'),
  ('00000000-0000-4000-8000-000000000901', 'operateur@cassius.test'),
  ('00000000-0000-4000-8000-000000000902', 'multi@cassius.test')
) as person (id, email);

insert into auth.identities (provider_id, user_id, identity_data, provider, last_sign_in_at, created_at, updated_at)
select
  account.id::text, account.id, jsonb_build_object('sub', account.id, 'email', account.email, 'email_verified', true),
  'email', now(), now(), now()
from auth.users as account
where account.email ~ '@(lumiere|parc|cassius)\.test$';

insert into public.organisations (id, name, timezone, locale, brand_colour) values
  ('00000000-0000-4000-8000-000000000001', 'Cabinet Lumière', 'Europe/Paris', 'fr', null),
  ('00000000-0000-4000-8000-000000000002', 'Clinique du Parc', 'Europe/Paris', 'fr', '#6d28d9');

insert into public.profiles (user_id, full_name) values
  ('00000000-0000-4000-8000-000000000101', 'Aurore Démonstration'),
  ('00000000-0000-4000-8000-000000000102', 'Basile Exemple'),
  ('00000000-0000-4000-8000-000000000103', 'Capucine Fictive'),
  ('00000000-0000-4000-8000-000000000201', 'Donatien Modèle'),
  ('00000000-0000-4000-8000-000000000202', 'Églantine Spécimen'),
  ('00000000-0000-4000-8000-000000000901', 'Firmin Opérateur'),
  ('00000000-0000-4000-8000-000000000902', 'Gaëlle Multisite');

insert into public.organisation_members (organisation_id, user_id, role) values
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000101', 'admin'),
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000102', 'practitioner'),
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000103', 'assistant'),
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000901', 'operator'),
  ('00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000902', 'practitioner'),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000201', 'admin'),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000202', 'practitioner'),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000901', 'operator'),
  ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000902', 'practitioner');

insert into public.patients (id, organisation_id, first_name, last_name, birth_date) values
  ('00000000-0000-4000-8000-000000001001', '00000000-0000-4000-8000-000000000001', 'Hortense', 'Imaginaire', '1958-03-14'),
  ('00000000-0000-4000-8000-000000001002', '00000000-0000-4000-8000-000000000001', 'Isidore', 'Pseudonyme', '1971-11-02'),
  ('00000000-0000-4000-8000-000000001003', '00000000-0000-4000-8000-000000000001', 'Joséphine', 'Personnage', '1984-07-29'),
  ('00000000-0000-4000-8000-000000002001', '00000000-0000-4000-8000-000000000002', 'Kléber', 'Inventé', '1949-01-21'),
  ('00000000-0000-4000-8000-000000002002', '00000000-0000-4000-8000-000000000002', 'Léopoldine', 'Fabulette', '1990-05-08');

insert into public.implants (id, organisation_id, patient_id, tooth, placed_on) values
  ('00000000-0000-4000-8000-000000011001', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000001001', '26', '2026-03-02'),
  ('00000000-0000-4000-8000-000000011002', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000001001', '36', '2026-05-18'),
  ('00000000-0000-4000-8000-000000011003', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000001002', '14', '2026-01-12'),
  ('00000000-0000-4000-8000-000000011004', '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000001003', '45', '2026-06-23'),
  ('00000000-0000-4000-8000-000000012001', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000002001', '11', '2026-02-09'),
  ('00000000-0000-4000-8000-000000012002', '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000002002', '47', '2026-04-27');

-- A history without alerts: every value is at least 60, so that the first bell is the newcomer's own.
insert into public.isq_measurements (organisation_id, implant_id, value, measured_at, created_by)
select implant.organisation_id, implant.id, 62 + reading.step * 3, implant.placed_on + reading.step * 30 + time '09:30', practitioner.user_id
from public.implants as implant
cross join generate_series(0, 3) as reading (step)
join lateral (
  select member.user_id
  from public.organisation_members as member
  where member.organisation_id = implant.organisation_id and member.role = 'practitioner'
  order by member.user_id
  limit 1
) as practitioner on true;

-- Next week, so that a demo sees no reminder before it makes one.
insert into public.appointments (organisation_id, patient_id, practitioner_id, starts_at, ends_at)
select
  patient.organisation_id, patient.id, practitioner.user_id,
  date_trunc('day', now()) + interval '8 hours' + (patient.rank + 6) * interval '1 day',
  date_trunc('day', now()) + interval '8 hours 30 minutes' + (patient.rank + 6) * interval '1 day'
from (select *, row_number() over (partition by organisation_id order by id) as rank from public.patients) as patient
join lateral (
  select member.user_id
  from public.organisation_members as member
  where member.organisation_id = patient.organisation_id and member.role = 'practitioner'
  order by member.user_id
  limit 1
) as practitioner on true;

-- Making the appointments above told the practitioners: the first bell is to be the newcomer's own.
delete from public.notification_events;
