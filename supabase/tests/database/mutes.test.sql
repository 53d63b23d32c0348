-- Rule 8: "no more about this".
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-06-10 10:00+00');
create temporary table story as
select tests.new_implant(tests.lumiere()) as implant, tests.new_implant(tests.lumiere()) as other_implant, null::uuid as mute, null::uuid as event;
create function pg_temp.file(implant uuid) returns uuid language sql as $$ select patient_id from public.implants where id = file.implant; $$;
-- What the practitioner gets of a warning about an implant.
create function pg_temp.warn(implant uuid) returns text[] language plpgsql as $$
declare
  event uuid := tests.tell(null, 'ISQ_WARNING', jsonb_build_object('entityId', warn.implant));
begin
  return array[tests.why(event, 'praticien', 'in_app'), tests.why(event, 'praticien', 'email')];
end;
$$;

-- One implant.
update story set mute = tests.mute('praticien', 'implant', implant);
select is(
  pg_temp.warn(implant), array['skip muted mute notification_mutes', 'skip muted mute notification_mutes'],
  'a muted implant is silent on every channel'
) from story;
select is(
  (select array_agg(distinct source_id) from public.notification_deliveries where reason = 'muted'), array[mute], 'the trace names the mute'
) from story;
select is(pg_temp.warn(other_implant), array['send default default types', 'send default default types'], 'another implant is not') from story;
select is(
  (select count(*) from public.notifications where entity_id = implant), 2::bigint, 'nor is it for the colleagues'
) from story;
select tests.measure(implant, 20) from story;
select is(
  (select array_agg(distinct trace.reason) from public.notification_deliveries as trace
    join public.notification_events as event on event.id = trace.event_id
    where event.type = 'ISQ_CRITICAL' and trace.user_id = tests.person('praticien')),
  array['muted'], 'even a critical measurement of it is silent: who mutes has been warned'
);
select is(
  (select array_agg(distinct reason) from public.explain_notification(jsonb_build_object(
    'type', 'ISQ_WARNING', 'organisationId', tests.lumiere(), 'entityId', implant
  )) where user_id = tests.person('praticien')),
  array['muted'], 'an explanation says the same'
) from story;
update story set event = tests.tell(array['praticien'], 'INVOICE_ISSUED', jsonb_build_object('entityId', implant));
select is(
  tests.why(event, 'praticien', 'in_app'), 'send default default types', 'the same id as another kind of thing is another thing'
) from story;

-- Lifted.
delete from public.notification_mutes;
select is(pg_temp.warn(implant), array['send default default types', 'send default default types'], 'once lifted, it speaks again') from story;

-- A patient's file.
update story set mute = tests.mute('praticien', 'patient', pg_temp.file(implant));
select is(
  pg_temp.warn(implant), array['skip muted mute notification_mutes', 'skip muted mute notification_mutes'],
  'a muted file silences what is about its implants, though the event need not name the patient'
) from story;
update story set event = tests.tell(null, 'DOCUMENT_ADDED', jsonb_build_object('patientId', pg_temp.file(implant)));
select is(tests.why(event, 'praticien', 'in_app'), 'skip muted mute notification_mutes', 'and what is about the file itself') from story;
select is(tests.why(event, 'assistante', 'in_app'), 'send default default types', 'but not for a colleague') from story;
select is(pg_temp.warn(other_implant), array['send default default types', 'send default default types'], 'nor for another file') from story;
update story set event = tests.tell(array['praticien'], 'TEAM_ACTIVITY');
select is(tests.why(event, 'praticien', 'in_app'), 'send default default types', 'what is about nobody is not silenced') from story;

-- Mandatory.
update story set event = tests.tell(array['praticien'], 'SYSTEM_NOTICE', jsonb_build_object('patientId', pg_temp.file(implant)));
select is(
  array[tests.why(event, 'praticien', 'in_app'), tests.why(event, 'praticien', 'email')],
  array['send mandatory mandatory types', 'skip muted mute notification_mutes'],
  'a mandatory type is shown all the same, but not sent'
) from story;

-- For a while.
delete from public.notification_mutes;
select tests.mute('praticien', 'implant', implant, '2026-06-10 12:00+00') from story;
select is((pg_temp.warn(implant))[1], 'skip muted mute notification_mutes', 'a mute until noon holds in the morning') from story;
select tests.set_clock('2026-06-10 11:59:59.999+00');
select is((pg_temp.warn(implant))[1], 'skip muted mute notification_mutes', 'to the last moment') from story;
select tests.set_clock('2026-06-10 12:00+00');
select is((pg_temp.warn(implant))[1], 'send default default types', 'and not from noon on') from story;
select tests.mute('praticien', 'patient', pg_temp.file(implant)) from story;
select is((pg_temp.warn(implant))[1], 'skip muted mute notification_mutes', 'one that has ended does not hide one that goes on') from story;

-- Said too late: the email is queued already.
select tests.forget_everything();
select tests.measure(implant, 57) from story;
select tests.mute('praticien', 'patient', pg_temp.file(implant)) from story;
select results_eq(
  'select recipient from notify.claim_emails() order by 1', array['admin@lumiere.test', 'multi@cassius.test'],
  'an email that has not left when its file is muted does not leave'
);
select is(
  (select error_message from public.email_outbox where user_id = tests.person('praticien')), 'not sent: muted meanwhile',
  'and the outbox says why'
);

-- Whose mutes they are.
select tests.authenticate_as('praticien');
select lives_ok(
  $$insert into public.notification_mutes (organisation_id, entity_type, entity_id) values (tests.lumiere(), 'stock_item', gen_random_uuid())$$,
  'a person mutes for themselves'
);
select throws_ok(
  $$insert into public.notification_mutes (user_id, organisation_id, entity_type, entity_id)
    values (tests.person('admin'), tests.lumiere(), 'implant', gen_random_uuid())$$, '42501', null, 'not for a colleague'
);
select throws_ok(
  $$insert into public.notification_mutes (organisation_id, entity_type, entity_id) values (tests.parc(), 'implant', gen_random_uuid())$$,
  '42501', null, 'nor where they are no member'
);
select tests.authenticate_as('admin');
select is_empty('select 1 from public.notification_mutes', 'an admin does not see who has muted what');

select * from finish();
rollback;
