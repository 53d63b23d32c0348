-- A throttled type tells people once for each key, then not again until its time has passed.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');

-- An article of the stock runs low.
create function pg_temp.low(article text, more jsonb default '{}') returns uuid language sql as $$
  select tests.tell(null, 'STOCK_LOW', jsonb_build_object('throttleKey', low.article) || low.more);
$$;
create function pg_temp.told(event uuid) returns bigint language sql as $$
  select count(*) from public.notifications where event_id = told.event;
$$;
create temporary table story as select pg_temp.low('gants') as first, null::uuid as second, null::uuid as third, null::jsonb as bulk;

select is(pg_temp.told(first), 2::bigint, 'the first alert tells the admin and the assistant') from story;
update story set second = pg_temp.low('gants');
select is(pg_temp.told(second), 0::bigint, 'the second of the same article tells nobody') from story;
select is(
  tests.why(second, 'admin', 'in_app'), 'skip throttled throttle notification_events', 'the trace says that it was throttled'
) from story;
select is(tests.why(second, 'admin', 'email'), 'skip throttled throttle notification_events', 'on every channel') from story;
select results_eq(
  $$select distinct source_id from public.notification_deliveries where event_id = (select second from story)$$,
  $$select first from story$$, 'and names the alert that was let through instead'
);
select results_eq(
  $$select throttled_by from public.notification_events where id = (select second from story)$$,
  $$select first from story$$, 'so does the event, which is kept'
);
select pg_temp.low('masques');
select is((select count(*) from public.notifications), 4::bigint, 'another article passes');

-- The time counts from the one that was let through, not from those that were held.
select tests.set_clock('2026-05-05 09:59:59+00');
update story set third = pg_temp.low('gants');
select is(pg_temp.told(third), 0::bigint, 'a second before the day is over it is still held') from story;
select tests.set_clock('2026-05-05 10:00:00+00');
update story set third = pg_temp.low('gants');
select is(pg_temp.told(third), 2::bigint, 'a day after the first one it may be said again') from story;
update story set second = pg_temp.low('gants');
select is(
  (select throttled_by from public.notification_events, story where id = second), (select third from story),
  'and holds back those that follow in its turn'
);

-- Two organisations, two stocks.
select is(
  public.notify(jsonb_build_object('type', 'STOCK_LOW', 'organisationId', tests.parc(), 'throttleKey', 'gants')) ->> 'inApp',
  '1', 'another organisation''s stock is its own'
);

-- Without a key: the entity, else the patient, else the organisation.
select tests.forget_everything();
select tests.tell(null, 'STOCK_LOW', '{"entityId": "00000000-0000-4000-8000-00000000a001"}');
select tests.tell(null, 'STOCK_LOW', '{"entityId": "00000000-0000-4000-8000-00000000a001"}');
select tests.tell(null, 'STOCK_LOW', '{"entityId": "00000000-0000-4000-8000-00000000a002"}');
select tests.tell(null, 'STOCK_LOW');
select tests.tell(null, 'STOCK_LOW');
select is(
  (select array_agg(throttled_by is not null order by entity_id, throttled_by nulls first) from public.notification_events),
  array[false, true, false, false, true], 'the same article is held by its id, and what names none by the organisation'
);
create temporary table patients as
select tests.new_patient() as one, tests.new_patient() as other;
select tests.tell(null, 'PATIENT_INACTIVE', jsonb_build_object('patientId', one)) from patients, generate_series(1, 2);
select tests.tell(null, 'PATIENT_INACTIVE', jsonb_build_object('patientId', other)) from patients;
select is(
  (select count(*) from public.notification_events where type = 'PATIENT_INACTIVE' and throttled_by is null), 2::bigint,
  'a type about a patient''s file is held by the file'
);

-- Inside one call.
select tests.forget_everything();
create function pg_temp.bulk(variadic events jsonb[]) returns jsonb language sql as $$
  select public.notify_bulk((
    select jsonb_agg(jsonb_build_object('type', 'STOCK_LOW', 'organisationId', tests.lumiere()) || event order by place)
    from unnest(bulk.events) with ordinality as given (event, place)
  ));
