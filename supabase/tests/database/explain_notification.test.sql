-- "Who would get this, on which channel, and why not": the same answer as the real event.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_preference('praticien', 'alerts', true, true, 'DAILY');
select tests.set_preference('multi@cassius.test', 'alerts', false, false);
create function pg_temp.event() returns jsonb language sql as $$
  select jsonb_build_object('type', 'ISQ_CRITICAL', 'organisationId', tests.lumiere());
$$;
grant execute on function pg_temp.event() to public;

select tests.authenticate_as('admin');
select results_eq(
  $$select full_name, role::text, channel::text, decision, reason, preference_source, frequency::text from public.explain_notification(pg_temp.event())$$,
  $$values
    ('Aurore Démonstration', 'admin', 'in_app', 'send', 'default', 'default', 'IMMEDIATE'),
    ('Aurore Démonstration', 'admin', 'email', 'send', 'default', 'default', 'IMMEDIATE'),
    ('Basile Exemple', 'practitioner', 'in_app', 'send', 'preference', 'preference', 'DAILY'),
    ('Basile Exemple', 'practitioner', 'email', 'digest', 'frequency_daily', 'preference', 'DAILY'),
    ('Capucine Fictive', 'assistant', 'in_app', 'skip', 'role_not_concerned', null, null),
    ('Capucine Fictive', 'assistant', 'email', 'skip', 'role_not_concerned', null, null),
    ('Firmin Opérateur', 'operator', 'in_app', 'skip', 'role_not_concerned', null, null),
    ('Firmin Opérateur', 'operator', 'email', 'skip', 'role_not_concerned', null, null),
    ('Gaëlle Multisite', 'practitioner', 'in_app', 'skip', 'in_app_off', 'preference', 'IMMEDIATE'),
    ('Gaëlle Multisite', 'practitioner', 'email', 'skip', 'email_off', 'preference', 'IMMEDIATE')$$,
  'every member has an answer for every channel'
);
select results_eq(
  $$select distinct reason from public.explain_notification(pg_temp.event() || jsonb_build_object('recipientIds', array[tests.person('assistante')])) where user_id <> tests.person('assistante')$$,
  array['not_a_recipient'], 'with named recipients the others are told that they are none'
);
select throws_ok(
  $$select public.explain_notification('{"type": "X"}')$$, 'CN008', 'organisationId: only an admin of the organisation may do this',
  'without an organisation there is nothing to be an admin of'
);
select throws_ok(
  $$select public.explain_notification(pg_temp.event() || '{"type": "X"}')$$, 'CN001', 'type: unknown notification type "X"',
  'an event that notify() refuses is refused here too'
);

select tests.authenticate_as_owner();
select is_empty('select 1 from public.notification_events', 'a dry run writes nothing');
create temporary table dry_run as
select user_id, channel, decision, reason from public.explain_notification(pg_temp.event()) where reason <> 'role_not_concerned';
select public.notify(pg_temp.event());
select set_eq(
  'select user_id, channel, decision, reason from public.notification_deliveries', 'select * from dry_run',
  'and what really happens is what it said'
);

select tests.authenticate_as('praticien');
select throws_ok(
  'select public.explain_notification(pg_temp.event())', 'CN008', 'organisationId: only an admin of the organisation may do this',
  'a practitioner may not ask'
);
select tests.authenticate_as('admin@parc.test');
select throws_ok(
  'select public.explain_notification(pg_temp.event())', 'CN008', 'organisationId: only an admin of the organisation may do this',
  'nor the admin of another organisation'
);
select tests.authenticate_as_service();
select isnt_empty('select * from public.explain_notification(pg_temp.event())', 'a server may');

-- By hand: admins only, and audited.
select tests.authenticate_as('praticien');
select throws_ok('select public.send_manual_notification(pg_temp.event())', 'CN008', null, 'a practitioner cannot notify by hand');
select tests.authenticate_as('admin');
select is((public.send_manual_notification(pg_temp.event()) ->> 'inApp')::int, 2, 'an admin can');
select throws_ok(
  $$select public.send_manual_notification(pg_temp.event() || jsonb_build_object('actorId', tests.person('praticien')))$$, 'CN003',
  'actorId: is the sender: leave it out', 'but not in somebody else''s name'
);
select results_eq(
  $$select actor_id, action, details ->> 'type' from public.audit_logs where organisation_id = tests.lumiere()$$,
  $$values (tests.person('admin'), 'notification.send_manual', 'ISQ_CRITICAL')$$, 'and it is in the audit log'
);
select throws_ok('delete from public.audit_logs', '42501', null, 'which an admin cannot empty');
select tests.authenticate_as_service();
select throws_ok('delete from public.audit_logs', '42501', null, 'nor the service role');

select * from finish();
rollback;
