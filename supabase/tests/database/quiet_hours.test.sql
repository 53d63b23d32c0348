-- Rule 14: at night emails wait, on each person's own clock. In-app does not: a list wakes nobody.
begin;
select no_plan();
select tests.forget_everything();
create temporary table story as select tests.new_implant(tests.lumiere()) as implant;
create function pg_temp.warn() returns uuid language sql as $$
  select tests.tell(null, 'ISQ_WARNING', jsonb_build_object('entityId', implant)) from story;
$$;
-- Until when the email of a warning at this moment would wait for the practitioner; null: it would leave at once.
create function pg_temp.waits_at(moment timestamptz) returns timestamptz language sql as $$
  select tests.set_clock(waits_at.moment);
  select due_at from public.explain_notification(jsonb_build_object('type', 'ISQ_WARNING', 'organisationId', tests.lumiere()))
  where user_id = tests.person('praticien') and channel = 'email';
$$;
-- From when on the practitioner's emails may leave.
create function pg_temp.leaves() returns timestamptz[] language sql as $$
  select array_agg(send_after order by send_after) from public.email_outbox
  where user_id = tests.person('praticien') and status = 'PENDING';
$$;

-- A night.
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
select tests.set_clock('2026-01-14 21:30+00');
create temporary table night as select pg_temp.warn() as event;
select is(tests.why(event, 'praticien', 'email'), 'queue quiet_hours quiet_hours notification_settings', 'at 22:30 an email waits') from night;
select is(tests.why(event, 'praticien', 'in_app'), 'send default default types', 'while the bell rings') from night;
select is(tests.why(event, 'admin', 'email'), 'send default default types', 'and a colleague without quiet hours is written to at once') from night;
select is(
  (select due_at from public.notification_deliveries where event_id = event and decision = 'queue'), timestamptz '2026-01-15 06:00+00',
  'until 07:00 in Paris'
) from night;
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 06:00+00'], 'so says the outbox') from night;
create temporary table found as select * from notify.claim_emails();
select results_eq(
  'select recipient from found order by 1', array['admin@lumiere.test', 'multi@cassius.test'],
  'a worker that comes at night does not find it'
);
select tests.ack(lease_token) from found limit 1;
select is(notify.emails_due(), false, 'nor is there a reason to wake one');
select tests.set_clock('2026-01-15 05:59:59.999+00');
select is_empty('select * from notify.claim_emails()', 'nor a moment before the morning');
select tests.set_clock('2026-01-15 06:00+00');
select is(notify.emails_due(), true, 'in the morning there is');
select results_eq('select recipient from notify.claim_emails()', array['praticien@lumiere.test'], 'and it leaves');

-- Critical ones pass.
select tests.set_clock('2026-01-14 21:30+00');
select tests.measure(implant, 25) from story;
select results_eq(
  $$select trace.decision, trace.rule from public.notification_deliveries as trace
    join public.notification_events as event on event.id = trace.event_id
    where event.type = 'ISQ_CRITICAL' and trace.user_id = tests.person('praticien') and trace.channel = 'email'$$,
  $$values ('send', 'default')$$, 'a critical measurement wakes people up'
);

-- What comes first: a digest has its own hour, and what is off stays off.
select tests.forget_everything();
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
select tests.set_preference('praticien', 'alerts', true, true, 'DAILY');
update night set event = pg_temp.warn();
select is(tests.why(event, 'praticien', 'email'), 'digest frequency_daily frequency notification_preferences', 'a digest is not queued') from night;
select tests.set_preference('praticien', 'alerts', true, false);
update night set event = pg_temp.warn();
select is(tests.why(event, 'praticien', 'email'), 'skip email_off preference notification_preferences', 'nor what is switched off') from night;

-- The bounds, across midnight and within a day.
select tests.forget_everything();
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
select is(pg_temp.waits_at(moment), until, title) from (values
  ('2026-01-14 20:59:59.999+00'::timestamptz, null::timestamptz, 'across midnight: not a moment before 22:00'),
  ('2026-01-14 21:00+00', '2026-01-15 06:00+00', 'from 22:00 on'),
  ('2026-01-14 23:00+00', '2026-01-15 06:00+00', 'at midnight'),
  ('2026-01-15 05:59:59.999+00', '2026-01-15 06:00+00', 'up to 07:00'),
  ('2026-01-15 06:00+00', null, 'but no longer at 07:00')
) as bound (moment, until, title);
select tests.set_times('praticien', quiet_from => '12:00', quiet_until => '14:00');
select is(pg_temp.waits_at(moment), until, title) from (values
  ('2026-01-14 10:59:59.999+00'::timestamptz, null::timestamptz, 'within a day: not before noon'),
  ('2026-01-14 11:00+00', '2026-01-14 13:00+00', 'from noon on'),
  ('2026-01-14 13:00+00', null, 'but no longer at 14:00'),
  ('2026-01-14 23:00+00', null, 'nor at midnight')
) as bound (moment, until, title);
select tests.set_times('praticien', quiet_from => '00:00', quiet_until => '06:00');
select is(pg_temp.waits_at('2026-01-14 23:00+00'), timestamptz '2026-01-15 05:00+00', 'a night can begin at midnight');
select is(pg_temp.waits_at('2026-01-14 22:59+00'), null, 'and not before');
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '00:00');
select is(pg_temp.waits_at('2026-01-14 22:59+00'), timestamptz '2026-01-14 23:00+00', 'or end at midnight');
select is(pg_temp.waits_at('2026-01-14 23:00+00'), null, 'and not after');

