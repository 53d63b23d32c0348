-- What waits becomes one email a person, organisation and window, at the person's own hour.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-06-09 10:00+00');
select tests.set_preference('praticien', 'alerts', true, true, 'DAILY');
select tests.set_preference('praticien', 'reminders', true, true, 'DAILY');
select tests.set_preference('admin', 'alerts', true, true, 'WEEKLY');
select tests.measure(tests.new_implant(tests.lumiere()), 25) from generate_series(1, 3);
select public.notify(jsonb_build_object('type', 'APPOINTMENT_UPDATED', 'organisationId', tests.lumiere(), 'recipientIds', array[tests.person('praticien')]));
delete from public.email_outbox;
create temporary table due as select min(due_at) as daily from public.notification_digest where frequency = 'DAILY';

select is(notify.build_digests((select daily - interval '1 second' from due)), 0, 'before the hour nothing is built');
update public.notifications set is_read = true
where id = (select notification_id from public.notification_digest where user_id = tests.person('praticien') and category = 'alerts' limit 1);
select is(notify.build_digests((select daily from due)), 1, 'at the hour one email is built for the practitioner');
select results_eq(
  $$select user_id, type, template, locale, subject, payload, status::text from public.email_outbox$$,
  $$values (tests.person('praticien'), 'DIGEST', 'digest_daily', 'fr', 'Votre résumé du jour dans Cassius',
    '{"organisation": "Cabinet Lumière", "total": 3, "items": [{"label": "alertes critiques", "count": 2}, {"label": "rendez-vous modifié", "count": 1}]}'::jsonb,
    'PENDING')$$,
  'it counts by type, in words that go with the number, the most urgent first, and leaves out what was read meanwhile'
);
select is_empty(
  $$select 1 from public.notification_digest where user_id = tests.person('praticien') and sent_at is null$$, 'nothing of it waits any more'
);
select is(notify.build_digests((select daily from due)), 0, 'a second build in the same minute makes no second email');
select is(
  (select count(*) from public.notification_digest where user_id = tests.person('admin') and sent_at is null), 3::bigint,
  'the weekly one still waits'
);

-- An entry that was committed when its window's email was already built is not lost: it goes into the next window.
update public.notification_digest set sent_at = null where user_id = tests.person('praticien') and category = 'reminders';
select is(notify.build_digests((select daily from due)), 0, 'a late entry makes no second email for its window');
select is(
  (select due_at from public.notification_digest where user_id = tests.person('praticien') and category = 'reminders'),
  notify.next_digest_at('DAILY', '08:00', 1::smallint, 'Europe/Paris', (select daily from due)), 'it waits for the next one'
);
select is(
  (select count(*) from public.email_outbox where type = 'DIGEST'), 1::bigint, 'so the slot of a window is unique'
);
select is(
  notify.build_digests(notify.next_digest_at('DAILY', '08:00', 1::smallint, 'Europe/Paris', (select daily from due))), 1, 'and the next one brings it'
);

-- Switched off meanwhile, or gone.
select tests.set_preference('admin', 'alerts', true, false, 'WEEKLY');
select is(notify.build_digests('infinity'), 0, 'who switched email off meanwhile gets none');

-- Back to the defaults, which have no email for activity.
select tests.forget_everything();
select tests.set_preference('praticien', 'activity', true, true, 'DAILY');
select public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere()));
delete from public.notification_preferences;
select is(notify.build_digests('infinity'), 0, 'who went back to defaults without email gets none');

-- All read: nothing is sent.
select tests.forget_everything();
select tests.set_preference('praticien', 'alerts', true, true, 'DAILY');
select tests.measure(tests.new_implant(tests.lumiere()), 25);
delete from public.email_outbox;
update public.notifications set is_read = true;
select is(notify.build_digests('infinity'), 0, 'when everything was read nothing is sent');

-- In bounded batches of windows, each whole, those due the longest first.
select tests.forget_everything();
select tests.set_clock('2026-06-09 10:00+00');
select tests.set_times('assistante', digest_at => '18:30');
select tests.tell(array['praticien', 'assistante', 'admin'], 'IMAGING_ADDED') from generate_series(1, 4);
select is(notify.digests_due(), false, 'before anything is due there is nothing to build');
select tests.set_clock('2026-06-10 06:00+00');
select is(notify.digests_due(), true, 'at the hour there is');
select is(notify.build_digests(batch_size => 1), 1, 'a build takes at most as many windows as it is told to');
select results_eq(
  $$select user_id, (payload ->> 'total')::int from public.email_outbox where type = 'DIGEST'$$, $$values (tests.person('assistante'), 4)$$,
  'the one that is due the longest, and whole'
);
select results_eq('select notify.build_digests(batch_size => 1) from generate_series(1, 3)', array[1, 1, 0], 'the next ones go on, until nothing is left');
select is(notify.digests_due(), false, 'which is told');
select is(
  (select array_agg((payload ->> 'total')::int) from public.email_outbox where type = 'DIGEST'), array[4, 4, 4], 'and everybody has all of theirs in one email'
);

-- Another frequency, once the entry is due already.
create function pg_temp.waits() returns table (frequency text, due_at timestamptz) language sql as $$
  select entry.frequency::text, entry.due_at from public.notification_digest as entry where entry.sent_at is null;
$$;
select tests.forget_everything();
select tests.set_clock('2026-06-09 10:00+00');
select tests.tell(array['praticien'], 'IMAGING_ADDED');
select tests.set_clock('2026-06-10 06:00+00');
select tests.set_preference('praticien', 'activity', true, true, 'WEEKLY');
select is(notify.build_digests(), 0, 'who wants a weekly digest by now gets no daily one any more');
select results_eq('select * from pg_temp.waits()', $$values ('WEEKLY', timestamptz '2026-06-15 06:00+00')$$, 'it waits for the weekly one');
select tests.set_clock('2026-06-15 06:00+00');
select tests.set_preference('praticien', 'activity', true, true, 'DAILY');
select is(notify.build_digests(), 0, 'who wants a daily one by now gets no weekly one');
select results_eq('select * from pg_temp.waits()', $$values ('DAILY', timestamptz '2026-06-16 06:00+00')$$, 'it waits for the next morning');
select tests.set_clock('2026-06-16 06:00+00');
select tests.set_preference('praticien', 'activity', true, true, 'IMMEDIATE');
select is(notify.build_digests(), 1, 'who wants everything at once by now gets what waited in the digest that is due');
select is_empty('select * from pg_temp.waits()', 'and nothing waits any more');

select * from finish();
rollback;
