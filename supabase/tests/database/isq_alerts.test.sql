-- An ISQ below 55 is critical, 55 to 59 is a warning, and a correction inside a band tells nobody again.
begin;
select no_plan();
select tests.forget_everything();

create temporary table story as select tests.new_implant(tests.lumiere()) as implant, null::uuid as measurement;
create function pg_temp.alerts() returns table (type text, people text[]) language sql as $$
  select event.type, tests.people(array_agg(item.user_id))
  from public.notification_events as event
  left join public.notifications as item on item.event_id = event.id
  group by event.id, event.type, event.created_at
  order by event.created_at, event.type;
$$;

-- A weak measurement, typed by the assistant.
update story set measurement = tests.measure(implant, 25, tests.person('assistante'));
select results_eq(
  'select * from pg_temp.alerts()',
  $$values ('ISQ_CRITICAL', array['admin@lumiere.test', 'assistante@lumiere.test', 'multi@cassius.test', 'praticien@lumiere.test'])$$,
  'an ISQ of 25 tells the practitioners, the admin and the assistant who typed it'
);
select results_eq(
  $$select distinct severity::text, priority::text, category::text, title, message, entity_type, is_read from public.notifications$$,
  $$values ('CRITICAL', 'critical', 'alerts', 'ISQ critique', 'L’implant 26 a un ISQ de 25, sous le seuil critique de 55.', 'implant', false)$$,
  'the alert says the tooth and the value, in French'
);
select is(
  (select distinct link from public.notifications), '/implants/' || (select implant from story), 'a click leads to the implant'
);
select is(
  (select actor_id from public.notification_events), tests.person('assistante'), 'the event knows who caused it'
);

-- Corrections.
update public.isq_measurements set value = 30 where id = (select measurement from story);
select is((select count(*) from public.notification_events), 1::bigint, 'a correction from 25 to 30 tells nobody again');
update public.isq_measurements set value = 57 where id = (select measurement from story);
select results_eq(
  $$select type from public.notification_events order by type$$, array['ISQ_CRITICAL', 'ISQ_WARNING'],
  'a correction from 30 to 57 raises a warning'
);
update public.isq_measurements set value = 70 where id = (select measurement from story);
select is((select count(*) from public.notification_events), 2::bigint, 'a correction to 70 tells nobody');
update public.isq_measurements set value = 54 where id = (select measurement from story);
select is((select count(*) from public.notification_events), 3::bigint, 'a correction from 70 to 54 crosses again');
update public.isq_measurements set measured_at = now() where id = (select measurement from story);
select is((select count(*) from public.notification_events), 3::bigint, 'a new date for the same value tells nobody');

-- The people of the practice correct what they wrote, under their own rights.
select tests.forget_everything();
update story set measurement = tests.measure(implant, 70, tests.person('praticien'));
grant select on story to authenticated;
select tests.authenticate_as('assistante');
select lives_ok('update public.isq_measurements set value = 71 where id = (select measurement from story)', 'a healthy value can be corrected');
select lives_ok('update public.isq_measurements set value = 25 where id = (select measurement from story)', 'and so can one that raises an alert');
select lives_ok('update public.isq_measurements set value = 30 where id = (select measurement from story)', 'or stays in its band');
select tests.authenticate_as_owner();
select results_eq(
  'select * from pg_temp.alerts()',
  $$values ('ISQ_CRITICAL', array['admin@lumiere.test', 'assistante@lumiere.test', 'multi@cassius.test', 'praticien@lumiere.test'])$$,
  'one alert came of it, and the assistant who typed the correction is told'
);

-- The bounds of the bands.
select tests.forget_everything();
select tests.measure(implant, value) from story, unnest(array[1, 54, 55, 59, 60, 100]) as value;
select results_eq(
  $$select type, (payload ->> 'value')::int from public.notification_events order by 2$$,
  $$values ('ISQ_CRITICAL', 1), ('ISQ_CRITICAL', 54), ('ISQ_WARNING', 55), ('ISQ_WARNING', 59)$$,
  '54 is critical, 55 and 59 are warnings, 60 is nothing'
);
select results_eq(
  $$select distinct user_id from public.notifications where user_id = tests.person('assistante')$$,
  array[]::uuid[],
  'the assistant is not told of what somebody else typed'
);

-- What cannot be written.
select throws_ok($$select tests.measure((select implant from story), 0)$$, '23514', null, 'an ISQ of 0 is refused');
select throws_ok($$select tests.measure((select implant from story), 101)$$, '23514', null, 'an ISQ of 101 is refused');
select throws_ok(
  $$insert into public.isq_measurements (organisation_id, implant_id, value)
    values (tests.parc(), (select implant from story), 25)$$,
  '23503', null, 'an implant of another organisation is refused'
);
select is((select count(*) from public.notification_events), 4::bigint, 'a refused measurement tells nobody');

-- Atomic: a measurement that rolls back tells nobody, nowhere.
select tests.forget_everything();
savepoint before_measure;
select tests.measure((select implant from story), 25);
select isnt_empty('select 1 from public.email_outbox', 'before the rollback the emails are queued');
rollback to savepoint before_measure;
select is_empty(
  $$select 'event' from public.notification_events union all select 'item' from public.notifications
    union all select 'email' from public.email_outbox union all select 'trace' from public.notification_deliveries
    union all select 'hint' from realtime.messages where topic like 'user:%' union all select 'poke' from net.http_request_queue$$,
  'a rolled-back measurement leaves no event, item, email, trace, hint or poke'
);

select * from finish();
rollback;
