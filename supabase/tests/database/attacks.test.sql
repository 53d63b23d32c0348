-- What somebody with a grudge and a valid session would try.
begin;
select no_plan();
select tests.forget_everything();

-- A client with a file, a team that keeps another file, and a practitioner who is in no team.
create temporary table cast_ as
select gen_random_uuid() as client, gen_random_uuid() as team, gen_random_uuid() as file, gen_random_uuid() as foreign_team;
grant select on cast_ to public;
insert into auth.users (id, email, email_confirmed_at) select client, 'patiente@attaque.test', now() from cast_;
insert into public.profiles (user_id, full_name, phone) select client, 'Zélie Inventée', '+33600000000' from cast_;
insert into public.organisation_members (organisation_id, user_id, role) select tests.lumiere(), client, 'client' from cast_;
insert into public.teams (id, organisation_id, name) select team, tests.lumiere(), 'Implantologie' from cast_;
insert into public.teams (id, organisation_id, name) select foreign_team, tests.parc(), 'Pédodontie' from cast_;
insert into public.team_members (organisation_id, team_id, user_id)
select tests.lumiere(), team, tests.person('assistante') from cast_;
insert into public.team_members (organisation_id, team_id, user_id)
select tests.parc(), foreign_team, tests.person('praticien@parc.test') from cast_;
insert into public.patients (id, organisation_id, first_name, last_name, team_id, user_id)
select file, tests.lumiere(), 'Zélie', 'Inventée', team, client from cast_;

-- Who a patient is.
select tests.authenticate_as('operateur@cassius.test');
select is_empty(
  'select full_name, phone from public.profiles, cast_ where user_id = client', 'an operator does not read who the patients are'
);
select tests.authenticate_as('praticien');
select is_empty('select 1 from public.patients, cast_ where id = file', 'a practitioner outside a team does not see its files');
select is_empty(
  'select full_name, phone from public.profiles, cast_ where user_id = client', 'nor the name of the patient, by way of their account'
);

-- Making oneself the patient.
select tests.authenticate_as('assistante');
select throws_ok(
  $$update public.patients set user_id = tests.person('assistante') from cast_ where id = file$$, null, null,
  'a member of the staff does not make a patient''s file their own, to keep it when it leaves their team'
);

-- Probing ids of another tenant: the same answer for what exists there and for what does not.
create function pg_temp.refusal(statement text) returns text language plpgsql as $$
begin
  execute statement;
  return 'none';
