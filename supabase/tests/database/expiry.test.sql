-- The end of a notification's life: it expires, or its organisation keeps nothing for longer.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');
create function pg_temp.unread() returns integer language plpgsql as $$
declare
  unread integer;
begin
  perform tests.authenticate_as('praticien');
  -- Planned anew each time: a plan that is kept would keep the clock that a story has stopped.
  execute 'select public.unread_notification_count(tests.lumiere())' into unread;
  perform tests.authenticate_as_owner();
  return unread;
end;
$$;
create function pg_temp.expires(event uuid) returns timestamptz[] language sql as $$
  select array_agg(expires_at) from (
    select expires_at from public.notification_events where id = expires.event
    union select expires_at from public.notifications where event_id = expires.event
  ) as moments;
$$;
create function pg_temp.telling(type text, more jsonb default '{}') returns uuid language sql as $$
  select tests.tell(array['praticien'], telling.type, telling.more);
$$;
create temporary table story (name text, event uuid);

-- When.
insert into story values
  ('relative', pg_temp.telling('TEAM_ACTIVITY', '{"expiresIn": 3600}')),
  ('absolute', pg_temp.telling('TEAM_ACTIVITY', '{"expiresAt": "2026-05-04T14:00:00+02:00"}')),
  ('of the type', pg_temp.telling('MEETING_REMINDER')),
  ('stronger than the type', pg_temp.telling('MEETING_REMINDER', '{"expiresIn": 1}')),
  ('never', pg_temp.telling('TEAM_ACTIVITY'));
select results_eq(
  'select name, pg_temp.expires(event) from story',
  $$values ('relative', array[timestamptz '2026-05-04 11:00+00']), ('absolute', array[timestamptz '2026-05-04 12:00+00']),
    ('of the type', array[timestamptz '2026-05-06 10:00+00']), ('stronger than the type', array[timestamptz '2026-05-04 10:00:01+00']),
    ('never', array[null::timestamptz])$$,
  'an event expires so long after, at a moment, as its type says, or never'
);
select throws_ok(format('select pg_temp.telling(%L, %L)', 'TEAM_ACTIVITY', given.fields), 'CN003', given.message, given.title)
from (values
  ('{"expiresAt": "2026-05-04T10:00:00Z"}', 'expiresAt: must be in the future', 'now is not the future'),
  ('{"expiresAt": "2026-05-05"}', 'expiresAt: must be an ISO 8601 date and time with its offset', 'a day is not a moment'),
  ('{"expiresIn": 0}', 'expiresIn: must be a whole number of seconds between 1 and 31536000', 'at once is not later'),
  ('{"expiresIn": 31536001}', 'expiresIn: must be a whole number of seconds between 1 and 31536000', 'more than a year is too long'),
  ('{"expiresIn": "3600"}', 'expiresIn: must be a whole number of seconds between 1 and 31536000', 'a text is not a number'),
  ('{"expiresIn": 1.5}', 'expiresIn: must be a whole number of seconds between 1 and 31536000', 'nor is half a second one'),
  ('{"expiresIn": 60, "expiresAt": "2026-05-05T10:00:00Z"}', 'expiresIn: cannot go together with expiresAt', 'one or the other')
) as given (fields, message, title);

-- Hidden at once, deleted by cron.
select is(pg_temp.unread(), 5, 'until then it counts');
select tests.set_clock('2026-05-04 10:59:59+00');
select is(pg_temp.unread(), 4, 'the one of a second is gone');
select tests.set_clock('2026-05-04 11:00:00+00');
select is(pg_temp.unread(), 3, 'at its moment another is gone, before any cron has passed');
select tests.authenticate_as('praticien');
select is(public.mark_all_notifications_read(), 3, 'and is not read with the others');
select tests.authenticate_as_owner();
select is(notify.clean_up() -> 'expired', '2', 'cron deletes what has expired');
select is((select count(*) from public.notifications), 3::bigint, 'and nothing else');
select is((select count(*) from public.notification_deliveries where channel = 'in_app'), 5::bigint, 'the trace of it remains');
select is(notify.clean_up() -> 'expired', '0', 'once');

