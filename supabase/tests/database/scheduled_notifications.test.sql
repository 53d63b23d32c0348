-- Notifications for a future moment: kept, moved, cancelled, sent once, and never sent for the past.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');
create temporary table story (id uuid, n integer);
insert into story default values;
grant all on story to authenticated, service_role;

create function pg_temp.event(more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', tests.lumiere()) || event.more;
$$;
create function pg_temp.plan(send_at text, key text default null, more jsonb default '{}') returns uuid language sql as $$
  select public.schedule_notification(pg_temp.event(plan.more), plan.send_at, plan.key);
$$;
-- "STATUS reason" of a key.
create function pg_temp.state(key text) returns text language sql security definer as $$
  select concat_ws(' ', status, reason) from public.scheduled_notifications as waiting where waiting.key = state.key;
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

-- Told at its moment, not before.
update story set id = pg_temp.plan('2026-05-04T12:00:00Z', 'mise-a-jour');
select is(pg_temp.state('mise-a-jour'), 'PENDING', 'what is for later waits');
select is(notify.dispatch_scheduled(), 0, 'it is not sent at once');
select tests.set_clock('2026-05-04 11:59:59+00');
select is(notify.dispatch_scheduled(), 0, 'nor a second before');
select is_empty('select 1 from public.notification_events', 'until then there is no event');
select tests.set_clock('2026-05-04 12:00:00+00');
select is(notify.dispatch_scheduled(), 1, 'at its moment it is sent');
select is(pg_temp.state('mise-a-jour'), 'SENT', 'and says so');
select is((select count(*) from public.notifications), 4::bigint, 'everybody concerned is told');
select results_eq(
  $$select event_id, settled_at from public.scheduled_notifications where key = 'mise-a-jour'$$,
  $$select id, timestamptz '2026-05-04 12:00+00' from public.notification_events$$, 'the trace names the event and the moment'
);
select is(notify.dispatch_scheduled(), 0, 'it is sent once');
select throws_ok(
  $$select pg_temp.plan('2026-06-01T12:00:00Z', 'mise-a-jour')$$, 'CN003', 'key: was already sent', 'a key that was sent cannot be used again'
);
select is(public.cancel_scheduled_notification(tests.lumiere(), 'mise-a-jour'), 0, 'nor cancelled');

-- The same key moves what waits.
select pg_temp.plan('2026-05-05T12:00:00Z', 'audit');
select pg_temp.plan('2026-05-07T12:00:00Z', 'audit', '{"payload": {"version": "8.1"}}');
select results_eq(
  $$select send_at, event -> 'payload' ->> 'version' from public.scheduled_notifications where key = 'audit'$$,
  $$values (timestamptz '2026-05-07 12:00+00', '8.1')$$, 'scheduling again under a key moves it, with its new words'
);
select tests.set_clock('2026-05-05 12:00+00');
select is(notify.dispatch_scheduled(), 0, 'nothing is sent at the moment it was moved from');
select is(public.cancel_scheduled_notification(tests.lumiere(), 'audit'), 1, 'cancelling says that one was cancelled');
select is(public.cancel_scheduled_notification(tests.lumiere(), 'audit'), 0, 'and the second time that none was');
select is(public.cancel_scheduled_notification(tests.lumiere(), 'inconnu'), 0, 'a key that was never used cancels nothing');
select is(pg_temp.state('audit'), 'CANCELLED cancelled', 'the trace of it remains');
select tests.set_clock('2026-05-08 12:00+00');
select is(notify.dispatch_scheduled(), 0, 'what was cancelled is not sent');
select pg_temp.plan('2026-05-09T12:00:00Z', 'audit');
select is(pg_temp.state('audit'), 'PENDING', 'a cancelled key may be used again');
select is(public.cancel_scheduled_notification(tests.parc(), 'audit'), 0, 'the same key in another organisation is another one');
select pg_temp.plan('2026-05-09T12:00:00Z'), pg_temp.plan('2026-05-09T12:00:00Z');
select is(
  (select count(*) from public.scheduled_notifications where status = 'PENDING'), 3::bigint, 'without a key each one is its own'
);

-- The past.
select tests.forget_everything();
select pg_temp.plan('2026-05-08T11:59:59Z', 'hier');
select is(pg_temp.state('hier'), 'SKIPPED past', 'a moment of the past is kept as skipped');
select pg_temp.plan('2026-05-08T12:00:00Z', 'maintenant');
select is(pg_temp.state('maintenant'), 'SKIPPED past', 'now is not later');
select is(notify.dispatch_scheduled(), 0, 'nothing is sent for it');
select is_empty('select 1 from public.notification_events', 'not even an event');
select pg_temp.plan('2026-05-08T13:00:00Z', 'hier');
select is(pg_temp.state('hier'), 'PENDING', 'planned again for a moment to come, it waits');
select pg_temp.plan('2026-05-08T11:00:00Z', 'hier');
select is(pg_temp.state('hier'), 'SKIPPED past', 'and moved to the past it does not');
select pg_temp.plan('2026-05-08T13:00:00Z', 'trop-tard');
update public.scheduled_notifications set valid_until = '2026-05-08 14:00+00' where key = 'trop-tard';
select pg_temp.plan('2026-05-08T13:00:00Z', 'mieux-vaut-tard');
select tests.set_clock('2026-05-08 14:00+00');
select is(notify.dispatch_scheduled(), 1, 'after an outage what is late is still sent');
select is(pg_temp.state('mieux-vaut-tard'), 'SENT', 'better late than never');
select is(pg_temp.state('trop-tard'), 'SKIPPED past', 'but not what would be wrong by then');
select is((select count(*) from public.notification_events), 1::bigint, 'and nobody hears of that');

-- The organisation's own clock.
select tests.forget_everything();
select pg_temp.plan('2026-07-01T09:00', 'ete');
select pg_temp.plan('2026-12-24T09:00:00', 'noel');
select pg_temp.plan('2026-12-24T09:00:00Z', 'universel');
select results_eq(
  $$select key, send_at from public.scheduled_notifications where appointment_id is null order by key$$,
  $$values ('ete', timestamptz '2026-07-01 07:00+00'), ('noel', '2026-12-24 08:00+00'), ('universel', '2026-12-24 09:00+00')$$,
  'a time without an offset is one of the organisation''s own clock, in summer and in winter'
);
update public.organisations set timezone = 'America/Montreal' where id = tests.lumiere();
select results_eq(
  $$select key, send_at from public.scheduled_notifications where appointment_id is null order by key$$,
  $$values ('ete', timestamptz '2026-07-01 13:00+00'), ('noel', '2026-12-24 14:00+00'), ('universel', '2026-12-24 09:00+00')$$,
  'when the organisation moves, its times move along; a moment with an offset stays'
);
select tests.set_clock('2026-07-01 12:59+00');
update public.organisations set timezone = 'Asia/Tokyo' where id = tests.lumiere();
select is(pg_temp.state('ete'), 'SKIPPED past', 'a time that the new clock has passed is not sent late');
select is(pg_temp.state('noel'), 'PENDING', 'what is still to come waits');
update public.organisations set timezone = 'Europe/Paris' where id = tests.lumiere();
select is(
  (select send_at from public.scheduled_notifications where key = 'noel'), timestamptz '2026-12-24 08:00+00', 'and moves back with it'
);
select tests.set_clock('2026-03-01 10:00+00');
select pg_temp.plan('2026-03-29T02:30', 'heure-sautee'), pg_temp.plan('2026-10-25T02:30', 'heure-double');
select results_eq(
  $$select key, send_at from public.scheduled_notifications where key ~ '^heure' order by key$$,
  $$values ('heure-double', timestamptz '2026-10-25 01:30+00'), ('heure-sautee', '2026-03-29 01:30+00')$$,
  'an hour that the change of clocks skips is the hour after it, and of one that comes twice it is the later'
);

-- Its subject is deleted.
select tests.forget_everything();
create temporary table patient as select tests.new_patient() as id;
select pg_temp.plan('2026-03-02T10:00:00Z', 'a-avant');
select public.schedule_notification(jsonb_build_object('type', 'DOCUMENT_ADDED', 'organisationId', tests.lumiere(), 'patientId', id), '2026-03-02T10:00:01Z', 'b-dossier') from patient;
-- The engine refuses it when its moment comes: nobody whom it names is left.
select tests.join_as('partant@invente.test', 'assistant');
select pg_temp.plan('2026-03-02T10:00:01Z', 'c-parti', jsonb_build_object('recipientIds', array[tests.person('partant@invente.test')]));
select pg_temp.plan('2026-03-02T10:00:01Z', 'd-reste', jsonb_build_object('recipientIds', array[tests.person('partant@invente.test'), tests.person('praticien')]));
select pg_temp.plan('2026-03-02T10:00:02Z', 'e-apres');
delete from public.patients where id = (select id from patient);
select is(pg_temp.state('b-dossier'), 'CANCELLED subject_deleted', 'what was to be said of a file goes with the file');
delete from public.organisation_members where user_id = tests.person('partant@invente.test');
select tests.set_clock('2026-03-03 10:00+00');
select is(notify.dispatch_scheduled(), 3, 'one that the engine refuses does not hold up the others');
select is(pg_temp.state('c-parti'), 'FAILED recipientIds: must be an array of at least one UUID', 'its trace has the engine''s words');
select is(pg_temp.state('d-reste'), 'SENT', 'one that names somebody who left is sent to those who stay');
select is(pg_temp.state('e-apres'), 'SENT', 'and so is the one after it');
select is(notify.dispatch_scheduled(), 0, 'what was refused is not tried for ever');

-- What is only a bad moment of the database is tried again.
select pg_temp.plan('2026-03-04T10:00:00Z', 'verrou');
select tests.set_clock('2026-03-04 10:00+00');
savepoint bad_moment;
create function pg_temp.deadlock() returns trigger language plpgsql as $$ begin raise exception 'deadlock detected' using errcode = '40P01'; end $$;
create trigger deadlock before insert on public.notification_events for each row execute function pg_temp.deadlock();
select notify.dispatch_scheduled();
select is(pg_temp.state('verrou'), 'PENDING', 'a deadlock of the database does not lose it: it waits for the next minute');
rollback to savepoint bad_moment;
-- Nor does it hold up the others, however many of them there are.
create function pg_temp.trouble() returns trigger language plpgsql as $$ begin raise exception 'trouble' using errcode = new.payload ->> 'version'; end $$;
create trigger trouble before insert on public.notification_events
for each row when (new.payload ? 'version') execute function pg_temp.trouble();
set local client_min_messages = error;
-- A deadlock, a lock, somebody who left between two looks at the members.
select pg_temp.plan('2026-03-04T10:00:01Z', 'blocage-' || n, jsonb_build_object('payload', jsonb_build_object('version', code)))
from unnest(array['40P01', '55P03', 'CN006']) with ordinality as trouble (code, n);
select pg_temp.plan('2026-03-04T10:00:02Z', 'derriere');
select tests.set_clock('2026-03-04 10:01+00');
select results_eq(
  'select notify.dispatch_scheduled(2) from generate_series(1, 4)', array[1, 0, 1, 0], 'those behind it have their turn, and it is tried once a run'
);
select is(pg_temp.state('derriere'), 'SENT', 'so that they are sent');
select results_eq(
  $$select key, status::text, not_before from public.scheduled_notifications where key ~ '^blocage' order by key$$,
  $$select 'blocage-' || n, 'PENDING', timestamptz '2026-03-04 10:01:30+00' from generate_series(1, 3) as n$$, 'while it waits for another moment'
);
select is(notify.scheduled_due(), false, 'until then there is nothing to do');
drop trigger trouble on public.notification_events;
reset client_min_messages;
select tests.set_clock('2026-03-04 10:01:30+00');
select is(notify.scheduled_due(), true, 'then there is');
select is(notify.dispatch_scheduled(), 3, 'and it is sent');

-- Who has left since.
select tests.join_as('partante@invente.test', 'admin');
select tests.authenticate_as('partante@invente.test');
select pg_temp.plan('2026-03-05T10:00:00Z', 'depart');
select tests.authenticate_as_owner();
delete from public.organisation_members where user_id = tests.person('partante@invente.test');
select tests.set_clock('2026-03-05 10:00+00');
select notify.dispatch_scheduled();
select is(pg_temp.state('depart'), 'SKIPPED sender_no_longer_admin', 'what an admin scheduled is not said in the name of the practice once they have left it');

-- In bounded batches, oldest first.
select tests.forget_everything();
select pg_temp.plan(to_char(timestamp '2026-03-06 10:00' + n * interval '1 minute', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'lot-' || n)
from generate_series(25, 1, -1) as n;
select tests.set_clock('2026-03-07 10:00+00');
select results_eq(
  'select notify.dispatch_scheduled(10) from generate_series(1, 4)', array[10, 10, 5, 0], 'a run sends at most as many as it is told to'
);
select is(
  (select array_agg(event_id is not null) from public.scheduled_notifications), array_fill(true, array[25]), 'and in the end all are sent'
);

select tests.forget_everything();
select pg_temp.plan('2026-03-08T10:00:00Z', 'lot-' || n) from generate_series(1, 53) as n;
select tests.set_clock('2026-03-08 10:00+00');
select is(notify.dispatch_scheduled(budget => '0'), 1, 'a run that has no time sends one');
select is(notify.dispatch_scheduled(), 50, 'and one that is told nothing fifty');
select is(notify.dispatch_scheduled(), 2, 'the next one goes on');
select tests.set_clock('2026-03-07 10:00+00');

-- A duplicate key of an event that was already told is no failure.
select tests.forget_everything();
select tests.tell(null, 'SYSTEM_UPDATE', '{"dedupeKey": "version-9"}');
select pg_temp.plan('2026-03-08T10:00:00Z', 'version', '{"dedupeKey": "version-9"}');
select tests.set_clock('2026-03-08 10:00+00');
select notify.dispatch_scheduled();
select is(pg_temp.state('version'), 'SENT', 'what was told meanwhile under its dedupeKey is settled');
select is((select count(*) from public.notification_events), 1::bigint, 'and told once');

-- Who may.
select tests.authenticate_as('admin');
select lives_ok($$select pg_temp.plan('2026-04-01T10:00:00Z', 'admin')$$, 'an admin may schedule');
select is((select event ->> 'actorId' from public.scheduled_notifications where key = 'admin'), tests.person('admin')::text, 'in their own name');
select results_eq(
  $$select actor_id, details ->> 'type', details ->> 'status', (details ->> 'sendAt')::timestamptz
    from public.audit_logs where action = 'notification.schedule' and actor_id = tests.person('admin')$$,
  $$values (tests.person('admin'), 'SYSTEM_UPDATE', 'PENDING', timestamptz '2026-04-01 10:00+00')$$, 'the log says who, what and for when'
);
select throws_ok(
  $$select public.schedule_notification(jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', tests.parc()), '2026-04-01T10:00:00Z')$$,
  'CN008', 'organisationId: only an admin of the organisation may do this', 'not in another organisation'
);
select throws_ok(
  $$select public.cancel_scheduled_notification(tests.parc(), 'admin')$$, 'CN008', null, 'nor cancel there'
);
select throws_ok(
  $$select pg_temp.plan('2026-04-01T10:00:00Z', 'appointment:1:2')$$, 'CN003',
  'key: must have between 1 and 200 characters, and not begin with appointment:', 'the keys of reminders are the engine''s'
);
select throws_ok($$select pg_temp.plan('2026-04-01T10:00:00Z', '')$$, 'CN003', null, 'an empty key is none');
select throws_ok($$select pg_temp.plan('2026-04-01T10:00:00Z', repeat('k', 201))$$, 'CN003', null, 'and one of 201 characters is too long');
select throws_ok(
  $$select pg_temp.plan('2026-04-01T10:00:00Z', null, '{"type": "PIGEON"}')$$, 'CN001', 'type: unknown notification type "PIGEON"',
  'a wrong event is refused at once, not at night'
);
select throws_ok(
  $$select pg_temp.plan('2026-04-01T10:00:00Z', null, '{"expiresAt": "2026-03-20T10:00:00Z"}')$$, 'CN003', null,
  'so is one that will have expired before its moment'
);
select throws_ok(format('select pg_temp.plan(%L)', given.send_at), given.code, given.message, given.title)
from (values
  (null, 'CN002', 'send_at: is required', 'a moment is required'),
  ('', 'CN003', 'send_at: must be an ISO 8601 date and time with its offset', 'an empty one is none'),
  ('demain', 'CN003', 'send_at: must be an ISO 8601 date and time with its offset', 'tomorrow is not a moment'),
  ('tomorrow', 'CN003', 'send_at: must be an ISO 8601 date and time with its offset', 'in no language, not even PostgreSQL''s'),
  ('infinity', 'CN003', 'send_at: must be an ISO 8601 date and time with its offset', 'neither is never'),
  ('2026-04-01', 'CN003', 'send_at: must be an ISO 8601 date and time with its offset', 'a day is not a moment'),
  ('2026-02-30T10:00', 'CN003', 'send_at: is not a date that exists', 'the 30th of February does not exist'),
  ('2026-02-30T10:00Z', 'CN003', 'send_at: is not a date that exists', 'in no zone'),
  ('2026-04-01T25:00', 'CN003', 'send_at: is not a date that exists', 'nor does the hour 25'),
  ('2026-04-01T10:00+99:00', 'CN003', 'send_at: is not a date that exists', 'nor the offset of 99 hours')
) as given (send_at, code, message, title);
select tests.authenticate_as('praticien');
select throws_ok($$select pg_temp.plan('2026-04-01T10:00:00Z')$$, 'CN008', null, 'a practitioner may not schedule');
select is_empty('select 1 from public.scheduled_notifications', 'nor see what is scheduled');
select tests.authenticate_as('admin@parc.test');
select is_empty('select 1 from public.scheduled_notifications', 'another organisation sees nothing of it');
select throws_ok($$select public.cancel_scheduled_notification(tests.lumiere(), 'admin')$$, 'CN008', null, 'and cancels nothing');
select tests.authenticate_as('admin');
select results_eq($$select key from public.scheduled_notifications where key = 'admin'$$, array['admin'], 'its own admin sees it');
select throws_ok($$delete from public.scheduled_notifications$$, '42501', null, 'and cancels by the front door alone');
select tests.authenticate_as_owner();
select is(pg_temp.state('admin'), 'PENDING', 'after all these attempts it still waits');

select * from finish();
rollback;
