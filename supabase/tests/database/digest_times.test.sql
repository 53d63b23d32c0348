-- A digest comes at the hour, and for weekly ones on the day, that its person chose, on the clock of where they live.
begin;
select no_plan();
select tests.forget_everything();

-- The first such moment after now, whatever the clocks do.
select is(notify.next_digest_at(frequency::public.notification_frequency, hour::time, weekday::smallint, zone, since), due, title) from (values
  ('DAILY', '08:00', 1, 'Europe/Paris', '2026-01-14 06:59:59.999+00'::timestamptz, '2026-01-14 07:00+00'::timestamptz, 'daily at 08:00: today when it is not yet eight'),
  ('DAILY', '08:00', 1, 'Europe/Paris', '2026-01-14 07:00+00', '2026-01-15 07:00+00', 'at the very hour it is tomorrow''s'),
  ('DAILY', '18:30', 1, 'Europe/Paris', '2026-01-14 07:00+00', '2026-01-14 17:30+00', 'or at the hour that one prefers'),
  ('DAILY', '00:00', 1, 'Europe/Paris', '2026-01-14 07:00+00', '2026-01-14 23:00+00', 'be it midnight'),
  ('DAILY', '23:59:59', 1, 'Europe/Paris', '2026-01-14 07:00+00', '2026-01-14 22:59:59+00', 'or the last second'),
  ('DAILY', '08:00', 1, 'Pacific/Auckland', '2026-06-01 19:59+00', '2026-06-01 20:00+00', 'Auckland''s morning is the evening before in UTC'),
  ('DAILY', '08:00', 1, 'Pacific/Honolulu', '2026-06-01 17:59+00', '2026-06-01 18:00+00', 'Honolulu''s the evening of the same day'),
  ('DAILY', '08:00', 1, 'Asia/Kathmandu', '2026-06-01 00:00+00', '2026-06-01 02:15+00', 'a zone may be three quarters of an hour off'),
  ('WEEKLY', '08:00', 1, 'Europe/Paris', '2026-11-21 12:00+00', '2026-11-23 07:00+00', 'weekly: on Monday'),
  ('WEEKLY', '08:00', 1, 'Europe/Paris', '2026-11-23 07:00+00', '2026-11-30 07:00+00', 'at the very hour it is the next week''s'),
  ('WEEKLY', '08:00', 1, 'Europe/Paris', '2026-11-23 06:59+00', '2026-11-23 07:00+00', 'a minute before, the same day''s'),
  ('WEEKLY', '17:00', 5, 'Europe/Paris', '2026-11-21 12:00+00', '2026-11-27 16:00+00', 'or on the day that one prefers'),
  ('WEEKLY', '17:00', 7, 'Europe/Paris', '2026-11-21 12:00+00', '2026-11-22 16:00+00', 'Sunday is 7'),
  ('WEEKLY', '01:00', 1, 'Pacific/Auckland', '2026-06-06 12:00+00', '2026-06-07 13:00+00', 'Auckland''s Monday begins on Sunday in UTC'),
  ('DAILY', '08:00', 1, 'Europe/Paris', '2026-03-28 07:00+00', '2026-03-29 06:00+00', 'in spring 08:00 stays 08:00, the day of the change'),
  ('DAILY', '08:00', 1, 'Europe/Paris', '2026-03-29 06:00+00', '2026-03-30 06:00+00', 'and the day after'),
  ('DAILY', '08:00', 1, 'Europe/Paris', '2026-10-24 06:00+00', '2026-10-25 07:00+00', 'in autumn too, the day of the change'),
  ('DAILY', '08:00', 1, 'Europe/Paris', '2026-10-25 07:00+00', '2026-10-26 07:00+00', 'and the day after'),
  ('WEEKLY', '08:00', 1, 'Europe/Paris', '2026-03-23 07:00+00', '2026-03-30 06:00+00', 'a week with the change of spring is an hour shorter'),
  ('WEEKLY', '08:00', 7, 'Europe/Paris', '2026-03-22 07:00+00', '2026-03-29 06:00+00', 'also for who has it on that Sunday'),
  ('WEEKLY', '08:00', 1, 'Europe/Paris', '2026-10-19 06:00+00', '2026-10-26 07:00+00', 'one with the change of autumn an hour longer'),
  ('WEEKLY', '08:00', 7, 'Europe/Paris', '2026-10-18 06:00+00', '2026-10-25 07:00+00', 'on that Sunday too'),
  ('DAILY', '02:30', 1, 'Europe/Paris', '2026-03-28 02:00+00', '2026-03-29 01:30+00', '02:30, which spring skips, is 03:30 that night'),
  ('DAILY', '02:30', 1, 'Europe/Paris', '2026-03-29 01:30+00', '2026-03-30 00:30+00', 'and 02:30 the next'),
  ('WEEKLY', '02:30', 7, 'Europe/Paris', '2026-03-22 01:30+00', '2026-03-29 01:30+00', 'weekly too'),
  ('DAILY', '02:30', 1, 'Europe/Paris', '2026-10-24 22:00+00', '2026-10-25 01:30+00', '02:30, which autumn brings twice, is the later one'),
  ('DAILY', '02:30', 1, 'Europe/Paris', '2026-10-25 00:45+00', '2026-10-25 01:30+00', 'between the two it is still to come'),
  ('DAILY', '02:30', 1, 'Europe/Paris', '2026-10-25 01:30+00', '2026-10-26 01:30+00', 'and it comes once'),
  ('WEEKLY', '02:30', 7, 'Europe/Paris', '2026-10-25 00:45+00', '2026-10-25 01:30+00', 'weekly too'),
  ('DAILY', '02:15', 1, 'Australia/Lord_Howe', '2026-10-03 12:00+00', '2026-10-03 15:45+00', 'where the clocks change by half an hour it is half an hour later')
) as clock (frequency, hour, weekday, zone, since, due, title);