exception when others then return sqlstate;
end;
$$;
select tests.authenticate_as('admin');
select is(
  pg_temp.refusal($$insert into public.team_members (organisation_id, team_id, user_id)
    select tests.lumiere(), foreign_team, tests.person('praticien@parc.test') from cast_$$),
  pg_temp.refusal($$insert into public.team_members (organisation_id, team_id, user_id)
    select tests.lumiere(), foreign_team, tests.person('admin@parc.test') from cast_$$),
  'who is in a team of another tenant cannot be probed'
);
select is(
  pg_temp.refusal($$insert into public.notification_overrides (organisation_id, user_id, type, email, reason)
    values (tests.lumiere(), tests.person('admin@parc.test'), 'ISQ_CRITICAL', true, 'x')$$),
  pg_temp.refusal($$insert into public.notification_overrides (organisation_id, user_id, type, email, reason)
    values (tests.lumiere(), gen_random_uuid(), 'ISQ_CRITICAL', true, 'x')$$),
  'nor who has an account there, by an override'
);
select is(
  pg_temp.refusal(format('update public.patients set user_id = %L where organisation_id = tests.lumiere()', tests.person('admin@parc.test'))),
  pg_temp.refusal(format('update public.patients set user_id = %L where organisation_id = tests.lumiere()', gen_random_uuid())),
  'nor by a file'
);
select results_eq(
  $$select pg_temp.refusal(format('select public.explain_notification(%L)', event)), pg_temp.refusal(format('select public.notify(%L)', event))
    from (
      select jsonb_build_object('type', 'ISQ_CRITICAL', 'organisationId', organisation) as event
      from unnest(array[tests.parc(), gen_random_uuid()]) as organisation
    ) as probe$$,
  $$values ('CN008', '42501'), ('CN008', '42501')$$, 'an organisation of others is as refused as none'
);
select results_eq(
  $$select pg_temp.refusal(format('select public.explain_notification(%L)', jsonb_build_object(
      'type', 'ISQ_CRITICAL', 'organisationId', tests.lumiere()) || field))
    from (
      select jsonb_build_object('recipientIds', array[tests.person('admin@parc.test')]) as field
      union all select jsonb_build_object('recipientIds', array[gen_random_uuid()])
      union all select jsonb_build_object('actorId', tests.person('admin@parc.test'))
      union all select jsonb_build_object('actorId', gen_random_uuid())
      union all select jsonb_build_object('teamId', foreign_team) from cast_
      union all select jsonb_build_object('teamId', gen_random_uuid())
      union all select jsonb_build_object('patientId', '00000000-0000-4000-8000-000000002001')
      union all select jsonb_build_object('patientId', gen_random_uuid())
      union all select jsonb_build_object('entityId', '00000000-0000-4000-8000-000000012001')
      union all select jsonb_build_object('entityId', gen_random_uuid())
    ) as probe$$,
  $$values ('CN006'), ('CN006'), ('CN006'), ('CN006'), ('CN007'), ('CN007'), ('CN007'), ('CN007'), ('CN007'), ('CN007')$$,
  'and so are the people, teams, patients and implants of others'
);
select is(
  pg_temp.refusal($$insert into public.team_members (organisation_id, team_id, user_id)
    select tests.lumiere(), team, tests.person('admin@parc.test') from cast_$$),
  '23503', 'nobody of another tenant is put in a team'
);

-- What an operator, a practitioner and a client may not call.
create function pg_temp.refusals() returns setof text language sql as $$
  select pg_temp.refusal(call)
  from jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere()) as event, unnest(array[
    format('select public.send_manual_notification(%L)', event), format('select public.broadcast_notification(%L)', event),
    format('select public.broadcast_notification(%L)', event - 'organisationId'),
    format('select public.schedule_notification(%L, %L)', event, '2099-01-01T09:00'),
    format('select public.cancel_scheduled_notification(%L, %L)', tests.lumiere(), 'x'),
    format('select public.explain_notification(%L)', event), format('select public.explain_event(%L)', gen_random_uuid()),
    format('select public.retract_notification(%L, %L)', gen_random_uuid(), 'x')
  ]) as call;
$$;
select tests.authenticate_as('operateur@cassius.test');
select results_eq('select distinct * from pg_temp.refusals()', array['CN008'], 'an operator sends, schedules, retracts and explains nothing');
select tests.authenticate_as('praticien');
select results_eq('select distinct * from pg_temp.refusals()', array['CN008'], 'nor does a practitioner');
select tests.authenticate_as('patiente@attaque.test');
select results_eq('select distinct * from pg_temp.refusals()', array['CN008'], 'nor a client');
select tests.authenticate_as('admin@parc.test');
select results_eq('select distinct * from pg_temp.refusals()', array['CN008'], 'nor an admin of another organisation');

-- An admin speaks in their own name only, now and later.
select tests.authenticate_as('admin');
select throws_ok(
  $$select public.schedule_notification(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere(),
    'actorId', tests.person('praticien')), '2099-01-01T09:00')$$,
  'CN003', null, 'an admin schedules nothing in the name of somebody else'
);

-- Events of another tenant: as refused as none.
select tests.authenticate_as_owner();
create temporary table foreign_event as
select (public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.parc())) ->> 'eventId')::uuid as id;
grant select on foreign_event to public;
select tests.authenticate_as('admin');
select is(
  array(select pg_temp.refusal(format(call, id)) from foreign_event, unnest(array[
    'select public.explain_event(%L)', 'select public.retract_notification(%L, ''x'')']) as call),
  array['CN008', 'CN008'], 'events of another tenant are neither explained nor withdrawn'
);