-- The nights when the clocks change.
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
select is(pg_temp.waits_at('2026-03-28 22:00+00'), timestamptz '2026-03-29 05:00+00', 'in spring the night is an hour shorter, and ends at 07:00');
select is(pg_temp.waits_at('2026-10-24 21:00+00'), timestamptz '2026-10-25 06:00+00', 'in autumn an hour longer, and ends at 07:00');
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '02:30');
select is(pg_temp.waits_at('2026-03-29 00:30+00'), timestamptz '2026-03-29 01:30+00', 'an end at 02:30 that spring skips is an hour later');
select is(pg_temp.waits_at('2026-03-29 01:30+00'), null, 'and is an end');
select is(pg_temp.waits_at('2026-10-24 23:00+00'), timestamptz '2026-10-25 01:30+00', 'one that autumn brings twice is the later one');
select is(pg_temp.waits_at('2026-10-25 01:30+00'), null, 'and is an end');
select tests.set_times('praticien', quiet_from => '02:00', quiet_until => '03:00');
select is(pg_temp.waits_at('2026-03-29 00:59:59+00'), null, 'quiet hours that spring skips whole are none: not before them');
select is(pg_temp.waits_at('2026-03-29 01:00+00'), null, 'nor after');

-- Whose clock.
select tests.forget_everything();
select tests.set_clock('2026-01-14 21:30+00');
select tests.set_times(who, quiet_from => '22:00', quiet_until => '07:00') from unnest(array['admin', 'praticien', 'multi@cassius.test']) as who;
select tests.move('admin', 'America/New_York');
select tests.move('multi@cassius.test', 'Asia/Tokyo');
select pg_temp.warn();
select results_eq(
  $$select trace.decision, trace.due_at from public.notification_deliveries as trace
    join auth.users as account on account.id = trace.user_id where trace.channel = 'email' order by account.email$$,
  $$values ('send', null), ('queue', timestamptz '2026-01-14 22:00+00'), ('queue', '2026-01-15 06:00+00')$$,
  'afternoon in New York, early morning in Tokyo, and evening in Paris for who lives where the practice is'
);
select tests.set_clock('2026-01-14 22:00+00');
select results_eq(
  'select recipient from notify.claim_emails() order by 1', array['admin@lumiere.test', 'multi@cassius.test'],
  'so each email leaves on its own morning'
);

-- Hours that change while an email waits for them.
create function pg_temp.a_night() returns void language sql as $$
  select tests.forget_everything();
  select tests.move('praticien', null);
  select tests.set_clock('2026-01-14 21:30+00');
  select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
  select pg_temp.warn();
  select tests.set_clock('2026-01-14 22:30+00');
$$;
select pg_temp.a_night();
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '06:00');
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 05:00+00'], 'who will get up earlier gets it earlier');
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '09:00');
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 08:00+00'], 'who will get up later, later');
select tests.authenticate_as('praticien');
update public.notification_settings set quiet_from = '00:30', quiet_until = '06:00';
select tests.authenticate_as_owner();
select is(pg_temp.leaves(), array[timestamptz '2026-01-14 22:30+00'], 'who is up after all gets it now');
select results_eq(
  $$select recipient from notify.claim_emails() where recipient = 'praticien@lumiere.test'$$, array['praticien@lumiere.test'],
  'really'
);
select pg_temp.a_night();
select tests.authenticate_as('praticien');
delete from public.notification_settings;
select tests.authenticate_as_owner();
select is(pg_temp.leaves(), array[timestamptz '2026-01-14 22:30+00'], 'quiet hours that are removed release what waits for them');
select pg_temp.a_night();
select tests.authenticate_as('praticien');
update public.profiles set timezone = 'America/New_York' where user_id = tests.person('praticien');
select tests.authenticate_as_owner();
select is(pg_temp.leaves(), array[timestamptz '2026-01-14 22:30+00'], 'so does a flight to where it is day');
select pg_temp.a_night();
select tests.move('praticien', 'Asia/Kolkata');
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 01:30+00'], 'after a flight to India it waits for 07:00 there');
select tests.move('praticien', null);
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 06:00+00'], 'and back home for 07:00 at home');
select pg_temp.a_night();
update public.organisations set timezone = 'Indian/Reunion' where id = tests.lumiere();
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 03:00+00'], 'a practice that moves takes along who lives where it is');
update public.organisations set timezone = 'Europe/Paris' where id = tests.lumiere();
select pg_temp.a_night();
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00', digest_at => '18:00');
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 06:00+00'], 'other hours of the same row change nothing for it');
select tests.set_clock('2026-01-15 06:30+00');
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '09:00');
select is(pg_temp.leaves(), array[timestamptz '2026-01-15 06:00+00'], 'what is due already stays due');