-- An expired one is in no digest.
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');
select tests.set_preference('praticien', 'activity', false, true, 'DAILY');
select pg_temp.telling('TEAM_ACTIVITY', '{"expiresIn": 3600}');
select is(notify.build_digests('2026-05-05 06:00+00'), 0, 'what has expired before the digest is left out of it');

-- In bounded batches.
select tests.forget_everything();
select pg_temp.telling('ISQ_CRITICAL', '{"expiresIn": 60}') from generate_series(1, 25);
select tests.set_clock('2026-05-04 11:00+00');
select results_eq(
  $$select (notify.clean_up(10) ->> 'expired')::integer from generate_series(1, 4)$$, array[10, 10, 5, 0], 'a run deletes at most as many as it is told to'
);

-- Retention: each organisation its own.
select tests.forget_everything();
delete from public.appointments;
delete from public.scheduled_notifications;
select tests.set_clock('2026-01-01 10:00+00');
insert into public.organisation_notification_settings (organisation_id, retention_days) values (tests.lumiere(), 30);
select pg_temp.telling('ISQ_CRITICAL') from generate_series(1, 12);
select pg_temp.telling('ISQ_CRITICAL', format('{"dedupeKey": "unique-%s", "payload": {"value": 25}}', place)::jsonb) from generate_series(1, 12) as place;
select public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.parc()));
select public.schedule_notification(jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', tests.lumiere()), '2025-12-24T10:00:00Z');
update public.email_outbox set status = 'SENT', sent_at = notify.clock();
create temporary table known as select id, dedupe_key from public.notification_events where dedupe_key is not null;
select tests.set_clock('2026-01-31 10:00+00');
select is(
  notify.clean_up(), '{"expired": 0, "notifications": 0, "traces": 0, "emails": 0, "scheduled": 0, "activity": 0, "events": 0}'::jsonb, 'on the last day everything is still there'
);
select tests.set_clock('2026-02-01 10:00+00');
select pg_temp.telling('ISQ_CRITICAL');
create temporary table runs (answer jsonb);
create function pg_temp.clean_until_done() returns void language plpgsql as $$
begin
  for i in 1..60 loop
    insert into runs values (notify.clean_up(10));
    exit when not exists (
      select from public.notification_events
      where organisation_id = tests.lumiere() and accepted_at < '2026-01-02' and emptied_at is null
    );
  end loop;
end;
$$;
select pg_temp.clean_until_done();
select is(
  (select max(value::integer) from runs, jsonb_each_text(answer)), 10, 'no run takes more than it is told of any kind'
);
select results_eq(
  $$select sum((answer ->> 'notifications')::integer), sum((answer ->> 'traces')::integer), sum((answer ->> 'emails')::integer), sum((answer ->> 'scheduled')::integer) from runs$$,
  $$values (24::bigint, 48::bigint, 24::bigint, 1::bigint)$$, 'a day later the notifications, their traces and their emails go, until none is left'
);
select is(
  (select sum((answer ->> 'events')::integer) from runs), 24::bigint, 'a run says of how many events it took the content, so that its caller knows when it is done'
);
select results_eq(
  $$select organisation_id, count(*) from public.notifications group by organisation_id order by organisation_id$$,
  $$values (tests.lumiere(), 1::bigint), (tests.parc(), 3)$$, 'what is younger stays, and so does what another organisation keeps for longer'
);
select results_eq(
  $$select id, dedupe_key from public.notification_events where accepted_at < '2026-01-02' and organisation_id = tests.lumiere() order by id$$,
  'select id, dedupe_key from known order by id', 'of the events only those with a dedupeKey remain'
);
select results_eq(
  $$select distinct payload, patient_id, entity_id, recipient_ids from public.notification_events where emptied_at is not null$$,
  $$values ('{}'::jsonb, null::uuid, null::uuid, null::uuid[])$$, 'as empty rows'
);
select is(
  public.notify(jsonb_build_object('type', 'ISQ_CRITICAL', 'organisationId', tests.lumiere(), 'dedupeKey', 'unique-7')),
  (select jsonb_build_object('eventId', id, 'duplicate', true, 'recipients', 0, 'inApp', 0, 'emails', 0, 'digests', 0, 'skipped', 0) from known where dedupe_key = 'unique-7'),
  'the key is for ever: the same event is still a duplicate'
);
select is(
  notify.clean_up(10), '{"expired": 0, "notifications": 0, "traces": 0, "emails": 0, "scheduled": 0, "activity": 0, "events": 0}'::jsonb, 'after that there is nothing left to do'
);

-- Whatever one organisation has of the past, a run takes no more than it is told, and in the end nothing is left in any.
select tests.forget_everything();
delete from public.scheduled_notifications;
select tests.set_clock('2026-01-01 10:00+00');
insert into public.organisation_notification_settings (organisation_id, retention_days) values (tests.lumiere(), 30), (tests.parc(), 60);
select public.schedule_notification(jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', organisation), '2025-12-24T10:00:00Z')
from unnest(array[tests.lumiere(), tests.parc()]) as organisation, generate_series(1, 7);
insert into public.email_outbox (organisation_id, user_id, type, subject, template, locale, payload, status, error_message)
select organisation, tests.person('multi@cassius.test'), 'TEAM_ACTIVITY', '', 'alert', 'fr', '{}', status::public.email_status, 'refused'
from unnest(array[tests.lumiere(), tests.parc()]) as organisation, unnest(array['FAILED', 'PENDING']) as status, generate_series(1, 7);
create function pg_temp.cleaned() returns text[] language sql as $$
  select array_agg(concat_ws(' ', answer -> 'emails', answer -> 'scheduled')) from (select notify.clean_up(5) as answer from generate_series(1, 4)) as runs;
$$;
select tests.set_clock('2026-02-01 10:00+00');
select is(pg_temp.cleaned(), array['5 5', '2 2', '0 0', '0 0'], 'one organisation keeps 30 days');
select tests.set_clock('2026-06-01 10:00+00');
select is(pg_temp.cleaned(), array['5 5', '2 2', '0 0', '0 0'], 'the other longer');
select is((select count(*) from public.email_outbox), 14::bigint, 'what is still to be sent is not old, whenever it was written');

-- Digest entries are content as well.
select tests.forget_everything();
select tests.set_clock('2026-01-01 10:00+00');
insert into public.organisation_notification_settings (organisation_id, retention_days) values (tests.lumiere(), 30);
select tests.set_preference('praticien', 'alerts', false, true, 'DAILY');
select pg_temp.telling('ISQ_WARNING', '{"dedupeKey": "resume"}');
select notify.build_digests('2026-01-02 08:00+00');
update public.email_outbox set status = 'SENT', sent_at = notify.clock();
select tests.set_clock('2026-02-01 10:00+00');
select notify.clean_up(), notify.clean_up();
select isnt((select emptied_at from public.notification_events), null, 'an event that went into a digest is emptied like another');
select is_empty('select 1 from public.notification_digest', 'and its entry in the digest goes with the rest');

-- What cannot go yet does not hold up the rest.
select tests.forget_everything();
select tests.set_clock('2026-01-01 10:00+00');
insert into public.organisation_notification_settings (organisation_id, retention_days) values (tests.lumiere(), 1), (tests.parc(), 1);
select tests.set_preference('praticien', 'alerts', false, true, 'WEEKLY');
select pg_temp.telling('ISQ_WARNING') from generate_series(1, 10);
select tests.set_clock('2026-01-01 11:00+00');
select public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.parc()));
select tests.set_clock('2026-01-03 11:00+00');
select notify.clean_up(10) from generate_series(1, 5);
select is_empty(
  $$select 1 from public.notifications where organisation_id = tests.parc()$$,
  'what one organisation still waits to send does not keep another''s longer than it wants'
);
select is(
  (select count(*) from public.notification_digest where sent_at is null), 10::bigint, 'what waits for a digest still waits, as old as it is'
);

select * from finish();
rollback;