-- What was scheduled by who was dismissed since.
select public.schedule_notification(jsonb_build_object('type', 'SYSTEM_NOTICE', 'organisationId', tests.lumiere(),
  'payload', jsonb_build_object('message', 'Vos salaires seront baissés.')), '2099-01-01T09:00', 'vengeance');
select tests.authenticate_as_owner();
create temporary table dismissed as select * from public.organisation_members
where organisation_id = tests.lumiere() and user_id = tests.person('admin');
delete from public.organisation_members using dismissed
where (organisation_members.organisation_id, organisation_members.user_id) = (dismissed.organisation_id, dismissed.user_id);
update public.scheduled_notifications set send_at = now() - interval '1 minute' where key = 'vengeance';
select notify.dispatch_scheduled();
select is_empty(
  $$select title, message from public.notifications where type = 'SYSTEM_NOTICE'$$,
  'an admin who was dismissed does not go on speaking to everybody, in nobody''s name'
);
insert into public.organisation_members select * from dismissed;

-- A patient is told of their own file, whatever team keeps it.
select public.notify(jsonb_build_object('type', 'MESSAGE_RECEIVED', 'organisationId', tests.lumiere(), 'patientId', file,
  'recipientIds', array[client, tests.person('praticien')])) from cast_;
select tests.authenticate_as('patiente@attaque.test');
select isnt_empty(
  $$select 1 from public.notifications where type = 'MESSAGE_RECEIVED'$$, 'a patient sees what concerns the file that is theirs'
);
select tests.authenticate_as_owner();
select is_empty(
  $$select 1 from public.notifications where type = 'MESSAGE_RECEIVED' and user_id = tests.person('praticien')$$,
  'which nobody outside its team is told of, though they be named'
);

-- Silencing what must not be silenced.
select tests.authenticate_as('admin');
insert into public.organisation_type_settings (organisation_id, type, in_app, audience)
values (tests.lumiere(), 'ADMIN_PROMOTED', false, '{operator}');
select tests.authenticate_as_owner();
update public.organisation_members set role = 'admin'
where organisation_id = tests.lumiere() and user_id = tests.person('assistante');
select isnt_empty(
  $$select 1 from public.notifications where type = 'ADMIN_PROMOTED' and user_id = tests.person('admin')$$,
  'an admin who wants to promote an accomplice unseen cannot take a mandatory type from the other admins'
);
update public.organisation_members set role = 'assistant'
where organisation_id = tests.lumiere() and user_id = tests.person('assistante');
delete from public.organisation_type_settings;

-- A dedupe key of the engine's own, used up in advance.
create temporary table visit as
select gen_random_uuid() as id, date_trunc('hour', now()) + interval '10 days' as starts_at;
grant select on visit to public;
insert into public.appointments (id, organisation_id, patient_id, practitioner_id, starts_at, ends_at)
select id, tests.lumiere(), '00000000-0000-4000-8000-000000001001', tests.person('praticien'), starts_at, starts_at + interval '1 hour' from visit;
select tests.authenticate_as('admin');
select throws_ok(
  $$select public.schedule_notification(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere()),
    '2099-01-01T09:00', format('appointment:%s:24', id)) from visit$$,
  'CN003', null, 'nobody takes the key of a reminder'
);
select public.send_manual_notification(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere(),
  'dedupeKey', format('appointment:%s:24', id))) from visit;
select tests.authenticate_as_owner();
select tests.set_clock((select starts_at - interval '24 hours' from visit));
select notify.dispatch_scheduled();
select isnt_empty(
  $$select 1 from public.notifications where type = 'APPOINTMENT_REMINDER' and user_id = tests.person('praticien')$$,
  'nor does anybody use one up, so that the reminder would count as sent'
);
select tests.set_clock(now());

