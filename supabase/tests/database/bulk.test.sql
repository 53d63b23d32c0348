-- notify_bulk(events): many events in one call, in order, all or none, each table written once.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');
create temporary table call (answer jsonb);
grant all on call to service_role;

create function pg_temp.events(count integer, more jsonb default '{}') returns jsonb language sql as $$
  select coalesce(jsonb_agg(
    jsonb_build_object('type', 'ISQ_CRITICAL', 'organisationId', tests.lumiere(), 'payload', jsonb_build_object('value', 1 + place % 50))
    || events.more order by place
  ), '[]')
  from generate_series(1, events.count) as place;
$$;
grant execute on function pg_temp.events(integer, jsonb) to service_role, authenticated;

-- How many statements write each table.
create temporary table statements (name text);
create function pg_temp.count_statement() returns trigger language plpgsql security definer as $$
begin
  insert into pg_temp.statements values (tg_table_name);
  return null;
end;
$$;
create trigger a_count after insert on public.notification_events for each statement execute function pg_temp.count_statement();
create trigger a_count after insert on public.notifications for each statement execute function pg_temp.count_statement();
create trigger a_count after insert on public.email_outbox for each statement execute function pg_temp.count_statement();
create trigger a_count after insert on public.notification_digest for each statement execute function pg_temp.count_statement();
create trigger a_count after insert on public.notification_deliveries for each statement execute function pg_temp.count_statement();
create trigger a_count after insert on realtime.messages for each statement execute function pg_temp.count_statement();

-- Two thousand events.
select tests.authenticate_as_service();
insert into call select public.notify_bulk(pg_temp.events(2000));
select tests.authenticate_as_owner();
select is(
  answer - 'eventIds',
  '{"events": 2000, "duplicates": 0, "recipients": 6000, "inApp": 6000, "emails": 6000, "digests": 0, "skipped": 0}'::jsonb,
  'a call of two thousand events reaches three people two thousand times'
) from call;
select results_eq(
  $$select ids.place, event.payload -> 'value'
    from call, jsonb_array_elements_text(answer -> 'eventIds') with ordinality as ids (id, place)
    join public.notification_events as event on event.id = ids.id::uuid order by ids.place$$,
  $$select place::bigint, to_jsonb(1 + place % 50) from generate_series(1, 2000) as place$$,
  'eventIds are in the order of the events'
);
select results_eq(
  $$select name, count(*) from statements group by name order by name$$,
  $$values ('email_outbox', 1::bigint), ('messages', 1), ('notification_deliveries', 1), ('notification_digest', 1),
    ('notification_events', 1), ('notifications', 1)$$,
  'each table is written by one statement'
);
select results_eq(
  $$select event_id from public.notifications where user_id = tests.person('admin') order by created_at, id$$,
  $$select ids.id::uuid from call, jsonb_array_elements_text(answer -> 'eventIds') as ids (id)$$,
  'in the inbox the later event is the newer row'
);

-- Five thousand people.
select tests.forget_everything();
truncate call, statements;
insert into auth.users (instance_id, id, aud, role, email, email_confirmed_at, created_at, updated_at)
select
  '00000000-0000-0000-0000-000000000000', ('00000000-0000-4000-9000-' || lpad(place::text, 12, '0'))::uuid, 'authenticated',
  'authenticated', format('invite-%s@invente.test', place), now(), now(), now()
