-- Tenants and people are walls: what each signed-in user sees and may do.
begin;
select no_plan();
select tests.forget_everything();
create temporary table story as
select tests.new_implant(tests.lumiere()) as implant, tests.new_implant(tests.parc()) as foreign_implant;
grant select on story to public;
select tests.measure(implant, 25) from story;
create temporary table item as
select id, user_id from public.notifications where user_id in (tests.person('praticien'), tests.person('admin'));
grant select on item to public;

-- Another tenant.
select tests.authenticate_as('admin@parc.test');
select is_empty(
  $$select 'notification' from public.notifications
    union all select 'event' from public.notification_events
    union all select 'decision' from public.notification_deliveries
    union all select 'email' from public.email_outbox
    union all select 'digest' from public.notification_digest
    union all select 'patient' from public.patients where organisation_id = tests.lumiere()
    union all select 'implant' from public.implants where organisation_id = tests.lumiere()
    union all select 'measurement' from public.isq_measurements where organisation_id = tests.lumiere()
    union all select 'appointment' from public.appointments where organisation_id = tests.lumiere()
    union all select 'member' from public.organisation_members where organisation_id = tests.lumiere()
    union all select 'organisation' from public.organisations where id = tests.lumiere()
    union all select 'profile' from public.profiles where user_id = tests.person('praticien')$$,
  'an admin of another organisation sees nothing of this one'
);
select throws_ok(
  $$insert into public.isq_measurements (organisation_id, implant_id, value) select tests.lumiere(), implant, 25 from story$$,
  '42501', null, 'and writes no measurement into it'
);
select throws_ok(
  $$insert into public.isq_measurements (organisation_id, implant_id, value) select tests.parc(), implant, 25 from story$$,
  '42501', null, 'nor for one of its implants under their own name'
);
select tests.authenticate_as_service();
select throws_ok(
  $$insert into public.isq_measurements (organisation_id, implant_id, value) select tests.parc(), implant, 25 from story$$,
  '23503', null, 'which not even a server can do'
);

-- A practitioner.
select tests.authenticate_as('praticien');
select results_eq(
  'select user_id from public.notifications', array[tests.person('praticien')], 'a member sees their own notifications only'
);
select is_empty('select 1 from public.email_outbox', 'and no outbox');
select is_empty('select 1 from public.notification_events', 'nor the events');
select throws_ok(
  $$insert into public.notifications (organisation_id, user_id, event_id, type, category, severity, priority, title, message)
    select organisation_id, user_id, event_id, type, category, severity, priority, title, message from public.notifications$$,
  '42501', null, 'a member cannot insert a notification'
);
select throws_ok('delete from public.notifications', '42501', null, 'nor delete one');
select throws_ok($$update public.notifications set title = 'x'$$, '42501', null, 'nor change its words');
select throws_ok($$update public.notifications set read_at = now()$$, '42501', null, 'nor its read_at');
select lives_ok($$update public.notifications set is_read = true where id in (select id from item)$$, 'but marks it as read');
select tests.authenticate_as_owner();
select results_eq(
  $$select user_id, is_read, read_at is not null from public.notifications where id in (select id from item) order by user_id$$,
  $$values (tests.person('admin'), false, false), (tests.person('praticien'), true, true)$$,
  'which sets read_at, and leaves the colleague''s item alone'
);
select tests.authenticate_as('praticien');
select throws_ok(
  $$insert into public.isq_measurements (organisation_id, implant_id, value, created_by)
    select tests.lumiere(), implant, 25, tests.person('admin') from story$$,
  '42501', null, 'a measurement is written in one''s own name'
);
select throws_ok(
  $$update public.isq_measurements set created_by = tests.person('admin')$$, '42501', null, 'and stays in it'
);
select throws_ok(
  $$insert into public.email_outbox (organisation_id, user_id, type, subject, template, locale, payload)
    values (tests.lumiere(), tests.person('praticien'), 'X', 'X', 'alert', 'fr', '{}')$$,
  '42501', null, 'nobody queues an email by hand'
);

select throws_ok(
  $$update public.patients set organisation_id = tests.parc()$$, '42501', 'permission denied for table patients',
  'a patient is never moved to another organisation'
);
select throws_ok(
  $$update public.implants set patient_id = patient_id$$, '42501', 'permission denied for table implants', 'nor an implant to another patient'
);
select throws_ok(
  $$update public.profiles set timezone = 'Mars/Olympus' where user_id = tests.person('praticien')$$, 'CN003',
  'timezone: "Mars/Olympus" is not an IANA time zone', 'a time zone that does not exist is refused by name'
);

-- Operators belong to the organisation, but not to the practice.
select tests.authenticate_as('operateur@cassius.test');
select is_empty('select 1 from public.patients', 'an operator sees no patient');

-- The admin explains, the service role works, and neither bypasses the engine.
select tests.authenticate_as('admin');
select isnt_empty('select 1 from public.notification_deliveries', 'an admin sees why');
select isnt_empty('select 1 from public.email_outbox', 'and what was queued');
select is_empty($$select 1 from public.notifications where user_id <> tests.person('admin')$$, 'but nobody else''s inbox');
select tests.authenticate_as_service();
select throws_ok(
  $$insert into public.notifications (organisation_id, user_id, event_id, type, category, severity, priority, title, message)
    select organisation_id, user_id, event_id, type, category, severity, priority, title, message from public.notifications$$,
  '42501', null, 'not even the service role writes a notification without notify()'
);
select throws_ok(
  $$update public.notifications set user_id = tests.person('admin@parc.test')$$, '42501', 'permission denied for table notifications',
  'nor hands one to somebody else'
);
select throws_ok('select * from notify.types', '42501', null, 'nor reads the internals');

-- Without a session.
select tests.authenticate_as_nobody();
select throws_ok('select 1 from public.notifications', '42501', null, 'nothing is readable without a session');
select throws_ok('select 1 from public.patients', '42501', null, 'no patient either');

-- A role without claims is nobody, not a server.
select set_config('request.jwt.claims', '', true), set_config('request.jwt.claim.role', '', true), set_config('role', 'authenticated', true);
select throws_ok(
  $$select public.explain_notification(jsonb_build_object('type', 'ISQ_CRITICAL', 'organisationId', tests.parc()))$$, 'CN008', null,
  'a session without claims explains nothing'
);

-- A client of the practice is told what concerns them, and does not see who works there.
select tests.authenticate_as_owner();
update public.organisation_members set role = 'client'
where organisation_id = tests.lumiere() and user_id = tests.person('multi@cassius.test');
select tests.authenticate_as('multi@cassius.test');
select results_eq(
  $$select user_id from public.organisation_members where organisation_id = tests.lumiere()$$, array[tests.person('multi@cassius.test')],
  'a client sees no other member'
);

-- Losing access hides old items at once.
select tests.authenticate_as_owner();
create temporary table visits as select id from public.appointments where practitioner_id = tests.person('praticien');
delete from public.organisation_members
where organisation_id = tests.lumiere() and user_id = tests.person('praticien');
select results_eq(
  'select practitioner_id from public.appointments where id in (select id from visits)',
  'select null::uuid from visits', 'the patients of who leaves keep their appointments'
);
select tests.authenticate_as('praticien');
select is_empty('select 1 from public.notifications', 'who leaves no longer sees the old notifications');
select is(public.unread_notification_count(), 0, 'nor counts them');

select * from finish();
rollback;
