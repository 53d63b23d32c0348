-- What should not have been said, or whose subject is gone, is taken back: a tombstone stays, and nothing leaves any more.
begin;
select no_plan();
select tests.forget_everything();
delete from public.appointments;
select tests.set_clock('2026-05-04 10:00+00');
update public.profiles set locale = 'en' where user_id = tests.person('multi@cassius.test');

create temporary table story (event uuid, other uuid, patient uuid, implant uuid);
insert into story default values;
grant select on story to authenticated, service_role;
create function pg_temp.unread(who text) returns integer language plpgsql as $$
declare
  unread integer;
begin
  perform tests.authenticate_as(unread.who);
  -- Planned anew each time: a plan that is kept would keep the clock that a story has stopped.
  execute 'select public.unread_notification_count(tests.lumiere())' into unread;
  perform tests.authenticate_as_owner();
  return unread;
end;
$$;
-- Two of the practice hear of an implant: one by email at once, the other in a digest.
create function pg_temp.tell_of_implant() returns void language plpgsql as $$
begin
  perform tests.forget_everything();
  perform tests.set_preference('multi@cassius.test', 'alerts', true, true, 'DAILY');
  update pg_temp.story set implant = tests.new_implant(tests.lumiere());
  update pg_temp.story set patient = (select implants.patient_id from public.implants where id = implant);
  update pg_temp.story set
    event = tests.tell(array['praticien', 'multi@cassius.test'], 'ISQ_WARNING',
      jsonb_build_object('entityId', implant, 'payload', '{"value": 57, "tooth": "26"}'::jsonb)),
    other = tests.tell(array['praticien', 'multi@cassius.test'], 'ISQ_WARNING');
end;
$$;

-- By hand.
select pg_temp.tell_of_implant();
select is(pg_temp.unread('praticien'), 2, 'before, two notifications are unread');
delete from realtime.messages;
select tests.authenticate_as('admin');
select is(public.retract_notification((select event from story), 'Erreur de saisie'), 2, 'an admin withdraws an event from both who got it');
select tests.authenticate_as_owner();
select results_eq(
  $$select item.title = words.title and item.message = words.messages[1], item.title, item.link, item.is_read, item.retracted_at
    from public.notifications as item join story on story.event = item.event_id
    join notify.type_texts as words on words.type = 'NOTIFICATION_RETRACTED'
      and words.locale = case when item.user_id = tests.person('praticien') then 'fr' else 'en' end
    order by words.locale desc$$,
  $$select true, title, null::text, true, timestamptz '2026-05-04 10:00+00' from notify.type_texts
    where type = 'NOTIFICATION_RETRACTED' order by locale desc$$,
  'a tombstone remains, in the language of its reader: read, and leading nowhere'
);
select is(
  (select title from public.notifications, story where event_id = event and user_id = tests.person('praticien')), 'Contenu supprimé', 'it says so in French'
);
select ok(
  not exists (select from public.notifications as item, story where event_id = event and (message ~ '57' or message ~ '26')), 'and nothing of what was said'
);
select is(pg_temp.unread('praticien'), 1, 'the unread count is right');
select is((select count(*) from realtime.messages where event = 'notification.updated'), 2::bigint, 'the open tabs are told');
select results_eq(
  $$select status::text, error_message from public.email_outbox, story where event_id = event$$, $$values ('FAILED', 'not sent: retracted')$$,
  'the email that had not left does not leave'
);
select is_empty('select 1 from public.notification_digest, story where event_id = event', 'and its entry in the digest is gone');
select results_eq(
  $$select payload, retracted_at from public.notification_events, story where id = event$$, $$values ('{}'::jsonb, timestamptz '2026-05-04 10:00+00')$$,
  'the event keeps nothing of what it carried'
);
select results_eq(
  $$select status::text from public.email_outbox, story where event_id = other union all
    select 'digest' from public.notification_digest, story where event_id = other$$,
  $$values ('PENDING'), ('digest')$$, 'another event is untouched'
);
select results_eq(
  $$select actor_id, details from public.audit_logs where action = 'notification.retract'$$,
  $$select tests.person('admin'), jsonb_build_object('eventId', event, 'reason', 'Erreur de saisie', 'notifications', 2) from story$$,
  'the log says who withdrew what, and why'
);
select is(public.retract_notification((select event from story), 'Encore'), 0, 'withdrawn a second time, nothing changes');
select is(
  (select count(*) from public.notifications where title = 'Contenu supprimé'), 1::bigint, 'and the tombstone stays as it is'
);
select tests.authenticate_as('praticien');
select lives_ok($$update public.notifications set is_read = false, archived_at = notify.clock() where retracted_at is not null$$, 'its reader may still put it away');
select tests.authenticate_as_owner();