from generate_series(1, 5000) as place;
insert into public.organisation_members (organisation_id, user_id, role)
select tests.lumiere(), ('00000000-0000-4000-9000-' || lpad(place::text, 12, '0'))::uuid, 'client'
from generate_series(1, 5000) as place;
insert into call select public.notify(jsonb_build_object(
  'type', 'SYSTEM_NOTICE', 'organisationId', tests.lumiere(), 'payload', '{"message": "Maintenance dimanche"}'::jsonb
));
select is(
  answer - 'eventId', '{"duplicate": false, "recipients": 5005, "inApp": 5005, "emails": 5005, "digests": 0, "skipped": 0}'::jsonb,
  'one event reaches five thousand people'
) from call;
select results_eq(
  $$select name, count(*) from statements group by name order by name$$,
  $$values ('email_outbox', 1::bigint), ('messages', 1), ('notification_deliveries', 1), ('notification_digest', 1),
    ('notification_events', 1), ('notifications', 1)$$,
  'and still writes each table with one statement'
);
truncate call, statements;
insert into call select public.notify(jsonb_build_object(
  'type', 'MESSAGE_RECEIVED', 'organisationId', tests.lumiere(),
  'recipientIds', (select jsonb_agg(user_id) from public.organisation_members where organisation_id = tests.lumiere() and role = 'client')
));
select is(answer -> 'inApp', '5000', 'so does one that names five thousand recipients') from call;
select is((select count(*) from statements where name = 'notifications'), 1::bigint, 'in one statement too');
-- Past the limit, the summaries of all of them are one statement as well.
delete from auth.users where email like 'invite-%' and email !~ '0@';
insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) values (tests.lumiere(), 1);
truncate call, statements;
insert into call select public.notify(jsonb_build_object('type', 'VALIDATION_DECIDED', 'organisationId', tests.lumiere()));
select is(answer -> 'skipped', '1000', 'when five hundred people have had enough, both channels of all of them are gathered') from call;
select results_eq(
  $$select name, count(*) from statements group by name order by name$$,
  $$values ('email_outbox', 2::bigint), ('messages', 2), ('notification_deliveries', 1), ('notification_digest', 1),
    ('notification_events', 1), ('notifications', 2)$$,
  'their summaries cost one statement more for the rows and one for the emails'
);
select public.notify(jsonb_build_object('type', 'VALIDATION_DECIDED', 'organisationId', tests.lumiere()));
select results_eq(
  $$select coalesced, count(*) from public.notifications where summary_of is not null group by coalesced$$, $$values (2, 500::bigint)$$,
  'and all of them count on'
);
delete from auth.users where email like 'invite-%';

-- Duplicates, within a call and across calls.
select tests.forget_everything();
truncate call;
insert into call select public.notify_bulk(
  pg_temp.events(1, '{"dedupeKey": "a"}') || pg_temp.events(1) || pg_temp.events(1, '{"dedupeKey": "a"}') || pg_temp.events(1, '{"dedupeKey": "b"}')
);
select is(answer - 'eventIds',
  '{"events": 4, "duplicates": 1, "recipients": 9, "inApp": 9, "emails": 9, "digests": 0, "skipped": 0}'::jsonb,
  'the second of a key in one call is a duplicate'
) from call;
select is(answer -> 'eventIds' -> 2, answer -> 'eventIds' -> 0, 'and is answered with the id of the first') from call;
select is(
  public.notify_bulk(pg_temp.events(2, '{"dedupeKey": "b"}')),
  (select jsonb_build_object('events', 2, 'duplicates', 2, 'recipients', 0, 'inApp', 0, 'emails', 0, 'digests', 0, 'skipped', 0,
    'eventIds', jsonb_build_array(answer -> 'eventIds' -> 3, answer -> 'eventIds' -> 3)) from call),
  'a call of nothing but duplicates tells nobody'
);
select is(
  public.notify_bulk(pg_temp.events(1, jsonb_build_object('dedupeKey', 'a', 'organisationId', tests.parc()))) -> 'duplicates', '0',
  'the same key in another organisation is another event'
);

-- Nothing is nothing.
select is(
  public.notify_bulk('[]'),
  '{"events": 0, "duplicates": 0, "recipients": 0, "inApp": 0, "emails": 0, "digests": 0, "skipped": 0, "eventIds": []}'::jsonb,
  'an empty call does nothing'
);

-- All or none, and the error says which.
select tests.forget_everything();
select tests.authenticate_as_service();
select throws_ok(
  $$select public.notify_bulk(pg_temp.events(3) || pg_temp.events(1, '{"type": "ISQ_TERRIBLE"}') || pg_temp.events(1))$$, 'CN001',
  'events[3].type: unknown notification type "ISQ_TERRIBLE"', 'the error names the place and the field of the event at fault'
);
select throws_ok(
  $$select public.notify_bulk(pg_temp.events(1, '{"payload": {"value": 900}}'))$$, 'CN003',
  'events[0].payload.value: must be between 1 and 100', 'down to the key of a payload'
);
select throws_ok(
  $$select public.notify_bulk(pg_temp.events(1) || pg_temp.events(1, '{"createdAt": "hier: tôt"}'))$$, 'CN003',
  'events[1].createdAt: must be an ISO 8601 date and time with its offset', 'a colon in a value confuses nobody'
);
select throws_ok(
  $$select public.notify_bulk(pg_temp.events(1) || '[7]')$$, 'CN003', 'events[1].event: must be a JSON object', 'each one is an object'
);
select throws_ok(
  format('select public.notify_bulk(%L)', given.value), 'CN003', 'events: must be a JSON array', given.title
) from (values
  ('{}'::jsonb, 'one object is not an array'), ('"[]"', 'neither is a string'), ('null', 'nor null'), (null, 'nor nothing')
) as given (value, title);
select throws_ok(
  'select public.notify_bulk(pg_temp.events(10001))', 'CN003', 'events: must have at most 10000 events', 'more than ten thousand are refused'
);
select tests.authenticate_as_owner();
select is_empty('select 1 from public.notification_events', 'and of all these calls not one event was kept');

