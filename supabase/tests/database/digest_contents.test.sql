-- What a digest says: counts by type, in words that go with them, of what still matters when it is built.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-06-10 10:00+00');
create function pg_temp.items(who text) returns jsonb language sql as $$
  select payload -> 'items' from public.email_outbox where type = 'DIGEST' and user_id = tests.person(items.who);
$$;

-- Words.
select is(notify.plural(locale, quantity, 'image', 'images'), form, format('%s %s in %s', quantity, form, locale)) from (values
  ('fr', 0, 'image'), ('fr', 1, 'image'), ('fr', 2, 'images'), ('fr', 1000000, 'images'),
  ('en', 0, 'images'), ('en', 1, 'image'), ('en', 2, 'images')
) as counted (locale, quantity, form);

-- A type of low priority waits for the digest unless somebody wants otherwise.
select tests.tell(null, 'IMAGING_ADDED') from generate_series(1, 2);
select results_eq(
  $$select distinct channel::text, decision, reason, rule, source from public.notification_deliveries order by 1$$,
  $$values ('email', 'digest', 'frequency_daily', 'frequency', 'types'), ('in_app', 'send', 'default', 'default', 'types')$$,
  'new images are shown at once and summed up the next morning, without anybody asking for it'
);
select is_empty('select 1 from public.email_outbox', 'so no email leaves yet');

-- Several types, two languages.
select tests.tell(array['praticien'], 'STOCK_LOW');
update public.profiles set locale = 'en' where user_id = tests.person('assistante');
select tests.set_clock('2026-06-11 06:00+00');
select is(notify.build_digests(), 3, 'each person gets one email');
select is(
  pg_temp.items('praticien'), '[{"label": "alerte de stock", "count": 1}, {"label": "nouvelles images", "count": 2}]'::jsonb,
  'it counts by type, the most urgent first'
);
select is(pg_temp.items('assistante'), '[{"label": "new images", "count": 2}]'::jsonb, 'in the language of its reader');
select results_eq(
  $$select distinct locale, subject, template, payload ->> 'organisation', (payload ->> 'total')::int from public.email_outbox order by 1$$,
  $$values ('en', 'Your daily summary from Cassius', 'digest_daily', 'Cabinet Lumière', 2),
    ('fr', 'Votre résumé du jour dans Cassius', 'digest_daily', 'Cabinet Lumière', 2),
    ('fr', 'Votre résumé du jour dans Cassius', 'digest_daily', 'Cabinet Lumière', 3)$$,
  'with a subject in it too'
);
update public.profiles set locale = null where user_id = tests.person('assistante');

-- One row for a window.
select is(notify.build_digests(), 0, 'a second build makes no second email');
update public.notification_digest set sent_at = null;
select is(notify.build_digests(), 0, 'not even when the entries look new: the window is taken');
select is((select count(*) from public.email_outbox), 3::bigint, 'one row a person, organisation and window');
select is(
  (select distinct due_at from public.notification_digest where sent_at is null), timestamptz '2026-06-12 06:00+00', 'they go into the next one'
);
select throws_ok(
  $$insert into public.email_outbox (organisation_id, user_id, type, subject, template, locale, payload, dedupe_key)
    select organisation_id, user_id, type, subject, template, locale, payload, dedupe_key from public.email_outbox$$,
  '23505', null, 'the table itself refuses a second row for a window'
);

-- Two organisations, two emails; daily and weekly, two emails.
select tests.forget_everything();
select tests.set_clock('2026-06-14 10:00+00');
select tests.set_preference('multi@cassius.test', 'reminders', true, true, 'WEEKLY');
select tests.tell(array['multi@cassius.test'], type) from unnest(array['IMAGING_ADDED', 'APPOINTMENT_UPDATED']) as type;
select public.notify(jsonb_build_object('type', 'IMAGING_ADDED', 'organisationId', tests.parc(), 'recipientIds', array[tests.person('multi@cassius.test')]));
select tests.set_clock('2026-06-15 06:00+00');
select is(notify.build_digests(), 3, 'on a Monday at eight, a daily one of each organisation and a weekly one');
select results_eq(
  $$select payload ->> 'organisation', template, payload #>> '{items,0,label}' from public.email_outbox order by 1, 2$$,
  $$values ('Cabinet Lumière', 'digest_daily', 'nouvelle image'), ('Cabinet Lumière', 'digest_weekly', 'rendez-vous modifié'),
    ('Clinique du Parc', 'digest_daily', 'nouvelle image')$$,
  'each of its own things'
);

