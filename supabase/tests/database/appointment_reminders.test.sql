-- Appointments tell the people concerned, and remind them; all of it in the transaction that writes the appointment.
begin;
select no_plan();
select tests.forget_everything();
delete from public.appointments;
select tests.set_clock('2026-05-04 10:00+00');

select tests.join_as('zelie@invente.test', 'client');
create temporary table story as
select tests.new_patient(account => 'zelie@invente.test') as patient, tests.new_patient() as without_account, null::uuid as visit, null::uuid as other;
grant select, update on story to authenticated;

create function pg_temp.book(at timestamptz, patient uuid default null, practitioner text default 'praticien') returns uuid
language sql as $$
  insert into public.appointments (organisation_id, patient_id, practitioner_id, starts_at, ends_at)
  select tests.lumiere(), coalesce(book.patient, story.patient), tests.person(book.practitioner), book.at, book.at + interval '30 minutes'
  from story
  returning id;
$$;
-- What is planned for an appointment: "hours STATUS reason".
create function pg_temp.planned(visit uuid) returns text language sql as $$
  select string_agg(concat_ws(' ', split_part(key, ':', 3), status, reason), ', ' order by send_at)
  from public.scheduled_notifications where appointment_id = planned.visit;
$$;
create function pg_temp.told(of_type text default null) returns table (type text, people text[]) language sql as $$
  select item.type, tests.people(array_agg(item.user_id)) from public.notifications as item
  where told.of_type is null or item.type = told.of_type group by item.type order by item.type;
$$;
create function pg_temp.hush() returns void language sql as $$ delete from public.notification_events; delete from public.email_outbox; $$;
grant execute on all functions in schema pg_temp to authenticated;

-- Made: both are planned at once, and both people are told.
update story set visit = pg_temp.book('2026-05-06 08:00+00');
select is(pg_temp.planned(visit), '24 PENDING, 2 PENDING', 'an appointment is planned with its two reminders') from story;
select results_eq(
  'select key, send_at, valid_until from public.scheduled_notifications order by send_at',
  $$select format('appointment:%s:%s', visit, hours), timestamptz '2026-05-06 08:00+00' - make_interval(hours => hours),
      timestamptz '2026-05-06 09:00+00' - make_interval(hours => hours)
    from story, unnest(array[24, 2]) as hours$$,
  '24 and 2 hours before it starts, and not an hour later'
);
select is(
  (select array_agg(distinct (event ->> 'expiresAt')::timestamptz) from public.scheduled_notifications), array[timestamptz '2026-05-06 08:00+00'],
  'what they say expires when it starts'
);
select results_eq(
  $$select event -> 'payload' from public.scheduled_notifications order by send_at$$,
  $$values ('{"hours": 24, "time": "10:00"}'::jsonb), ('{"hours": 2, "time": "10:00"}')$$, 'they name the time on the practice''s own clock'
);
select results_eq(
  $$select * from pg_temp.told('APPOINTMENT_CREATED')$$, $$values ('APPOINTMENT_CREATED', array['praticien@lumiere.test', 'zelie@invente.test'])$$,
  'the practitioner and the patient''s own account are told'
);
savepoint before_visit;
update story set other = pg_temp.book('2026-05-06 09:00+00');
rollback to savepoint before_visit;
select is(
  (select count(*) from public.scheduled_notifications), 2::bigint, 'what is rolled back leaves no reminder behind'
);

-- Reminded.
select pg_temp.hush();
select tests.set_clock('2026-05-05 08:00+00');
select is(notify.dispatch_scheduled(), 1, 'a day before, one reminder is sent');
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_REMINDER', array['praticien@lumiere.test', 'zelie@invente.test'])$$,
  'to the practitioner and to the patient''s own account'
);
select is((select distinct message from public.notifications), 'Un rendez-vous commence dans 24 h, à 10:00.', 'it says when');
select is(
  (select array_agg(distinct expires_at) from public.notifications), array[timestamptz '2026-05-06 08:00+00'], 'until the appointment begins'
);
select tests.set_clock('2026-05-06 06:00+00');
select is(notify.dispatch_scheduled(), 1, 'two hours before, the other one');
select is(notify.dispatch_scheduled(), 0, 'and that is all');
select is(pg_temp.planned(visit), '24 SENT, 2 SENT', 'both are settled') from story;

