-- Each rule of the preferences, seen from one practitioner while the others keep their defaults.
begin;
select no_plan();

create temporary table story as select tests.new_implant(tests.lumiere()) as implant;
-- What the practitioner holds after one critical ISQ: in-app items, emails, digest entries.
create function pg_temp.after_an_alert() returns int[] language plpgsql as $$
begin
  delete from public.notification_events;
  perform tests.measure((select implant from story), 25);
  return array[
    (select count(*) from public.notifications where user_id = tests.person('praticien')),
    (select count(*) from public.email_outbox where user_id = tests.person('praticien')),
    (select count(*) from public.notification_digest where user_id = tests.person('praticien'))
  ];
end;
$$;
create function pg_temp.reasons() returns text[] language sql as $$
  select array_agg(channel || ':' || decision || ':' || reason order by channel)
  from public.notification_deliveries where user_id = tests.person('praticien');
$$;

select tests.forget_everything();
select is(pg_temp.after_an_alert(), array[1, 1, 0], 'without preferences an alert is in-app and by email');
select is(pg_temp.reasons(), array['in_app:send:default', 'email:send:default'], 'by default, says the trace');

select tests.set_preference('praticien', 'alerts', in_app => true, email => false);
select is(pg_temp.after_an_alert(), array[1, 0, 0], 'email off: in-app only');
select is(pg_temp.reasons(), array['in_app:send:preference', 'email:skip:email_off'], 'and the trace says why');

select tests.set_preference('praticien', 'alerts', in_app => false, email => true);
select is(pg_temp.after_an_alert(), array[0, 1, 0], 'in-app off: email only');

select tests.set_preference('praticien', 'alerts', true, true, 'DAILY');
select is(pg_temp.after_an_alert(), array[1, 0, 1], 'DAILY: in-app now, no email now, a digest entry');
select is(pg_temp.reasons(), array['in_app:send:preference', 'email:digest:frequency_daily'], 'and the trace says why');
select results_eq(
  $$select frequency::text, notification_id is not null, sent_at, due_at from public.notification_digest where user_id = tests.person('praticien')$$,
  $$values ('DAILY', true, null::timestamptz, notify.next_digest_at('DAILY', '08:00', 1::smallint, 'Europe/Paris', now()))$$,
  'the entry waits for the next 08:00 in Paris'
);

select tests.set_preference('praticien', 'alerts', true, true, 'WEEKLY');
select is(pg_temp.after_an_alert(), array[1, 0, 1], 'WEEKLY: in-app now, no email now, a digest entry');

select tests.set_preference('praticien', 'alerts', true, true, 'NONE');
select is(pg_temp.after_an_alert(), array[1, 0, 0], 'NONE: in-app, never an email');
select is(pg_temp.reasons(), array['in_app:send:preference', 'email:skip:frequency_none'], 'and the trace says why');

select tests.set_preference('praticien', 'alerts', in_app => false, email => false);
select is(pg_temp.after_an_alert(), array[0, 0, 0], 'everything off: nothing at all');
select is(pg_temp.reasons(), array['in_app:skip:in_app_off', 'email:skip:email_off'], 'but the trace says why');
select is(
  (select count(*) from public.notifications where user_id = tests.person('admin')), 1::bigint,
  'somebody else''s preferences change nothing for the admin'
);

select tests.forget_everything();
select tests.set_preference('praticien', 'activity', in_app => false, email => false);
select is(pg_temp.after_an_alert(), array[1, 1, 0], 'a preference for another category changes nothing');

update auth.users set email_confirmed_at = null where id = tests.person('praticien');
select is(pg_temp.after_an_alert(), array[1, 0, 0], 'an unconfirmed address gets no email');
select is(pg_temp.reasons(), array['in_app:send:default', 'email:skip:no_confirmed_address'], 'and the trace says why');

-- Preferences are per organisation.
select tests.forget_everything();
insert into public.notification_preferences (user_id, organisation_id, category, in_app, email)
values (tests.person('multi@cassius.test'), tests.parc(), 'alerts', false, false);
select tests.measure(tests.new_implant(tests.parc()), 25);
select tests.measure((select implant from story), 25);
select results_eq(
  $$select organisation_id from public.notifications where user_id = tests.person('multi@cassius.test')$$,
  array[tests.lumiere()], 'a practitioner of two organisations can silence one of them'
);

-- Whose they are.
select tests.authenticate_as('praticien');
select lives_ok(
  $$insert into public.notification_preferences (organisation_id, category, email) values (tests.lumiere(), 'alerts', false)$$,
  'a member sets their own preference'
);
select throws_ok(
  $$insert into public.notification_preferences (user_id, organisation_id, category) values (tests.person('admin'), tests.lumiere(), 'alerts')$$,
  '42501', null, 'nobody sets somebody else''s'
);
select throws_ok(
  $$insert into public.notification_preferences (organisation_id, category) values (tests.parc(), 'alerts')$$,
  '42501', null, 'nor in an organisation that they are not a member of'
);
select throws_ok(
  $$update public.notification_preferences set user_id = tests.person('admin')$$, '42501', null,
  'nor hands a preference over'
);
select results_eq(
  $$select category::text, in_app, email, frequency::text, is_default from public.my_notification_preferences(tests.lumiere())$$,
  $$values ('alerts', true, false, 'IMMEDIATE', false), ('activity', true, false, 'IMMEDIATE', true),
    ('imports', true, false, 'IMMEDIATE', true), ('system', true, false, 'IMMEDIATE', true),
    ('messages', true, true, 'IMMEDIATE', true), ('reminders', true, true, 'IMMEDIATE', true)$$,
  'the preferences page shows what was set and the defaults of the rest'
);
select is_empty($$select 1 from public.my_notification_preferences(tests.parc())$$, 'and nothing of another organisation');
select tests.authenticate_as('admin');
select is_empty($$select 1 from public.notification_preferences$$, 'an admin does not read a colleague''s preferences here');

select * from finish();
rollback;
