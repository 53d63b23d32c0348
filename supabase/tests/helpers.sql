-- Loaded once before the database tests, by the superuser: pgTAP, and words to tell a story with.

create extension if not exists pgtap with schema extensions;

drop schema if exists tests cascade;
create schema tests;
grant usage on schema tests to public;

create function tests.lumiere() returns uuid language sql immutable
return '00000000-0000-4000-8000-000000000001'::uuid;
create function tests.parc() returns uuid language sql immutable
return '00000000-0000-4000-8000-000000000002'::uuid;

-- `praticien` is praticien@lumiere.test; any other person is named by the whole address.
create function tests.person(who text) returns uuid language sql stable security definer set search_path = '' as $$
  select id from auth.users
  where email = case when person.who ~ '@' then person.who else person.who || '@lumiere.test' end;
$$;

create function tests.authenticate_as(who text) returns void language plpgsql as $$
declare
  subject uuid := tests.person(who);
begin
  if subject is null then
    raise exception 'tests.authenticate_as: nobody is called %', who;
  end if;
  perform set_config('request.jwt.claims', json_build_object('sub', subject, 'role', 'authenticated')::text, true);
  perform set_config('request.jwt.claim.sub', subject::text, true);
  perform set_config('request.jwt.claim.role', 'authenticated', true);
  perform set_config('role', 'authenticated', true);
end;
$$;

create function tests.authenticate_as_service() returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', '{"role": "service_role"}', true);
  perform set_config('request.jwt.claim.sub', '', true);
  perform set_config('request.jwt.claim.role', 'service_role', true);
  perform set_config('role', 'service_role', true);
end;
$$;

create function tests.authenticate_as_nobody() returns void language plpgsql as $$
begin
  perform set_config('request.jwt.claims', '{"role": "anon"}', true);
  perform set_config('request.jwt.claim.sub', '', true);
  perform set_config('request.jwt.claim.role', 'anon', true);
  perform set_config('role', 'anon', true);
end;
$$;

-- Back to the owner of the database, who sees everything.
create function tests.authenticate_as_owner() returns void language plpgsql as $$
begin
  perform set_config('role', 'postgres', true);
  perform set_config('request.jwt.claims', '', true);
  perform set_config('request.jwt.claim.sub', '', true);
  perform set_config('request.jwt.claim.role', '', true);
end;
$$;

-- An implant of a new, invented patient.
create function tests.new_implant(organisation uuid) returns uuid
language sql security definer set search_path = '' as $$
  with patient as (
    insert into public.patients (organisation_id, first_name, last_name, birth_date)
    values (new_implant.organisation, 'Zébulon', 'Inexistant', '1961-09-30')
    returning id
  )
  insert into public.implants (organisation_id, patient_id, tooth)
  select new_implant.organisation, patient.id, '26' from patient
  returning id;
$$;

-- A measurement as a server writes it. Returns its id.
create function tests.measure(implant uuid, value integer, author uuid default null) returns uuid
language sql security definer set search_path = '' as $$
  insert into public.isq_measurements (organisation_id, implant_id, value, created_by)
  select implants.organisation_id, implants.id, measure.value, measure.author
  from public.implants where implants.id = measure.implant
  returning id;
$$;

create function tests.set_preference(
  who text, category public.notification_category, in_app boolean, email boolean,
  frequency public.notification_frequency default 'IMMEDIATE'
) returns void language sql security definer set search_path = '' as $$
  insert into public.notification_preferences (user_id, organisation_id, category, in_app, email, frequency)
  values (
    tests.person(set_preference.who), tests.lumiere(), set_preference.category, set_preference.in_app,
    set_preference.email, set_preference.frequency
  )
  on conflict (user_id, organisation_id, category) do update
  set in_app = excluded.in_app, email = excluded.email, frequency = excluded.frequency;
$$;

-- Who holds something of a table's rows: addresses, in order.
create function tests.people(ids uuid[]) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct email::text order by email::text), '{}') from auth.users where id = any (people.ids);
$$;

-- The engine pokes the worker once a transaction, and a story is one: the next statement counts as a new one.
create function tests.next_transaction() returns text language sql as $$
  select set_config('notify.poked_in', '', true);
$$;

-- Forgets every notification, so that a story can count from zero. Undone with its transaction.
create function tests.forget_everything() returns text language sql security definer set search_path = '' as $$
  delete from public.notification_events;
  delete from public.email_outbox;
  delete from public.notification_preferences;
  delete from notify.email_batches;
  delete from notify.circuits;
  delete from realtime.messages;
  delete from net.http_request_queue;
  select tests.next_transaction();
$$;

grant execute on all functions in schema tests to public;