$$;
create function pg_temp.held(bulk jsonb) returns boolean[] language sql as $$
  select array_agg(event.throttled_by is not null order by ids.place)
  from jsonb_array_elements_text(held.bulk -> 'eventIds') with ordinality as ids (id, place)
  join public.notification_events as event on event.id = ids.id::uuid;
$$;
update story set bulk = pg_temp.bulk(
  '{"throttleKey": "gants"}', '{"throttleKey": "masques"}', '{"throttleKey": "gants"}', '{"throttleKey": "gants"}'
);
select is(pg_temp.held(bulk), array[false, false, true, true], 'of one call the first of each article passes') from story;
select is(
  (select array_agg(distinct throttled_by::text) from public.notification_events where throttled_by is not null),
  (select array[bulk -> 'eventIds' ->> 0] from story), 'and the others name it'
);
update story set bulk = pg_temp.bulk('{"throttleKey": "gants"}', '{"throttleKey": "compresses"}');
select is(pg_temp.held(bulk), array[true, false], 'what an earlier call let through counts in the next one') from story;

-- A duplicate is no event: it holds nothing back.
select tests.forget_everything();
select pg_temp.low('gants', '{"dedupeKey": "inventaire-1"}');
select tests.set_clock('2026-05-07 10:00+00');
update story set bulk = pg_temp.bulk(
  '{"throttleKey": "gants", "dedupeKey": "inventaire-1"}', '{"throttleKey": "gants", "dedupeKey": "inventaire-2"}'
);
select is(bulk -> 'duplicates', '1', 'an alert that was already told days ago is a duplicate') from story;
select results_eq(
  $$select throttled_by from public.notification_events where dedupe_key = 'inventaire-2'$$, array[null::uuid],
  'and does not hold back a new one that comes in the same call'
);
select is((select count(*) from public.notifications), 4::bigint, 'so that people hear of it');
select is(
  (select count(*) from public.notification_events as held where throttled_by is not null and not exists (
    select from public.notification_events as cause where cause.id = held.throttled_by
  )), 0::bigint, 'an event is never held by one that does not exist'
);

-- A withdrawn alert was a mistake: it must not hold back the right one.
select tests.forget_everything();
update story set first = pg_temp.low('gants');
select public.retract_notification(first, 'Erreur de saisie') from story;
update story set second = pg_temp.low('gants');
select is(pg_temp.told(second), 2::bigint, 'a withdrawn alert holds nothing back') from story;

-- An organisation cannot be probed, a type without throttle has no key.
select throws_ok(
  $$select tests.tell(null, 'TEAM_ACTIVITY', '{"throttleKey": "dossier"}')$$, 'CN003',
  'throttleKey: means nothing to TEAM_ACTIVITY, which has no throttle', 'a key is refused for a type without throttle'
);
select throws_ok(
  format($$select pg_temp.low(%L)$$, key.value), 'CN003', 'throttleKey: must have between 1 and 200 characters', key.title
) from (values ('', 'an empty key is refused'), (repeat('x', 201), 'so is one of 201 characters')) as key (value, title);
select lives_ok(format($$select pg_temp.low(%L)$$, repeat('x', 200)), 'one of 200 is taken');

-- An explanation knows, and changes nothing.
select results_eq(
  $$select distinct decision, reason, rule, source_id from public.explain_notification(
      jsonb_build_object('type', 'STOCK_LOW', 'organisationId', tests.lumiere(), 'throttleKey', repeat('x', 200)))
    where reason <> 'role_not_concerned'$$,
  format($$select 'skip', 'throttled', 'throttle', id from public.notification_events where throttle_key = %L$$, repeat('x', 200)),
  'an explanation says what holds the next one back'
);

-- Mute is asked before the throttle.
select tests.mute('admin', 'stock_item', '00000000-0000-4000-8000-00000000a009');
select tests.tell(null, 'STOCK_LOW', '{"entityId": "00000000-0000-4000-8000-00000000a009"}');
update story set second = tests.tell(null, 'STOCK_LOW', '{"entityId": "00000000-0000-4000-8000-00000000a009"}');
select is(tests.why(second, 'admin', 'in_app'), 'skip muted mute notification_mutes', 'who muted the article is told so, not that it is throttled') from story;

select * from finish();
rollback;