-- What a worker holds already is on its way.
select pg_temp.tell_of_implant();
select notify.claim_emails();
select public.retract_notification((select event from story), 'Trop tard');
select is(
  (select array_agg(distinct status::text) from public.email_outbox), array['PENDING'], 'an email that a worker holds is not called back'
);

-- Who may.
select pg_temp.tell_of_implant();
select tests.authenticate_as('praticien');
select throws_ok($$select public.retract_notification((select event from story), 'Non')$$, 'CN008', null, 'a practitioner may not withdraw');
select tests.authenticate_as('admin@parc.test');
select throws_ok(
  $$select public.retract_notification((select event from story), 'Non')$$, 'CN008', 'organisationId: only an admin of the organisation may do this',
  'an admin of another organisation may not'
);
select throws_ok(
  $$select public.retract_notification('00000000-0000-4000-8000-00000000dead', 'Non')$$, 'CN008',
  'organisationId: only an admin of the organisation may do this', 'and learns nothing about ids'
);
select tests.authenticate_as_nobody();
select throws_ok($$select public.retract_notification('00000000-0000-4000-8000-00000000dead', 'Non')$$, '42501', null, 'nobody else may try');
select tests.authenticate_as_service();
select throws_ok(
  $$select public.retract_notification('00000000-0000-4000-8000-00000000dead', 'Non')$$, 'CN007', 'event_id: no such event', 'a server is told when there is none'
);
select throws_ok(
  format('select public.retract_notification((select event from story), %L)', given.reason), 'CN002', 'reason: is required', given.title
) from (values (null, 'a reason is required'), ('', 'an empty one is none'), ('  ', 'nor is a blank one')) as given (reason, title);
select is(public.retract_notification((select event from story), 'Oui'), 2, 'a server may withdraw');
select tests.authenticate_as_owner();
select is(pg_temp.unread('praticien'), 1, 'and the refused attempts changed nothing more');

-- What was put off does not come back as a tombstone.
select pg_temp.tell_of_implant();
update public.notifications set snoozed_until = '2026-05-05 10:00+00';
select public.retract_notification((select event from story), 'Erreur');
select tests.set_clock('2026-05-05 10:00+00');
select is(notify.wake_snoozed(), 2, 'what was put off comes back, but not what was withdrawn meanwhile');
select tests.set_clock('2026-05-04 10:00+00');

-- The subject is deleted.
select pg_temp.tell_of_implant();
delete from public.implants where id = (select implant from story);
select is(pg_temp.unread('praticien'), 1, 'when an implant is deleted, what was said of it is withdrawn');
select is((select payload from public.notification_events, story where id = event), '{}'::jsonb, 'and its values are emptied');
select is((select count(*) from public.notifications where retracted_at is not null), 2::bigint, 'for each reader a tombstone remains');
select is(
  (select array_agg(status::text || ' ' || (event_id = event) order by status) from public.email_outbox, story), array['PENDING false', 'FAILED true'],
  'its emails do not leave'
);
select tests.authenticate_as('praticien');
select is((select count(*) from public.notifications), 2::bigint, 'the list still works');
select lives_ok('select * from public.notifications order by created_at desc, id desc limit 20', 'page by page');
select tests.authenticate_as_owner();
select is_empty($$select 1 from public.audit_logs where action = 'notification.retract' and created_at = notify.clock() and details ->> 'reason' is null$$, 'no entry claims that somebody withdrew it');

select pg_temp.tell_of_implant();
update story set other = tests.tell(array['praticien'], 'DOCUMENT_ADDED', jsonb_build_object('patientId', patient));
delete from public.patients where id = (select patient from story);
select is(
  (select array_agg(distinct retracted_at is not null) from public.notifications, story where event_id in (event, other)), array[true],
  'when a patient''s file is deleted, all that was said of it is withdrawn, of its implants as well'
);
select is(pg_temp.unread('praticien'), 1, 'the count of who got it is right');
select is_empty('select 1 from public.notifications where link is not null and retracted_at is not null', 'and nothing leads to what is gone');