-- Too late after an outage.
select pg_temp.hush();
update story set visit = pg_temp.book('2026-05-08 08:00+00');
select tests.set_clock('2026-05-07 09:00+00');
select notify.dispatch_scheduled();
select is(pg_temp.planned(visit), '24 SKIPPED past, 2 PENDING', 'an hour late a reminder would be wrong, and is skipped') from story;

-- Made at short notice.
select tests.set_clock('2026-05-07 10:00+00');
update story set visit = pg_temp.book('2026-05-07 11:00+00');
select is(pg_temp.planned(visit), '24 SKIPPED past, 2 SKIPPED past', 'an hour before there is nothing to remind of') from story;
update story set visit = pg_temp.book('2026-05-07 12:00+00');
select is(pg_temp.planned(visit), '24 SKIPPED past, 2 SKIPPED past', 'at the very moment it is too late as well') from story;
update story set visit = pg_temp.book('2026-05-08 10:00:01+00');
select is(pg_temp.planned(visit), '24 PENDING, 2 PENDING', 'a second earlier it is not') from story;
select pg_temp.hush();
update story set visit = pg_temp.book('2026-05-01 10:00+00');
select is(pg_temp.planned(visit), null, 'one of the past plans nothing') from story;
select is_empty('select * from pg_temp.told()', 'and tells nobody');
-- Moved.
update story set visit = pg_temp.book('2026-05-12 08:00+00');
select pg_temp.hush();
update public.appointments set starts_at = '2026-05-13 09:15+00', ends_at = '2026-05-13 09:45+00' where id = (select visit from story);
select results_eq(
  $$select send_at, event -> 'payload' ->> 'time' from public.scheduled_notifications, story where appointment_id = visit order by send_at$$,
  $$values (timestamptz '2026-05-12 09:15+00', '11:15'), ('2026-05-13 07:15+00', '11:15')$$, 'the reminders move with it, and their words too'
);
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_MOVED', array['praticien@lumiere.test', 'zelie@invente.test'])$$, 'and both are told'
);
select tests.set_clock('2026-05-11 08:00+00');
select is(notify.dispatch_scheduled(), 0, 'nothing is sent at the moment it was moved from');
update public.appointments set starts_at = '2026-05-11 09:00+00', ends_at = '2026-05-11 09:30+00' where id = (select visit from story);
select is(pg_temp.planned(visit), '24 SKIPPED past, 2 SKIPPED past', 'moved to the next hour it is too late to remind') from story;
update public.appointments set starts_at = '2026-05-13 09:15+00', ends_at = '2026-05-13 09:45+00' where id = (select visit from story);
select is(pg_temp.planned(visit), '24 PENDING, 2 PENDING', 'moved back they wait again') from story;

-- Once for a moment, however often it is moved away and back.
select tests.set_clock('2026-05-12 09:15+00');
select is(notify.dispatch_scheduled(), 1, 'the day before, it is sent');
select pg_temp.hush();
update public.appointments set starts_at = '2026-05-14 09:15+00', ends_at = '2026-05-14 09:45+00' where id = (select visit from story);
select is(pg_temp.planned(visit), '24 PENDING, 2 PENDING', 'another day is another moment') from story;
update public.appointments set starts_at = '2026-05-13 09:15+00', ends_at = '2026-05-13 09:45+00' where id = (select visit from story);
select is(notify.dispatch_scheduled(), 0, 'moved back, nobody is reminded of the same moment twice');
select tests.set_clock('2026-05-13 07:15+00');
select is(notify.dispatch_scheduled(), 1, 'but what was not said yet is');

