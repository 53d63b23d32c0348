-- notify(event): what it accepts, what it refuses with which words, and that a refusal writes nothing.
begin;
select no_plan();
select tests.forget_everything();
create temporary table foreign_things as
select
  tests.new_implant(tests.parc()) as implant,
  (select id from public.patients where organisation_id = tests.parc() limit 1) as patient;
grant select on foreign_things to service_role;

create function pg_temp.event(more jsonb) returns jsonb language sql as $$
  select jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere()) || more;
$$;
grant execute on function pg_temp.event(jsonb) to service_role, authenticated;

select tests.authenticate_as_service();

-- Refusals.
select throws_ok($$select notify('[]')$$, 'CN003', 'event: must be a JSON object', 'an event is an object');
select throws_ok($$select notify(null)$$, 'CN003', 'event: must be a JSON object', 'an event is not null');
select throws_ok($$select notify('{}')$$, 'CN002', 'type: is required', 'the type is required');
select throws_ok(
  $$select notify('{"type": "ISQ_TERRIBLE"}')$$, 'CN001', 'type: unknown notification type "ISQ_TERRIBLE"',
  'an unknown type is refused'
);
select throws_ok($$select notify('{"type": 7}')$$, 'CN003', 'type: must be a string', 'the type is a string');
select throws_ok(
  $$select notify('{"type": "TEAM_ACTIVITY"}')$$, 'CN002', 'organisationId: is required', 'the organisation is required'
);
select throws_ok(
  $$select notify(pg_temp.event('{"organisationId": "lumiere"}'))$$, 'CN003', 'organisationId: must be a UUID',
  'the organisation is a UUID'
);
select throws_ok(
  $$select notify(pg_temp.event('{"organisationId": "00000000-0000-4000-8000-00000000dead"}'))$$, 'CN005',
  'organisationId: no organisation 00000000-0000-4000-8000-00000000dead', 'the organisation exists'
);
select throws_ok(
  $$select notify(pg_temp.event('{"organisation_id": "x"}'))$$, 'CN004', 'organisation_id: is not a field of an event',
  'a field that is not of an event is refused, not ignored'
);
select throws_ok(
  $$select notify(pg_temp.event(jsonb_build_object('patientId', (select patient from foreign_things))))$$, 'CN007',
  'patientId: no such patient in this organisation', 'a patient of another organisation is refused'
);
select throws_ok(
  $$select notify(pg_temp.event(jsonb_build_object('type', 'ISQ_CRITICAL', 'entityId', (select implant from foreign_things))))$$,
  'CN007', 'entityId: no such implant in this organisation', 'an implant of another organisation is refused'
);
select throws_ok(
  $$select notify(pg_temp.event(jsonb_build_object('actorId', tests.person('admin@parc.test'))))$$, 'CN006',
  'actorId: is not a member of this organisation', 'an actor of another organisation is refused'
);
select throws_ok(
  $$select notify(pg_temp.event(jsonb_build_object('recipientIds', array[tests.person('admin'), tests.person('admin@parc.test')])))$$,
  'CN006', 'recipientIds: names someone who is not a member of this organisation', 'a recipient of another organisation is refused'
);
select throws_ok(
  format($$select notify(pg_temp.event(%L))$$, broken.fields), 'CN003', broken.message, broken.message
) from (values
  ('{"patientId": 3}'::jsonb, 'patientId: must be a string'),
  ('{"entityId": "26"}', 'entityId: must be a UUID'),
  ('{"actorId": "me"}', 'actorId: must be a UUID'),
  ('{"recipientIds": []}', 'recipientIds: must be an array of at least one UUID'),
  ('{"recipientIds": "all"}', 'recipientIds: must be an array of at least one UUID'),
  ('{"recipientIds": [null]}', 'recipientIds: must be a UUID'),
  ('{"severity": "FATAL"}', 'severity: must be INFO, WARNING or CRITICAL'),
  ('{"payload": "hello"}', 'payload: must be a JSON object'),
  ('{"dedupeKey": ""}', 'dedupeKey: must have between 1 and 200 characters'),
  ('{"createdAt": "yesterday"}', 'createdAt: must be an ISO 8601 date and time with its offset'),
  ('{"createdAt": "2026-02-30T10:00:00Z"}', 'createdAt: is not a date that exists'),
  ('{"createdAt": "2026-02-03T10:00:00+99:00"}', 'createdAt: is not a date that exists'),
  ('{"type": "ISQ_CRITICAL", "payload": {"value": "25"}}', 'payload.value: must be of kind integer'),
  ('{"type": "ISQ_CRITICAL", "payload": {"value": 25.5}}', 'payload.value: must be of kind integer'),
  ('{"type": "ISQ_CRITICAL", "payload": {"value": 101}}', 'payload.value: must be between 1 and 100'),
  ('{"type": "ISQ_CRITICAL", "payload": {"tooth": "a tooth far too long to be one"}}', 'payload.tooth: must have at most 20 characters')
) as broken (fields, message);
select throws_ok(
  $$select notify(pg_temp.event(jsonb_build_object('payload', jsonb_build_object('x', repeat('x', 17000)))))$$, 'CN003',
  'payload: must have at most 16384 characters', 'a huge payload is refused'
);
select is_empty($$select 1 from public.notification_events$$, 'nothing is written for a refused event');