select tests.forget_everything();
select tests.join_as('zelie@invente.test', 'client');
update story set patient = tests.new_patient(account => 'zelie@invente.test');
insert into public.appointments (organisation_id, patient_id, practitioner_id, starts_at, ends_at)
select tests.lumiere(), patient, tests.person('praticien'), '2026-05-10 08:00+00', '2026-05-10 08:30+00' from story;
delete from public.appointments;
select is(
  (select count(*) from public.notifications where type = 'APPOINTMENT_CREATED' and retracted_at is not null), 2::bigint,
  'when an appointment is deleted, what was said of it is withdrawn from the practitioner and the patient'
);
select tests.authenticate_as('zelie@invente.test');
select is((select count(*) from public.notifications), 2::bigint, 'the patient still sees their list');
select is(public.unread_notification_count(), 1, 'with the welcome unread');
select tests.authenticate_as_owner();
delete from public.patients where id = (select patient from story);
select is((select count(*) from public.notifications where retracted_at is null), 0::bigint, 'a deleted file takes its welcome along');

-- Many at once, and rolled back.
select pg_temp.tell_of_implant();
savepoint deleted;
delete from public.implants;
delete from public.patients where organisation_id = tests.lumiere();
select is((select count(*) from public.notifications where retracted_at is not null), 2::bigint, 'many deletions in one statement withdraw what they concern');
rollback to savepoint deleted;
select is(pg_temp.unread('praticien'), 2, 'a deletion that is rolled back withdraws nothing');

-- A summary stands for many.
select tests.forget_everything();
select tests.tell(array['praticien'], 'TEAM_ACTIVITY') from generate_series(1, 20);
update story set event = tests.tell(array['praticien'], 'TEAM_ACTIVITY');
select tests.tell(array['praticien'], 'TEAM_ACTIVITY');
select is(public.retract_notification((select event from story), 'Erreur'), 0, 'an event that was only counted has no row to withdraw');
select is(pg_temp.unread('praticien'), 21, 'and the summary that counts the others stays');

-- Who was away meanwhile.
select pg_temp.tell_of_implant();
delete from public.organisation_members where user_id = tests.person('multi@cassius.test') and organisation_id = tests.lumiere();
delete from public.patients where id = (select patient from story);
insert into public.organisation_members (organisation_id, user_id, role) values (tests.lumiere(), tests.person('multi@cassius.test'), 'practitioner');
select tests.authenticate_as('multi@cassius.test');
select is_empty($$select title, message from public.notifications, story where event_id = event and message ~ '57'$$, 'who had left and comes back reads nothing of a file that was deleted meanwhile');
select tests.authenticate_as_owner();

-- An organisation goes, with all that hangs on it.
select pg_temp.tell_of_implant();
select tests.tell(array['praticien'], 'TEAM_ACTIVITY') from generate_series(1, 25);
update story set patient = tests.new_patient(tests.new_team('Équipe du matin', array['multi@cassius.test']), 'zelie@invente.test');
insert into public.appointments (organisation_id, patient_id, practitioner_id, starts_at, ends_at)
select tests.lumiere(), patient, tests.person('praticien'), '2026-05-10 08:00+00', '2026-05-10 08:30+00' from story;
select tests.force('praticien', type => 'TEAM_ACTIVITY', in_app => true);
select tests.settle('TEAM_ACTIVITY', email => true);
select tests.set_times('praticien', '20:00', '07:00');
select tests.mute('admin', 'patient', patient) from story;
select public.schedule_notification(jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', tests.lumiere()), '2027-01-01T09:00');
insert into public.organisation_notification_settings (organisation_id) values (tests.lumiere());
select public.retract_notification((select event from story), 'Erreur');
select isnt_empty($$select 1 from public.audit_logs where organisation_id = tests.lumiere()$$, 'an organisation with a history');
select lives_ok('delete from public.organisations where id = tests.lumiere()', 'can be deleted');
set constraints all immediate;
create function pg_temp.remains() returns table (name text, rows bigint) language plpgsql as $$
declare
  of_table regclass;
begin
  for of_table in
    select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid
    where attname = 'organisation_id' and not attisdropped and relnamespace = 'public'::regnamespace and relkind = 'r'
  loop
    name := of_table;
    execute format('select count(*) from %s where organisation_id = %L', of_table, tests.lumiere()) into rows;
    if rows > 0 then
      return next;
    end if;
  end loop;
end;
$$;
select is_empty('select * from pg_temp.remains()', 'and nothing of it remains in any table, its log included');

-- So does an account.
select tests.forget_everything();
select public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.parc(), 'actorId', tests.person('multi@cassius.test')));
select lives_ok($$delete from auth.users where email = 'multi@cassius.test'$$, 'an account can be erased');
select is((select array_agg(actor_id) from public.notification_events), array[null::uuid], 'what it caused remains, in nobody''s name');

select * from finish();
rollback;