-- Cancelled, confirmed again, missed, deleted.
update story set visit = pg_temp.book('2026-05-20 08:00+00');
update public.appointments set status = 'confirmed' where id = (select visit from story);
select is(pg_temp.planned(visit), '24 PENDING, 2 PENDING', 'a confirmed one keeps its reminders') from story;
select pg_temp.hush();
update public.appointments set status = 'cancelled' where id = (select visit from story);
select is(pg_temp.planned(visit), '24 CANCELLED appointment_cancelled, 2 CANCELLED appointment_cancelled', 'a cancelled one reminds nobody') from story;
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_CANCELLED', array['praticien@lumiere.test', 'zelie@invente.test'])$$, 'and both are told'
);
select pg_temp.hush();
update public.appointments set starts_at = '2026-05-20 09:00+00', ends_at = '2026-05-20 09:30+00' where id = (select visit from story);
select is_empty('select * from pg_temp.told()', 'moving what is cancelled tells nobody');
select is(pg_temp.planned(visit), '24 CANCELLED appointment_cancelled, 2 CANCELLED appointment_cancelled', 'and plans nothing') from story;
update public.appointments set status = 'confirmed' where id = (select visit from story);
select is(pg_temp.planned(visit), '24 PENDING, 2 PENDING', 'confirmed again, it reminds again') from story;
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_CREATED', array['praticien@lumiere.test', 'zelie@invente.test'])$$, 'as a new appointment'
);
update public.appointments set status = 'completed' where id = (select visit from story);
select is(pg_temp.planned(visit), '24 CANCELLED appointment_completed, 2 CANCELLED appointment_completed', 'one that took place early reminds nobody') from story;
update story set visit = pg_temp.book('2026-05-20 08:00+00');
select pg_temp.hush();
delete from public.appointments where id = (select visit from story);
select is(pg_temp.planned(visit), '24 CANCELLED appointment_deleted, 2 CANCELLED appointment_deleted', 'a deleted one reminds nobody') from story;
update story set other = tests.new_patient();
update story set visit = pg_temp.book('2026-05-20 08:00+00', other);
delete from public.patients where id = (select other from story);
select is(pg_temp.planned(visit), '24 CANCELLED appointment_deleted, 2 CANCELLED appointment_deleted', 'neither does one whose patient''s file is deleted') from story;

-- Somebody else takes over.
update story set visit = pg_temp.book('2026-05-20 08:00+00');
select pg_temp.hush();
update public.appointments set practitioner_id = tests.person('multi@cassius.test') where id = (select visit from story);
select results_eq(
  'select * from pg_temp.told()',
  $$values ('APPOINTMENT_UPDATED', array['multi@cassius.test', 'praticien@lumiere.test', 'zelie@invente.test'])$$,
  'a new practitioner, the one before and the patient are told'
);
select tests.set_clock('2026-05-19 08:00+00');
select pg_temp.hush();
select notify.dispatch_scheduled();
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_REMINDER', array['multi@cassius.test', 'zelie@invente.test'])$$,
  'the reminder goes to whoever receives the patient now'
);
select pg_temp.hush();
select tests.join_as('remplacant@invente.test', 'practitioner');
update public.appointments set practitioner_id = tests.person('remplacant@invente.test') where id = (select visit from story);
select pg_temp.hush();
delete from public.organisation_members where user_id = tests.person('remplacant@invente.test');
select is((select practitioner_id from public.appointments, story where id = visit), null, 'a practitioner who leaves the practice leaves the appointment');
select results_eq(
  $$select event -> 'recipientIds' from public.scheduled_notifications, story where appointment_id = visit and status = 'PENDING'$$,
  $$values (jsonb_build_array(tests.person('zelie@invente.test')))$$, 'and is not reminded any more; the patient still is'
);