-- Several organisations in one call.
select is(
  public.notify_bulk(pg_temp.events(1) || pg_temp.events(1, jsonb_build_object('organisationId', tests.parc()))) -> 'recipients', '6',
  'one call may speak to several organisations'
);
select is_empty(
  $$select 1 from public.notifications as item
    where not exists (select from public.organisation_members as member
      where (member.organisation_id, member.user_id) = (item.organisation_id, item.user_id))$$,
  'and each event stays in its own'
);

-- For servers alone.
select tests.authenticate_as('admin');
select throws_ok($$select public.notify_bulk('[]')$$, '42501', null, 'an admin may not call it');
select tests.authenticate_as_nobody();
select throws_ok($$select public.notify_bulk('[]')$$, '42501', null, 'nobody else either');
select tests.authenticate_as_owner();

-- A thousand measurements in one INSERT.
select tests.forget_everything();
truncate statements;
create temporary table implant as select tests.new_implant(tests.lumiere()) as id;
insert into public.isq_measurements (organisation_id, implant_id, value)
select tests.lumiere(), implant.id, 50 + place % 20 from implant, generate_series(1, 1000) as place;
select results_eq(
  $$select type, (payload ->> 'value')::integer as value, count(*) from public.notification_events group by 1, 2 order by 2$$,
  $$select case when value < 55 then 'ISQ_CRITICAL' else 'ISQ_WARNING' end, value, 50::bigint from generate_series(50, 59) as value$$,
  'a thousand measurements raise an alert for each value below sixty, and none above'
);
select is(
  (select count(*) from public.notifications where user_id = tests.person('praticien') and type = 'ISQ_CRITICAL'), 250::bigint,
  'each critical one is shown by itself'
);
select results_eq(
  $$select count(*) filter (where type = 'ISQ_WARNING') = 20, sum(coalesced) + count(*) filter (where type = 'ISQ_WARNING')
    from public.notifications where user_id = tests.person('praticien')$$,
  $$values (true, 250::bigint)$$, 'the warnings beyond the limit are counted, and none is lost'
);
select is((select count(*) from statements where name = 'notification_events'), 1::bigint, 'all of it in one call');

-- Many corrections in one UPDATE: once for each crossing.
select tests.forget_everything();
delete from public.isq_measurements where implant_id = (select id from implant);
insert into public.isq_measurements (organisation_id, implant_id, value)
select tests.lumiere(), implant.id, start.value from implant, unnest(array[70, 70, 58, 58, 50, 50]) as start (value);
select tests.forget_everything();
update public.isq_measurements set value = case value when 70 then 57 when 58 then 54 else 49 end
where implant_id = (select id from implant);
select results_eq(
  $$select type, count(*) from public.notification_events group by type order by type$$,
  $$values ('ISQ_CRITICAL', 2::bigint), ('ISQ_WARNING', 2)$$, 'those that cross into another band tell, those that stay in theirs do not'
);
update public.isq_measurements set value = value + 10 where implant_id = (select id from implant) and value < 50;
select is((select count(*) from public.notification_events), 6::bigint, 'two that get better cross from critical to warning');
update public.isq_measurements set value = value where implant_id = (select id from implant);
select is((select count(*) from public.notification_events), 6::bigint, 'an update that changes nothing tells nobody');
select lives_ok(
  $$update public.isq_measurements set value = 20 where false; insert into public.isq_measurements (organisation_id, implant_id, value)
    select organisation_id, implant_id, 20 from public.isq_measurements where false$$,
  'statements without a row are fine'
);

select * from finish();
rollback;