-- Their own hour and day.
create function pg_temp.due(who text) returns timestamptz[] language sql as $$
  select array_agg(due_at order by due_at) from public.notification_digest where user_id = tests.person(due.who) and sent_at is null;
$$;
select tests.set_clock('2026-01-14 10:00+00');
select tests.set_times('assistante', digest_at => '18:30');
select tests.tell(null, 'IMAGING_ADDED');
select is(pg_temp.due('praticien'), array[timestamptz '2026-01-15 07:00+00'], 'who has said nothing gets it at eight the next morning');
select is(pg_temp.due('assistante'), array[timestamptz '2026-01-14 17:30+00'], 'who wants it in the evening, in the evening');
select results_eq(
  $$select user_id, due_at from public.notification_deliveries where decision = 'digest' and user_id = tests.person('assistante')$$,
  $$values (tests.person('assistante'), timestamptz '2026-01-14 17:30+00')$$, 'which the trace tells'
);
select tests.set_preference('praticien', 'activity', true, true, 'WEEKLY');
select tests.set_times('praticien', digest_at => '17:00', digest_weekday => 5);
delete from public.notification_digest;
select tests.tell(null, 'IMAGING_ADDED');
select is(pg_temp.due('praticien'), array[timestamptz '2026-01-16 16:00+00'], 'or on Friday afternoon');

-- Built then, and not before.
select tests.forget_everything();
select tests.set_clock('2026-03-28 12:00+00');
select tests.tell(array['praticien'], 'IMAGING_ADDED');
select tests.set_clock('2026-03-29 05:59:59+00');
select is(notify.build_digests(), 0, 'the morning after the change of clocks, at one second to eight, there is none');
select tests.set_clock('2026-03-29 06:00+00');
select is(notify.build_digests(), 1, 'at eight there is one');
select tests.tell(array['praticien'], 'IMAGING_ADDED');
select is(notify.build_digests(), 0, 'what comes at eight sharp is for tomorrow');
select is(pg_temp.due('praticien'), array[timestamptz '2026-03-30 06:00+00'], 'at eight');