-- Rows of another tenant, deleted there, mean nothing here.
select tests.authenticate_as_owner();
create temporary table foreign_implant as select tests.new_implant(tests.parc()) as id;
select public.notify(jsonb_build_object('type', 'TASK_ASSIGNED', 'organisationId', tests.lumiere(), 'entityId', id,
  'dedupeKey', 'oracle', 'payload', jsonb_build_object('title', 'Appeler le laboratoire'))) from foreign_implant;
delete from public.implants where id in (select id from foreign_implant);
select is_empty(
  $$select 1 from public.notification_events where dedupe_key = 'oracle' and retracted_at is not null$$,
  'what another organisation deletes is not felt in this one'
);

-- The file goes to a team that the practitioner is not in: all that waits for them goes too.
select tests.forget_everything();
select tests.set_preference('praticien', 'alerts', true, true);
create temporary table moved as select tests.new_implant(tests.lumiere()) as implant;
select tests.measure(implant, 25) from moved;
select tests.set_preference('praticien', 'alerts', true, true, 'DAILY');
select tests.measure(implant, 57) from moved;
update public.patients set team_id = team from cast_
where patients.id = (select patient_id from public.implants where id = (select implant from moved));
select tests.authenticate_as('praticien');
select is_empty('select 1 from public.notifications', 'who loses sight of a file loses sight of its notifications');
select tests.authenticate_as_owner();
select tests.set_preference('praticien', 'alerts', true, true);
select notify.claim_emails();
select is_empty(
  $$select status, error_message from public.email_outbox where user_id = tests.person('praticien') and template = 'alert'
    and error_message is distinct from 'not sent: no longer has access to the subject'$$,
  'and is sent none of the emails that wait'
);
select notify.build_digests('infinity');
select is_empty(
  $$select payload from public.email_outbox where user_id = tests.person('praticien') and template like 'digest%'$$,
  'nor a digest that counts it'
);

-- Erasure: of a patient who is deleted nothing is left to read, to whoever comes back, or in what was scheduled.
select tests.forget_everything();
create temporary table erased as select tests.new_implant(tests.lumiere()) as implant;
grant select on erased to public;
alter table erased add column patient uuid;
update erased set patient = (select patient_id from public.implants where id = implant);
select tests.measure(implant, 25) from erased;
create temporary table gone as select * from public.organisation_members
where organisation_id = tests.lumiere() and user_id = tests.person('praticien');
delete from public.organisation_members using gone
where (organisation_members.organisation_id, organisation_members.user_id) = (gone.organisation_id, gone.user_id);
select tests.authenticate_as('admin');
select public.schedule_notification(jsonb_build_object('type', 'TASK_ASSIGNED', 'organisationId', tests.lumiere(),
  'patientId', patient, 'payload', jsonb_build_object('title', 'Rappeler Zébulon Inexistant')), '2099-01-01T09:00', 'rappel')
from erased;
select tests.authenticate_as_owner();
delete from public.patients where id in (select patient from erased);
insert into public.organisation_members select * from gone;
select is_empty(
  $$select user_id, message, link from public.notifications where patient_id in (select patient from erased)
    and (link is not null or message ~ '26')$$,
  'an item about a deleted patient is a tombstone, also that of somebody who had left meanwhile'
);
select is_empty(
  $$select status, event from public.scheduled_notifications where event::text ~ 'Zébulon'$$,
  'and nothing about them is left in what was scheduled'
);

-- The log of changes cannot be rewritten, nor emptied along with what it is about.
select tests.authenticate_as_service();
select throws_ok('delete from public.audit_logs', '42501', null, 'a server deletes no entry of the log');
select tests.authenticate_as_owner();
select throws_ok('delete from public.audit_logs', 'CN008', null, 'nor does the owner of the database');
select throws_ok($$update public.audit_logs set details = '{}'$$, 'CN008', null, 'who changes none either');
select throws_ok('truncate public.audit_logs', 'CN008', null, 'and does not empty it');
select throws_ok('truncate public.organisations cascade', 'CN008', null, 'not even with everything else');

select * from finish();
rollback;
