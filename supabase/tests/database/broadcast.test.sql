-- broadcast_notification(event): an announcement to everybody of one organisation, or of all.
begin;
select no_plan();
select tests.forget_everything();
create temporary table call (answer jsonb);
grant all on call to authenticated, service_role;
create function pg_temp.announcement(more jsonb default '{}') returns jsonb language sql as $$
  select '{"type": "SYSTEM_ANNOUNCEMENT", "payload": {"message": "Nouvelle adresse du cabinet"}}'::jsonb || announcement.more;
$$;
grant execute on function pg_temp.announcement(jsonb) to authenticated, service_role, anon;

-- To one organisation, by its admin.
select tests.authenticate_as('admin');
insert into call select public.broadcast_notification(pg_temp.announcement(jsonb_build_object('organisationId', tests.lumiere())));
select is(
  answer - 'eventIds', '{"events": 1, "duplicates": 0, "recipients": 5, "inApp": 5, "emails": 0, "digests": 0, "skipped": 5}'::jsonb,
  'an admin tells everybody of the organisation, operators and themselves included'
) from call;
select results_eq(
  $$select title, message from public.notifications$$, $$values ('Annonce importante', 'Nouvelle adresse du cabinet')$$, 'in their words'
);
select results_eq(
  $$select organisation_id, actor_id, action, details from public.audit_logs where action = 'notification.broadcast'$$,
  $$select tests.lumiere(), tests.person('admin'), 'notification.broadcast',
      jsonb_build_object('type', 'SYSTEM_ANNOUNCEMENT', 'eventId', answer -> 'eventIds' -> 0) from call$$,
  'the log says who announced what'
);
select tests.authenticate_as_owner();
select is((select actor_id from public.notification_events), tests.person('admin'), 'the event is signed by the admin');
select is_empty($$select 1 from public.notifications where organisation_id = tests.parc()$$, 'nothing leaves the organisation');

-- Everyone else is refused, in the same words whether the organisation exists or not.
create temporary table attempt (who text, event jsonb, title text);
insert into attempt values
  ('admin', pg_temp.announcement(jsonb_build_object('organisationId', tests.parc())), 'an admin cannot speak to another organisation'),
  ('admin', pg_temp.announcement(), 'nor to all of them'),
  ('admin', pg_temp.announcement('{"organisationId": null}'), 'also not by a null'),
  ('admin', pg_temp.announcement('{"organisationId": "00000000-0000-4000-8000-00000000dead"}'), 'nor learn that there is no such one'),
  ('praticien', pg_temp.announcement(jsonb_build_object('organisationId', tests.lumiere())), 'a practitioner cannot announce'),
  ('operateur@cassius.test', pg_temp.announcement(jsonb_build_object('organisationId', tests.lumiere())), 'an operator cannot either');
grant select on attempt to authenticated;
create function pg_temp.attempts() returns setof text language plpgsql as $$
declare
  each record;
begin
  for each in select * from attempt loop
    perform tests.authenticate_as(each.who);
    return next throws_ok(
      format('select public.broadcast_notification(%L)', each.event), 'CN008', 'organisationId: only an admin of the organisation may do this', each.title
    );
    perform tests.authenticate_as_owner();
  end loop;
end;
$$;
select pg_temp.attempts();
select tests.authenticate_as_nobody();
select throws_ok('select public.broadcast_notification(pg_temp.announcement())', '42501', null, 'someone who is not signed in even less');
select tests.authenticate_as_owner();
select is((select count(*) from public.notification_events), 1::bigint, 'and nothing of it was kept');

-- What it cannot say.
select tests.authenticate_as('admin');
select throws_ok(
  $$select public.broadcast_notification(pg_temp.announcement(jsonb_build_object('organisationId', tests.lumiere(), 'recipientIds', array[tests.person('praticien')])))$$,
  'CN003', 'recipientIds: a broadcast goes to the whole audience of its type', 'a broadcast names nobody'
);
select throws_ok(
  $$select public.broadcast_notification(pg_temp.announcement(jsonb_build_object('organisationId', tests.lumiere(), 'actorId', tests.person('praticien'))))$$,
  'CN003', 'actorId: is the sender: leave it out', 'and is signed by nobody else'
);
select throws_ok(
  $$select public.broadcast_notification(pg_temp.announcement(jsonb_build_object('organisationId', tests.lumiere(), 'type', 'PIGEON')))$$,
  'CN001', 'type: unknown notification type "PIGEON"', 'an error names the field as it was given'
);

-- To all organisations, by a server.
select tests.authenticate_as_service();
truncate call;
insert into call select public.broadcast_notification(pg_temp.announcement('{"dedupeKey": "adresse"}'));
select tests.authenticate_as_owner();
select is(answer -> 'events', to_jsonb((select count(*) from public.organisations)), 'a server tells every organisation') from call;
select results_eq(
  $$select organisation_id, tests.people(array_agg(user_id)) from public.notifications
    where event_id in (select ids.id::uuid from call, jsonb_array_elements_text(answer -> 'eventIds') as ids (id))
    group by organisation_id order by organisation_id$$,
  $$select organisation_id, tests.people(array_agg(user_id)) from public.organisation_members group by organisation_id order by organisation_id$$,
  'each with all of its people, once for each membership'
);
select results_eq(
  $$select log.organisation_id, log.actor_id, event.organisation_id
    from public.audit_logs as log join public.notification_events as event on event.id = (log.details ->> 'eventId')::uuid
    where log.action = 'notification.broadcast' and event.dedupe_key = 'adresse' order by 1$$,
  $$select id, null::uuid, id from public.organisations order by 1$$,
  'and the log of each organisation says so, with its own event'
);
select tests.authenticate_as_service();
select is(
  public.broadcast_notification(pg_temp.announcement('{"dedupeKey": "adresse"}')) -> 'recipients', '0', 'said again under the same key it reaches nobody twice'
);
select is(
  public.broadcast_notification(pg_temp.announcement(jsonb_build_object('organisationId', tests.parc()))) -> 'events', '1',
  'a server may also speak to one'
);
select throws_ok(
  $$select public.broadcast_notification(pg_temp.announcement('{"type": "TEAM_ACTIVITY", "patientId": "00000000-0000-4000-8000-000000001001"}'))$$,
  'CN007', null, 'what is about one organisation''s patient cannot be told to all'
);

select * from finish();
rollback;