-- New habits apply to what waits.
select tests.forget_everything();
select tests.set_clock('2026-01-14 10:00+00');
select tests.set_preference('praticien', 'reminders', true, true, 'WEEKLY');
select tests.tell(array['praticien'], type) from unnest(array['IMAGING_ADDED', 'APPOINTMENT_UPDATED']) as type;
select is(pg_temp.due('praticien'), array['2026-01-15 07:00+00', '2026-01-19 07:00+00']::timestamptz[], 'a daily and a weekly entry wait');
select tests.authenticate_as('praticien');
insert into public.notification_settings (organisation_id, digest_at, digest_weekday) values (tests.lumiere(), '17:00', 5);
select tests.authenticate_as_owner();
select is(pg_temp.due('praticien'), array['2026-01-14 16:00+00', '2026-01-16 16:00+00']::timestamptz[], 'another hour and day move both');
select tests.authenticate_as('praticien');
update public.notification_settings set digest_at = '09:00';
select tests.authenticate_as_owner();
select is(pg_temp.due('praticien'), array['2026-01-15 08:00+00', '2026-01-16 08:00+00']::timestamptz[], 'an hour that has passed today is tomorrow''s');
select tests.authenticate_as('praticien');
delete from public.notification_settings;
select tests.authenticate_as_owner();
select is(pg_temp.due('praticien'), array['2026-01-15 07:00+00', '2026-01-19 07:00+00']::timestamptz[], 'and back to the usual times');

-- Moving house takes along what waits.
select tests.move('praticien', 'Asia/Tokyo');
select is(pg_temp.due('praticien'), array['2026-01-14 23:00+00', '2026-01-18 23:00+00']::timestamptz[], 'in Tokyo they come at eight in Tokyo');
select tests.move('praticien', 'America/Los_Angeles');
select is(pg_temp.due('praticien'), array['2026-01-14 16:00+00', '2026-01-19 16:00+00']::timestamptz[], 'in Los Angeles at eight there, the same day');
select tests.set_clock('2026-01-14 16:00+00');
select is(notify.build_digests(), 1, 'where the daily one is built');
select tests.move('praticien', 'Europe/Paris');
select is(notify.build_digests('2026-01-16 00:00+00'), 0, 'the flight back does not bring it a second time');
select tests.move('praticien', null);
select is(pg_temp.due('praticien'), array[timestamptz '2026-01-19 07:00+00'], 'while the weekly one still waits');
update public.organisations set timezone = 'Indian/Reunion' where id = tests.lumiere();
select is(pg_temp.due('praticien'), array[timestamptz '2026-01-19 04:00+00'], 'a practice that moves takes along who lives where it is');
select tests.move('praticien', 'Europe/Paris');
update public.organisations set timezone = 'Asia/Tokyo' where id = tests.lumiere();
select is(pg_temp.due('praticien'), array[timestamptz '2026-01-19 07:00+00'], 'but not who lives elsewhere');
update public.organisations set timezone = 'Europe/Paris' where id = tests.lumiere();

-- Somebody new, who says where they live when something waits already.
select tests.forget_everything();
select tests.set_clock('2026-01-14 10:00+00');
select tests.join_as('nouvelle@lumiere.test', 'practitioner');
select tests.tell(array['nouvelle'], 'IMAGING_ADDED');
insert into public.profiles (user_id, full_name, timezone) values (tests.person('nouvelle'), 'Nouvelle Recrue', 'Asia/Tokyo');
select is(pg_temp.due('nouvelle'), array[timestamptz '2026-01-14 23:00+00'], 'a first profile counts like a change of one');

-- What is due already stays due.
select tests.set_clock('2026-01-14 23:00+00');
select tests.move('nouvelle', 'America/Los_Angeles');
select is(notify.build_digests(), 1, 'who moves at the very hour gets it all the same');

-- Another frequency moves what waits: of its type or category, and nothing else.
create function pg_temp.places() returns table (type text, place tid, locked_by xid) language sql as $$
  select event.type, entry.ctid, entry.xmax from public.notification_digest as entry
  join public.notification_events as event on event.id = entry.event_id;
$$;
create function pg_temp.due_of(of_type text) returns timestamptz[] language sql as $$
  select array_agg(distinct entry.due_at) from public.notification_digest as entry
  join public.notification_events as event on event.id = entry.event_id where event.type = due_of.of_type;
