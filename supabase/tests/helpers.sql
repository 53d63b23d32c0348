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

-- People settle their own wishes: until it is called again, what is written is written in somebody's name. Returns whose
-- name it was before, to go back to.
create function tests.speak_for(subject text) returns text language plpgsql as $$
declare
  before text := coalesce(current_setting('request.jwt.claim.sub', true), '');
begin
  perform set_config('request.jwt.claim.sub', speak_for.subject, true);
  return before;
end;
$$;

create function tests.set_preference(
  who text, category public.notification_category, in_app boolean, email boolean,
  frequency public.notification_frequency default 'IMMEDIATE'
) returns void language plpgsql security definer set search_path = '' as $$
declare
  before text := tests.speak_for(tests.person(set_preference.who)::text);
begin
  insert into public.notification_preferences (user_id, organisation_id, category, in_app, email, frequency)
  values (
    tests.person(set_preference.who), tests.lumiere(), set_preference.category, set_preference.in_app,
    set_preference.email, set_preference.frequency
  )
  on conflict on constraint notification_preferences_pkey do update
  set in_app = excluded.in_app, email = excluded.email, frequency = excluded.frequency;
  perform tests.speak_for(before);
end;
$$;

-- As set_preference, for one type. What is left out is no wish.
create function tests.set_type_preference(
  who text, type text, in_app boolean default null, email boolean default null,
  frequency public.notification_frequency default null
) returns void language plpgsql security definer set search_path = '' as $$
declare
  before text := tests.speak_for(tests.person(set_type_preference.who)::text);
begin
  insert into public.notification_type_preferences (user_id, organisation_id, type, in_app, email, frequency)
  values (
    tests.person(set_type_preference.who), tests.lumiere(), set_type_preference.type, set_type_preference.in_app,
    set_type_preference.email, set_type_preference.frequency
  )
  on conflict on constraint notification_type_preferences_pkey do update
  set in_app = excluded.in_app, email = excluded.email, frequency = excluded.frequency;
  perform tests.speak_for(before);
end;
$$;

-- An override by a server, for a type or a category. Returns its id.
create function tests.force(
  who text, type text default null, category public.notification_category default null, in_app boolean default null,
  email boolean default null, frequency public.notification_frequency default null
) returns uuid language sql security definer set search_path = '' as $$
  insert into public.notification_overrides (organisation_id, user_id, type, category, in_app, email, frequency, reason)
  values (
    tests.lumiere(), tests.person(force.who), force.type, force.category, force.in_app, force.email, force.frequency,
    'Décision du cabinet'
  )
  returning id;
$$;

-- What Cabinet Lumière says of a type.
create function tests.settle(
  type text, audience public.member_role[] default null, in_app boolean default null, email boolean default null,
  frequency public.notification_frequency default null
) returns void language sql security definer set search_path = '' as $$
  insert into public.organisation_type_settings (organisation_id, type, audience, in_app, email, frequency)
  values (tests.lumiere(), settle.type, settle.audience, settle.in_app, settle.email, settle.frequency)
  on conflict (organisation_id, type) do update
  set audience = excluded.audience, in_app = excluded.in_app, email = excluded.email, frequency = excluded.frequency;
$$;

-- A person's own hours: their digests and their quiet hours.
create function tests.set_times(
  who text, quiet_from time default null, quiet_until time default null, digest_at time default '08:00',
  digest_weekday integer default 1
) returns void language plpgsql security definer set search_path = '' as $$
declare
  before text := tests.speak_for(tests.person(set_times.who)::text);
begin
  insert into public.notification_settings (user_id, organisation_id, quiet_from, quiet_until, digest_at, digest_weekday)
  values (
    tests.person(set_times.who), tests.lumiere(), set_times.quiet_from, set_times.quiet_until, set_times.digest_at,
    set_times.digest_weekday
  )
  on conflict on constraint notification_settings_pkey do update
  set
    quiet_from = excluded.quiet_from, quiet_until = excluded.quiet_until, digest_at = excluded.digest_at,
    digest_weekday = excluded.digest_weekday;
  perform tests.speak_for(before);
end;
$$;

-- Where somebody lives; null: where the organisation is.
create function tests.move(who text, timezone text) returns void language sql security definer set search_path = '' as $$
  update public.profiles set timezone = move.timezone where user_id = tests.person(move.who);
$$;

-- Returns the id of the mute.
create function tests.mute(who text, entity_type text, entity_id uuid, until timestamptz default null)
returns uuid language plpgsql security definer set search_path = '' as $$
declare
  before text := tests.speak_for(tests.person(mute.who)::text);
  muted uuid;
begin
  insert into public.notification_mutes (user_id, organisation_id, entity_type, entity_id, muted_until)
  values (tests.person(mute.who), tests.lumiere(), mute.entity_type, mute.entity_id, mute.until)
  returning id into muted;
  perform tests.speak_for(before);
  return muted;
end;
$$;

-- A new member of Cabinet Lumière with an account of their own, named by their address.
create function tests.join_as(who text, role public.member_role) returns uuid
language sql security definer set search_path = '' as $$
  with account as (
    insert into auth.users (instance_id, id, aud, role, email, email_confirmed_at, created_at, updated_at)
    values (
      '00000000-0000-0000-0000-000000000000', gen_random_uuid(), 'authenticated', 'authenticated', join_as.who, now(),
      now(), now()
    )
    returning id
  )
  insert into public.organisation_members (organisation_id, user_id, role)
  select tests.lumiere(), account.id, join_as.role from account
  returning user_id;
$$;