-- Asked again in the morning.
select pg_temp.a_night();
select tests.set_clock('2026-01-15 06:00+00');
select tests.set_preference('praticien', 'alerts', true, false);
select is_empty(
  $$select 1 from notify.claim_emails() where recipient = 'praticien@lumiere.test'$$, 'who switched email off at night gets none in the morning'
);

select tests.forget_everything();
select tests.set_clock('2026-01-14 21:30+00');
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
select tests.tell(array['praticien'], 'ISQ_WARNING', '{"expiresAt": "2026-01-15T06:00:00Z"}');
select tests.tell(array['praticien'], 'ISQ_WARNING', '{"expiresAt": "2026-01-15T06:00:01Z"}');
select tests.set_clock('2026-01-15 06:00+00');
select is((select count(*) from notify.claim_emails()), 1::bigint, 'nor is anybody written to in the morning about what has expired at night');

-- Quiet hours are those of one organisation.
select tests.forget_everything();
select tests.set_clock('2026-01-14 21:30+00');
select tests.set_times('multi@cassius.test', quiet_from => '22:00', quiet_until => '07:00');
select public.notify(jsonb_build_object('type', 'ISQ_WARNING', 'organisationId', organisation, 'recipientIds', array[tests.person('multi@cassius.test')]))
from unnest(array[tests.lumiere(), tests.parc()]) as organisation;
select results_eq(
  'select organisation_id from notify.claim_emails()', array[tests.parc()], 'quiet hours in one practice are none in another'
);

-- Half a wish is none.
select throws_ok($$select tests.set_times('praticien', quiet_from => '22:00')$$, '23514', null, 'quiet hours that never end are refused');
select throws_ok(
  $$select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '22:00')$$, '23514', null, 'and so are those of no time at all'
);
select throws_ok(
  $$select tests.set_times('praticien', quiet_from => '00:00', quiet_until => '24:00')$$, '23514', null, 'or of the whole day: 24:00 is the 00:00 of the next'
);
select throws_ok(
  $$select tests.set_times('praticien', digest_at => '24:00', digest_weekday => 1)$$, '23514', null, 'as it is for digests, where Monday would be Tuesday'
);

-- Nobody is woken for what waits.
select tests.forget_everything();
delete from vault.secrets where name in ('notify_functions_url', 'notify_functions_key');
select vault.create_secret('http://functions.invalid/functions/v1', 'notify_functions_url');
select vault.create_secret('sb_secret_invented', 'notify_functions_key');
select tests.set_clock('2026-01-14 21:30+00');
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
delete from net.http_request_queue;
select tests.next_transaction();
select tests.tell(array['praticien'], 'ISQ_WARNING');
select is_empty('select 1 from net.http_request_queue', 'what is queued pokes no worker');
select notify.poke_if_emails_due();
select is_empty('select 1 from net.http_request_queue', 'cron leaves it alone too');
select tests.tell(array['praticien', 'assistante'], 'ISQ_WARNING');
select is((select count(*) from net.http_request_queue), 1::bigint, 'one that leaves at once beside it does');
select notify.claim_emails();
delete from net.http_request_queue;
select tests.set_clock('2026-01-15 06:00+00');
select notify.poke_if_emails_due();
select is((select count(*) from net.http_request_queue), 1::bigint, 'and in the morning cron');

-- A flood in which too many write at once to take turns: the surplus has a summary of its own, and the night stays quiet.
select tests.forget_everything();
select tests.set_clock('2026-01-14 21:30+00');
select tests.set_times('praticien', quiet_from => '22:00', quiet_until => '07:00');
insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) values (tests.lumiere(), 1);
create or replace function notify.take_turns(keys text[]) returns boolean language sql set search_path = '' return false;
select tests.tell(array['praticien'], 'ISQ_WARNING') from generate_series(1, 3);
select is(
  (select count(*) + sum(coalesced) from public.notifications), 5::bigint, 'out of turn the surplus is counted all the same'
);
select is_empty('select * from notify.claim_emails()', 'none of it leaves at night');

select * from finish();
rollback;