-- A patient without an account, and one who gets it.
select tests.set_clock('2026-05-21 08:00+00');
select pg_temp.hush();
update story set visit = pg_temp.book('2026-05-25 08:00+00', without_account);
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_CREATED', array['praticien@lumiere.test'])$$, 'without an account the practitioner alone is told'
);
select tests.join_as('yves@invente.test', 'client');
update public.patients set user_id = tests.person('yves@invente.test') where id = (select without_account from story);
select is(
  (select array_agg(jsonb_array_length(event -> 'recipientIds')) from public.scheduled_notifications, story where appointment_id = visit), array[2, 2],
  'a patient who gets an account is reminded of what is planned already'
);
update public.patients set user_id = null where id = (select without_account from story);
select is(
  (select array_agg(jsonb_array_length(event -> 'recipientIds')) from public.scheduled_notifications, story where appointment_id = visit), array[1, 1],
  'and no longer once it is taken away'
);

-- Not who did it.
select pg_temp.hush();
select tests.authenticate_as('praticien');
select lives_ok($$select pg_temp.book('2026-05-26 08:00+00')$$, 'a practitioner makes an appointment of their own');
select tests.authenticate_as_owner();
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_CREATED', array['zelie@invente.test'])$$, 'and is not told what they did; the patient is'
);
select is((select actor_id from public.notification_events), tests.person('praticien'), 'the event knows who did it');
select is(
  (select array_agg(distinct jsonb_array_length(event -> 'recipientIds')) from public.scheduled_notifications where status = 'PENDING' and send_at > '2026-05-25 07:00+00'),
  array[2], 'but is reminded like anybody'
);
select pg_temp.hush();
select tests.authenticate_as('praticien');
select lives_ok($$select pg_temp.book('2026-05-26 09:00+00', (select without_account from story))$$, 'when nobody is left to tell');
select tests.authenticate_as_owner();
select is_empty('select 1 from public.notification_events', 'there is no event');
select tests.authenticate_as('assistante');
select pg_temp.book('2026-05-26 10:00+00');
select tests.authenticate_as_owner();
select results_eq(
  'select * from pg_temp.told()', $$values ('APPOINTMENT_CREATED', array['praticien@lumiere.test', 'zelie@invente.test'])$$,
  'what the assistant makes, both are told'
);

-- What is over tells nobody.
select pg_temp.hush();
select tests.set_clock('2026-05-27 08:00+00');
update public.appointments set status = 'cancelled' where starts_at between '2026-05-26 10:00+00' and '2026-05-26 10:00+00';
update public.appointments set practitioner_id = tests.person('multi@cassius.test') where starts_at < '2026-05-26 10:00+00';
select is_empty('select * from pg_temp.told()', 'nobody hears of a change to what is over');

-- Many in one statement.
select pg_temp.hush();
delete from public.appointments;
delete from public.scheduled_notifications;
insert into public.appointments (organisation_id, patient_id, practitioner_id, starts_at, ends_at)
select tests.lumiere(), patient, tests.person('praticien'), at, at + interval '30 minutes'
from story, generate_series(timestamptz '2026-06-01 08:00+00', '2026-06-01 12:30+00', '30 minutes') as at;
select is((select count(*) from public.scheduled_notifications where status = 'PENDING'), 20::bigint, 'ten appointments of one import plan twenty reminders');
update public.appointments set starts_at = starts_at + interval '1 day', ends_at = ends_at + interval '1 day' where starts_at > notify.clock();
select is(
  (select min(send_at) from public.scheduled_notifications where status = 'PENDING'), timestamptz '2026-06-01 08:00+00', 'and move together'
);

-- The practice chooses its hours.
insert into public.organisation_notification_settings (organisation_id, reminder_hours) values (tests.lumiere(), '{48,24}');
select results_eq(
  $$select split_part(key, ':', 3), status::text, reason, count(*) from public.scheduled_notifications
    where status = 'PENDING' or reason = 'reminders_changed' group by 1, 2, 3 order by 1, 2$$,
  $$values ('2', 'CANCELLED', 'reminders_changed', 10::bigint), ('24', 'PENDING', null, 10), ('48', 'PENDING', null, 10)$$,
  'when a practice chooses other hours, what waits is planned again'
);
create function pg_temp.places() returns tid[] language sql as $$
  select array_agg(ctid order by ctid) from public.scheduled_notifications;