-- A team of Cabinet Lumière. Returns its id.
create function tests.new_team(name text, members text[]) returns uuid language sql security definer set search_path = '' as $$
  with team as (
    insert into public.teams (organisation_id, name) values (tests.lumiere(), new_team.name) returning id
  ),
  joined as (
    insert into public.team_members (organisation_id, team_id, user_id)
    select tests.lumiere(), team.id, tests.person(member.who) from team, unnest(new_team.members) as member (who)
  )
  select id from team;
$$;

-- A new, invented patient of Cabinet Lumière: kept in a team, with an account, or (nulls) neither.
create function tests.new_patient(team uuid default null, account text default null) returns uuid
language sql security definer set search_path = '' as $$
  insert into public.patients (organisation_id, first_name, last_name, birth_date, team_id, user_id)
  values (
    tests.lumiere(), 'Zéphyrine', 'Introuvable', '1977-02-11', new_patient.team, tests.person(new_patient.account)
  )
  returning id;
$$;

-- An event of Cabinet Lumière, to the people named, else (null) to the audience of its type. Returns its id.
create function tests.tell(who text[], type text, more jsonb default '{}') returns uuid
language sql security definer set search_path = '' as $$
  select (public.notify(
    jsonb_build_object('type', tell.type, 'organisationId', tests.lumiere())
    || case
      when tell.who is null then '{}'
      else jsonb_build_object('recipientIds', (select jsonb_agg(tests.person(name)) from unnest(tell.who) as name))
    end
    || tell.more
  ) ->> 'eventId')::uuid;
$$;

-- What was decided for somebody on a channel: "decision reason rule source".
create function tests.why(event uuid, who text, channel public.notification_channel) returns text
language sql stable security definer set search_path = '' as $$
  select concat_ws(' ', trace.decision, trace.reason, trace.rule, trace.source)
  from public.notification_deliveries as trace
  where trace.event_id = why.event and trace.user_id = tests.person(why.who) and trace.channel = why.channel;
$$;

-- Who holds something of a table's rows: addresses, in order.
create function tests.people(ids uuid[]) returns text[] language sql stable security definer set search_path = '' as $$
  select coalesce(array_agg(distinct email::text order by email::text), '{}') from auth.users where id = any (people.ids);
$$;

-- The engine pokes the worker once a transaction, and a story is one: the next statement counts as a new one.
create function tests.next_transaction() returns text language sql as $$
  select set_config('notify.poked_in', '', true);
$$;

-- Forgets every notification, wish and setting, so that a story can count from zero. Undone with its transaction.
create function tests.forget_everything() returns text language sql security definer set search_path = '' as $$
  delete from public.notification_events;
  delete from public.email_outbox;
  delete from public.notification_preferences;
  delete from public.notification_type_preferences;
  delete from public.notification_overrides;
  delete from public.notification_mutes;
  delete from public.notification_settings;
  delete from public.organisation_type_settings;
  delete from public.organisation_notification_settings;
  delete from public.scheduled_notifications;
  delete from notify.suppressed_addresses;
  delete from notify.email_batches;
  delete from notify.circuits;
  delete from notify.email_events;
  delete from notify.email_unsubscriptions;
  delete from public.activity_logs;
  delete from realtime.messages;
  delete from net.http_request_queue;
  select tests.next_transaction();
$$;

-- Stops the engine's clock at a moment, until the end of the transaction.
create function tests.set_clock(at timestamptz) returns void language plpgsql security definer set search_path = '' as $$
begin
  execute format(
    'create or replace function notify.clock() returns timestamptz language sql stable set search_path = '''' return %L::timestamptz', set_clock.at
  );
end;
$$;

-- No story has to wait.
create function tests.let_pass(span interval) returns void language sql as $$
  select tests.set_clock(notify.clock() + let_pass.span);
$$;

-- An email that waits for the worker, as an alert without an event leaves it. Returns its id.
create function tests.new_email(
  who text, organisation uuid default tests.lumiere(), categories public.notification_category[] default '{alerts}'
) returns uuid language sql security definer set search_path = '' as $$
  insert into public.email_outbox (organisation_id, user_id, type, subject, template, categories, locale, payload)
  values (
    new_email.organisation, tests.person(new_email.who), 'ISQ_WARNING', 'Nouvelle alerte dans Cassius', 'alert',
    new_email.categories, 'fr', '{}'
  )
  returning id;
$$;

-- A worker claims a batch and is about to call the provider. Returns its lease; null: nothing to claim.
create function tests.begin_sending(batch_size integer default 100) returns uuid
language plpgsql security definer set search_path = '' as $$
declare
  lease uuid := (select distinct claim.lease_token from notify.claim_emails(begin_sending.batch_size) as claim);
begin
  perform notify.begin_sending(lease);
  return lease;
end;
$$;

-- The provider has taken the batch of a lease: each email gets the id p-<its own id>. Returns how many are SENT.
create function tests.ack(lease uuid) returns integer language sql security definer set search_path = '' as $$
  select notify.ack_emails(ack.lease, (
    select jsonb_agg(jsonb_build_object('id', email.id, 'providerMessageId', 'p-' || email.id))
    from public.email_outbox as email
    join notify.email_batches as batch on batch.id = email.batch_id
    where batch.lease_token = ack.lease and email.status = 'PENDING'
  ));
$$;

-- How an email stands: its status, and its failure if it has one.
create function tests.fate(email uuid) returns text language sql security definer set search_path = '' as $$
  select concat_ws(' ', status, failure) from public.email_outbox where id = fate.email;
$$;

grant execute on all functions in schema tests to public;