-- What does not matter any more is left out.
create temporary table story as select tests.new_patient() as file, tests.new_patient() as other_file, null::uuid[] as events;
create function pg_temp.six_images() returns void language sql as $$
  select tests.forget_everything();
  select tests.set_clock('2026-06-10 10:00+00');
  update story set events = array(
    select tests.tell(array['praticien'], 'IMAGING_ADDED', more || jsonb_build_object('patientId', story.other_file))
    from unnest(array[
      '{}', '{}', '{}', jsonb_build_object('expiresAt', '2026-06-11T06:00:00Z'), jsonb_build_object('expiresAt', '2026-06-11T06:00:01Z')
    ]) as more
  ) || tests.tell(array['praticien'], 'IMAGING_ADDED', jsonb_build_object('patientId', story.file));
$$;
create function pg_temp.at_eight() returns integer language plpgsql as $$
begin
  perform tests.set_clock('2026-06-11 06:00+00');
  perform notify.build_digests();
  return (select (payload ->> 'total')::int from public.email_outbox where type = 'DIGEST');
end;
$$;
select pg_temp.six_images();
select is(pg_temp.at_eight(), 5, 'of six images one has expired at the hour itself');
select pg_temp.six_images();
update public.notifications set is_read = true where event_id = (select events[1] from story);
select is(pg_temp.at_eight(), 4, 'one that was read meanwhile is left out');
select pg_temp.six_images();
update public.notifications set archived_at = notify.clock() where event_id = (select events[1] from story);
select is(pg_temp.at_eight(), 4, 'so is one that was archived');
select pg_temp.six_images();
update public.notifications set snoozed_until = notify.clock() + interval '5 minutes' where event_id = (select events[1] from story);
select is(pg_temp.at_eight(), 5, 'but not one that was put off: it is unread');
select pg_temp.six_images();
select public.retract_notification(events[1], 'Mauvais dossier') from story;
select is(pg_temp.at_eight(), 4, 'one that was retracted is left out');
select pg_temp.six_images();
select tests.mute('praticien', 'patient', file) from story;
select is(pg_temp.at_eight(), 4, 'so is one of a file that was muted');
select pg_temp.six_images();
select tests.mute('praticien', 'patient', file, '2026-06-11 05:59+00') from story;
select is(pg_temp.at_eight(), 5, 'unless the mute has ended');
select pg_temp.six_images();
select tests.set_type_preference('praticien', 'IMAGING_ADDED', in_app => false);
select is(pg_temp.at_eight(), 5, 'in-app off is no reason');
select pg_temp.six_images();
select tests.force('praticien', category => 'activity', email => false);
select is(pg_temp.at_eight(), null, 'an override that switched email off is');
select pg_temp.six_images();
select tests.settle('IMAGING_ADDED', frequency => 'NONE');
select is(pg_temp.at_eight(), null, 'and so is an organisation that wants none');
select pg_temp.six_images();
update public.notifications set is_read = true;
select is(pg_temp.at_eight(), null, 'when nothing is left nothing is sent');
select is_empty('select 1 from public.notification_digest where sent_at is null', 'and nothing waits any longer');

-- In-app off from the start: there is nothing to read, so nothing counts as read.
select tests.forget_everything();
select tests.set_clock('2026-06-10 10:00+00');
select tests.set_type_preference('praticien', 'IMAGING_ADDED', in_app => false);
select tests.tell(array['praticien'], 'IMAGING_ADDED');
select is(pg_temp.at_eight(), 1, 'who has it by email alone gets it in the digest');

-- A digest whose address turns out to be closed meanwhile.
insert into notify.suppressed_addresses (address, reason) values ('praticien@lumiere.test', 'bounce');
select is_empty('select * from notify.claim_emails()', 'a digest does not go to a suppressed address');
select is((select error_message from public.email_outbox), 'not sent: the address is suppressed', 'and says so');

select * from finish();
rollback;