$$;
create temporary table before as select pg_temp.places() as places;
update public.organisation_notification_settings set retention_days = 400, reminder_hours = '{48,24}' where organisation_id = tests.lumiere();
select is(pg_temp.places(), (select places from before), 'a change of its other limits plans nothing again');
update public.organisation_notification_settings set reminder_hours = '{24,48}' where organisation_id = tests.lumiere();
select is(pg_temp.places(), (select places from before), 'the same hours in another order write nothing');
update public.organisation_notification_settings set reminder_hours = '{}' where organisation_id = tests.lumiere();
select is_empty($$select 1 from public.scheduled_notifications where status = 'PENDING'$$, 'no hours: no reminders');
delete from public.organisation_notification_settings where organisation_id = tests.lumiere();
select is((select count(*) from public.scheduled_notifications where status = 'PENDING'), 20::bigint, 'back to the defaults: 24 and 2');
savepoint twice;
select lives_ok(
  $$insert into public.organisation_notification_settings (organisation_id, reminder_hours) values (tests.lumiere(), '{24,24,2}') on conflict (organisation_id) do update set reminder_hours = excluded.reminder_hours;
    select pg_temp.book('2026-06-10 08:00+00')$$,
  'hours that are named twice stop no appointment'
);
rollback to savepoint twice;

-- Another clock: the moment stays, the time that is named follows.
update public.organisations set timezone = 'Europe/Lisbon' where id = tests.lumiere();
select results_eq(
  $$select send_at, event -> 'payload' ->> 'time' from public.scheduled_notifications where status = 'PENDING' order by send_at limit 1$$,
  $$values (timestamptz '2026-06-01 08:00+00', '09:00')$$, 'a practice on another clock names its own time'
);
update public.organisations set timezone = 'Europe/Paris' where id = tests.lumiere();

-- The nights on which the clocks change.
select tests.set_clock('2026-10-01 08:00+00');
update story set visit = pg_temp.book('2026-10-25 09:00+01'), other = pg_temp.book('2027-03-28 09:00+02');
select results_eq(
  $$select send_at at time zone 'Europe/Paris', event -> 'payload' ->> 'time' from public.scheduled_notifications, story
    where appointment_id in (visit, other) order by send_at$$,
  $$values (timestamp '2026-10-24 10:00', '09:00'), ('2026-10-25 07:00', '09:00'), ('2027-03-27 08:00', '09:00'), ('2027-03-28 07:00', '09:00')$$,
  'hours are real hours: 24 of them, also over a night that has 25 or 23'
);
select tests.set_clock('2026-10-25 06:00+00');
select pg_temp.hush();
select notify.dispatch_scheduled();
select is((select array_agg(distinct message) from public.notifications), array['Un rendez-vous commence dans 2 h, à 09:00.'], 'and name the clock as it will be');

-- A team's file: whoever may not see it is not told.
select pg_temp.hush();
update story set other = tests.new_patient(team => tests.new_team('Équipe du matin', array['multi@cassius.test']));
select pg_temp.book('2026-11-10 08:00+00', other) from story;
select results_eq(
  $$select decision, reason from public.notification_deliveries where user_id = tests.person('praticien') and channel = 'in_app'$$,
  $$values ('skip', 'no_access')$$, 'a practitioner who may not see the file is not told of its appointment'
);

-- Many tries of what is written leave the same plan.
update before set places = pg_temp.places();
select notify.plan_reminders(array(select id from public.appointments where starts_at > notify.clock())) from generate_series(1, 3);
select is(pg_temp.places(), (select places from before), 'planning again writes nothing');
select notify.plan_reminders(array(select id from public.appointments)) from generate_series(1, 3);
select is(
  (select count(*) from public.scheduled_notifications where status = 'PENDING' and send_at > '2026-11-01'), 4::bigint, 'planning again changes nothing'
);

select * from finish();
rollback;