-- Who may call it.
select tests.authenticate_as('admin');
select throws_ok($$select notify(pg_temp.event('{}'))$$, '42501', null, 'an ordinary user cannot call notify, not even an admin');
select tests.authenticate_as_nobody();
select throws_ok($$select public.notify('{"type": "TEAM_ACTIVITY"}'::jsonb)$$, '42501', null, 'nobody can call it without a session');

-- Acceptance.
select tests.authenticate_as_service();
create temporary table answer as
select notify(pg_temp.event(jsonb_build_object(
  'severity', 'WARNING', 'payload', '{"anything": {"may": "come"}}'::jsonb, 'createdAt', '2026-01-02T03:04:05+02:00',
  'actorId', tests.person('admin')
))) as json;
select is(
  (select json - 'eventId' from answer),
  '{"duplicate": false, "recipients": 4, "inApp": 3, "emails": 0, "digests": 0, "skipped": 5}'::jsonb,
  'the answer counts who was concerned and what was written'
);
select results_eq(
  $$select type, severity::text, actor_id, payload, created_at from public.notification_events
    where id = (select (json ->> 'eventId')::uuid from answer)$$,
  $$values ('TEAM_ACTIVITY', 'WARNING', tests.person('admin'), '{"anything": {"may": "come"}}'::jsonb, timestamptz '2026-01-02 01:04:05+00')$$,
  'the event is kept as it came'
);
select is_empty(
  $$select 1 from public.notifications where user_id = tests.person('admin')$$,
  'nobody is told of what they did themselves'
);
select results_eq(
  $$select decision, reason from public.notification_deliveries where user_id = tests.person('admin') order by channel$$,
  $$values ('skip', 'actor'), ('skip', 'actor')$$,
  'and the trace says why'
);

-- Named recipients replace the audience, whatever their role.
select is(
  notify(pg_temp.event(jsonb_build_object('recipientIds', array[tests.person('operateur@cassius.test'), tests.person('operateur@cassius.test')]))) - 'eventId',
  '{"duplicate": false, "recipients": 1, "inApp": 1, "emails": 0, "digests": 0, "skipped": 1}'::jsonb,
  'only the person named is told, once'
);

-- dedupeKey.
create temporary table twice as
select notify(pg_temp.event('{"dedupeKey": "import-42"}')) as first, null::jsonb as second;
update twice set second = notify(pg_temp.event('{"dedupeKey": "import-42"}'));
select is((select second ->> 'duplicate' from twice), 'true', 'the second event with a key is a duplicate');
select is((select second -> 'eventId' from twice), (select first -> 'eventId' from twice), 'of the first');
select is((select (second ->> 'inApp')::int from twice), 0, 'and writes nothing');
select is(
  (notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.parc(), 'dedupeKey', 'import-42')) ->> 'duplicate'),
  'false', 'the same key in another organisation is another event'
);

-- Ids follow time, so that what is written together lies together in every index.
create temporary table earlier as
select (notify(pg_temp.event('{"dedupeKey": "id-1"}')) ->> 'eventId')::uuid as id, pg_sleep(0.002) is not null as later;
select cmp_ok(
  (notify(pg_temp.event('{"dedupeKey": "id-2"}')) ->> 'eventId')::uuid, '>', (select id from earlier),
  'the id of a later event is greater'
);
select alike(id::text, '________-____-7%', 'it is a UUID of version 7') from earlier;
select cmp_ok(
  abs(extract(epoch from clock_timestamp()) * 1000 - ('x' || lpad(left(replace(id::text, '-', ''), 12), 16, '0'))::bit(64)::bigint), '<',
  600000::numeric, 'whose first 48 bits are the moment in milliseconds'
) from earlier;
select is(
  (
    select count(*) from (
      select left(id::text, 28) as part, event_id from public.notifications
      union select left(id::text, 28), event_id from public.email_outbox
    ) as written
    where written.part <> left(written.event_id::text, 28)
  ),
  0::bigint, 'and its rows are numbered under it'
);

-- The trace has no reference that would be checked row by row; it goes with its event all the same.
select isnt_empty(
  'select from public.notification_deliveries where event_id = (select id from earlier)', 'an event leaves a trace'
);
select isnt_empty(
  'delete from public.notification_events where id = (select id from earlier) returning id', 'a server may delete the event'
);
select is_empty('select from public.notification_deliveries where event_id = (select id from earlier)', 'with its trace');
select isnt_empty('select from public.notification_deliveries', 'and not with that of others');

select * from finish();
rollback;
