-- What is not wanted any more when it is claimed is not sent, and says why.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
create temporary table story as
select
  reason.name || '@invente.test' as who, reason.name, tests.join_as(reason.name || '@invente.test', 'practitioner') as user_id,
  tests.new_implant(tests.lumiere()) as implant
from unnest(array[
  'wanted', 'not_a_member', 'no_access', 'no_confirmed_address', 'suppressed', 'retracted', 'expired', 'email_off',
  'frequency_none', 'muted', 'already_read', 'archived'
]) as reason (name);
alter table story add patient uuid, add event uuid;
update story set patient = (select patient_id from public.implants where id = implant);
update story
set event = tests.tell(
  array[who], 'ISQ_WARNING',
  jsonb_build_object('entityId', implant, 'patientId', patient, 'expiresAt', case when name = 'expired' then '2027-03-01T10:30:00Z' end)
);
select is((select count(*) from public.email_outbox), 12::bigint, 'twelve emails wait');
delete from public.organisation_members where user_id = (select user_id from story where name = 'not_a_member');
update public.patients set team_id = tests.new_team('Équipe fermée', array['admin']) where id = (select patient from story where name = 'no_access');
update auth.users set email_confirmed_at = null where email = 'no_confirmed_address@invente.test';
insert into notify.suppressed_addresses (address, reason) values ('suppressed@invente.test', 'manual');
update public.notification_events set retracted_at = notify.clock() where id = (select event from story where name = 'retracted');
select tests.set_preference('email_off@invente.test', 'alerts', true, false);
select tests.set_preference('frequency_none@invente.test', 'alerts', true, true, 'NONE');
select tests.mute('muted@invente.test', 'implant', (select implant from story where name = 'muted'));
update public.notifications set is_read = true where user_id = (select user_id from story where name = 'already_read');
update public.notifications set archived_at = notify.clock() where user_id = (select user_id from story where name = 'archived');
select tests.let_pass('30 minutes');
select results_eq('select recipient from notify.claim_emails()', array['wanted@invente.test'], 'one of them is still wanted');
select set_eq(
  $$select story.name, email.failure, email.error_message
    from story left join public.email_outbox as email on email.event_id = story.event where story.name <> 'wanted'$$,
  $$values
    ('not_a_member', 'not_a_member', 'not sent: no longer a member of the organisation'),
    ('no_access', 'no_access', 'not sent: no longer has access to the subject'),
    ('no_confirmed_address', 'no_confirmed_address', 'not sent: no confirmed address'),
    ('suppressed', 'suppressed', 'not sent: the address is suppressed'),
    ('retracted', 'retracted', 'not sent: retracted'),
    ('expired', 'expired', 'not sent: expired meanwhile'),
    ('email_off', 'email_off', 'not sent: email was switched off meanwhile'),
    ('frequency_none', 'frequency_none', 'not sent: the frequency was set to NONE meanwhile'),
    ('muted', 'muted', 'not sent: muted meanwhile'),
    ('already_read', 'already_read', 'not sent: already read in the application'),
    ('archived', 'already_read', 'not sent: already read in the application')$$,
  'the others say why they are not'
);
select is_empty(
  $$select failure from public.email_outbox where notify.is_email_failure(failure)$$, 'none of which is a failure of the sending'
);
select is_empty('select from public.activity_logs', 'that anybody would have to look into');
select is(
  (select count(*) from public.notifications where user_id in (select user_id from story)), 12::bigint,
  'in-app everything stays as it was'
);

-- From then on the batch stays what it is.
select tests.set_preference('wanted@invente.test', 'alerts', true, false);
select tests.let_pass('91 seconds');
select results_eq(
  'select recipient from notify.claim_emails()', array['wanted@invente.test'], 'a retry asks nobody again: it must be the same bytes'
);

-- Of one event, whoever may see it by their role, their team or because the file is theirs still gets it, and nobody else.
select tests.forget_everything();
select tests.join_as('colleague@invente.test', 'practitioner');
select tests.join_as('outsider@invente.test', 'practitioner');
select tests.join_as('patient@invente.test', 'client');
create temporary table file as select tests.new_implant(tests.lumiere()) as implant;
alter table file add id uuid;
update file set id = (select patient_id from public.implants where id = implant);
update public.patients set user_id = tests.person('patient@invente.test') where id = (select id from file);
delete from public.email_outbox;
select tests.tell(
  array['admin', 'colleague@invente.test', 'outsider@invente.test', 'patient@invente.test'], 'ISQ_WARNING',
  (select jsonb_build_object('entityId', implant, 'patientId', id) from file)
);
select is((select count(*) from public.email_outbox), 4::bigint, 'four people are told of a patient');
update public.patients set team_id = tests.new_team('Équipe du dossier', array['colleague@invente.test'])
where id = (select id from file);
select results_eq(
  'select recipient from notify.claim_emails() order by 1',
  array['admin@lumiere.test', 'colleague@invente.test', 'patient@invente.test'],
  'the file moved to a team: an admin, a colleague of that team and the patient still read of it'
);
select results_eq(
  $$select tests.people(array_agg(user_id)) from public.email_outbox where failure = 'no_access'$$,
  $$values (array['outsider@invente.test'])$$, 'a colleague of no team does not'
);

-- A mute of the patient's file covers what is about it; one of another file, or that has ended, covers nothing.
select tests.forget_everything();
create temporary table muted as
select
  name || '@invente.test' as who, tests.join_as(name || '@invente.test', 'practitioner') as user_id,
  tests.new_implant(tests.lumiere()) as implant
from unnest(array['file', 'other-file', 'ended']) as name;
alter table muted add patient uuid;
update muted set patient = (select patient_id from public.implants where id = implant);
select tests.tell(array[who], 'ISQ_WARNING', jsonb_build_object('entityId', implant, 'patientId', patient)) from muted;
select tests.mute('file@invente.test', 'patient', (select patient from muted where who = 'file@invente.test'));
select tests.mute('other-file@invente.test', 'patient', tests.new_patient());
select tests.mute('ended@invente.test', 'patient', patient, notify.clock() + interval '1 minute')
from muted where who = 'ended@invente.test';
select tests.let_pass('2 minutes');
select results_eq(
  'select recipient from notify.claim_emails() order by 1', array['ended@invente.test', 'other-file@invente.test'],
  'only what is muted now is not sent'
);
select is(
  (select failure from public.email_outbox where user_id = (select user_id from muted where who = 'file@invente.test')), 'muted',
  'and the other says why'
);

select * from finish();
rollback;