$$;
select tests.forget_everything();
select tests.set_clock('2026-01-14 10:00+00');
select tests.set_preference('praticien', 'reminders', true, true, 'DAILY');
select tests.tell(array['praticien', 'assistante'], type) from unnest(array['IMAGING_ADDED', 'APPOINTMENT_UPDATED']) as type;
create temporary table before as select * from pg_temp.places();
select tests.settle('APPOINTMENT_CREATED', frequency => 'WEEKLY');
select tests.settle('IMAGING_ADDED', in_app => true);
select tests.settle('IMAGING_ADDED', in_app => true, email => true);
select tests.set_type_preference('praticien', 'IMAGING_ADDED', in_app => true);
select tests.set_type_preference('praticien', 'IMAGING_ADDED', in_app => false);
select tests.force('assistante', type => 'IMAGING_ADDED', email => true);
select set_eq('select * from pg_temp.places()', 'select * from before', 'a wish of another type, or of another thing than the frequency, touches nothing that waits');
select tests.settle('IMAGING_ADDED', frequency => 'WEEKLY');
select is(pg_temp.due_of('IMAGING_ADDED'), array[timestamptz '2026-01-19 07:00+00'], 'a practice that wants a type once a week moves it for everybody');
select set_eq(
  $$select * from pg_temp.places() where type <> 'IMAGING_ADDED'$$, $$select * from before where type <> 'IMAGING_ADDED'$$, 'and touches nothing of other types'
);
update public.organisation_type_settings set email = null where type = 'IMAGING_ADDED';
select is(pg_temp.due_of('IMAGING_ADDED'), array[timestamptz '2026-01-19 07:00+00'], 'another change of the same row leaves it there');
delete from public.organisation_type_settings where type = 'IMAGING_ADDED';
select is(pg_temp.due_of('IMAGING_ADDED'), array[timestamptz '2026-01-15 07:00+00'], 'and back to what the type says moves it back');
select tests.force('assistante', category => 'activity', frequency => 'WEEKLY');
select is(pg_temp.due('assistante'), array[timestamptz '2026-01-19 07:00+00'], 'an override moves what waits of its category');
update public.notification_overrides set frequency = 'DAILY' where category = 'activity';
select is(pg_temp.due('assistante'), array[timestamptz '2026-01-15 07:00+00'], 'and moves it back');

-- One statement for many.
select tests.authenticate_as('praticien');
insert into public.notification_type_preferences (organisation_id, type, frequency)
select tests.lumiere(), type, 'WEEKLY' from unnest(array['IMAGING_ADDED', 'APPOINTMENT_UPDATED']) as type
on conflict (user_id, organisation_id, type) do update set frequency = excluded.frequency;
select tests.authenticate_as_owner();
select is(
  pg_temp.due('praticien'), array['2026-01-19 07:00+00', '2026-01-19 07:00+00']::timestamptz[], 'wishes that are written together move together, new ones and old ones'
);

-- What moves nowhere is not written.
create temporary table same as select ctid as place from public.notification_digest;
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
select tests.move('praticien', 'Europe/Brussels');
select set_eq('select ctid as place from public.notification_digest', 'select place from same', 'who moves to a town on the same clock moves nothing that waits');
select tests.move('praticien', null);

-- What a build took, or could take, a replan leaves alone.
select notify.build_digests('2026-01-19 07:00+00');
select tests.set_times('praticien', digest_at => '17:00');
select is_empty(
  $$select 1 from public.notification_digest where due_at not in ('2026-01-15 07:00+00', '2026-01-19 07:00+00')$$, 'what is sent stays as it was'
);
select is(notify.build_digests('2026-01-31'), 0, 'and is not sent again');

-- Impossible habits.
select throws_ok($$select tests.set_times('praticien', digest_weekday => 0)$$, '23514', null, 'a week has no day 0');
select throws_ok($$select tests.set_times('praticien', digest_weekday => 8)$$, '23514', null, 'nor a day 8');

select * from finish();
rollback;
