-- Who did what, and when: kept as it was written.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');
-- Only what a story itself writes is looked at.
create temporary table mark as select coalesce(max(id), 0) as id from public.audit_logs;
grant select, update on mark to authenticated, service_role;
create function pg_temp.log() returns table (organisation_id uuid, actor text, action text, details jsonb) language sql security definer as $$
  select entry.organisation_id, account.email::text, entry.action, entry.details
  from public.audit_logs as entry left join auth.users as account on account.id = entry.actor_id
  where entry.id > (select id from pg_temp.mark) order by entry.id;
$$;
create function pg_temp.from_here() returns void language sql security definer as $$
  update pg_temp.mark set id = (select max(id) from public.audit_logs);
$$;
grant execute on all functions in schema pg_temp to authenticated, service_role;

-- What an admin does by hand.
select tests.authenticate_as('admin');
select public.send_manual_notification(jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', tests.lumiere(), 'payload', '{"version": "secret-8"}'::jsonb));
select results_eq(
  $$select organisation_id, actor, action, details - 'outcome', (details -> 'outcome' ->> 'recipients')::integer from pg_temp.log()$$,
  $$values (tests.lumiere(), 'admin@lumiere.test', 'notification.send_manual', '{"type": "SYSTEM_UPDATE"}'::jsonb, 4)$$,
  'a notification sent by hand is logged: who, what, to how many'
);
select is_empty($$select 1 from pg_temp.log() where details::text ~ 'secret-8'$$, 'without what it said');
select is((select created_at from public.audit_logs order by id desc limit 1), timestamptz '2026-05-04 10:00+00', 'and when');
select pg_temp.from_here();
select public.broadcast_notification(jsonb_build_object('type', 'SYSTEM_ANNOUNCEMENT', 'organisationId', tests.lumiere()));
select public.schedule_notification(jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', tests.lumiere()), '2026-06-01T09:00', 'version');
select public.cancel_scheduled_notification(tests.lumiere(), 'version');
select public.cancel_scheduled_notification(tests.lumiere(), 'version');
select public.retract_notification((select (details ->> 'eventId')::uuid from pg_temp.log() where action = 'notification.broadcast'), 'Erreur');
select results_eq(
  'select actor, action from pg_temp.log()',
  $$values ('admin@lumiere.test', 'notification.broadcast'), ('admin@lumiere.test', 'notification.schedule'),
    ('admin@lumiere.test', 'notification.cancel'), ('admin@lumiere.test', 'notification.retract')$$,
  'so are announcements, schedules, cancellations that cancelled something, and withdrawals'
);
select pg_temp.from_here();
select throws_ok($$select public.send_manual_notification(jsonb_build_object('type', 'PIGEON', 'organisationId', tests.lumiere()))$$, 'CN001', null, 'what is refused');
select is_empty('select 1 from pg_temp.log()', 'is not logged as done');

-- Overrides.
insert into public.notification_overrides (organisation_id, user_id, type, in_app, reason)
values (tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', true, 'Astreinte');
update public.notification_overrides set in_app = false, reason = 'Fin d’astreinte';
delete from public.notification_overrides;
select results_eq(
  $$select actor, action, details -> 'before' ->> 'reason', details -> 'before' -> 'in_app', details -> 'after' ->> 'reason', details -> 'after' -> 'in_app',
      coalesce(details -> 'after', details -> 'before') ->> 'user_id' from pg_temp.log()$$,
  $$values ('admin@lumiere.test', 'override.created', null, null::jsonb, 'Astreinte', 'true'::jsonb, tests.person('praticien')::text),
    ('admin@lumiere.test', 'override.changed', 'Astreinte', 'true', 'Fin d’astreinte', 'false', tests.person('praticien')::text),
    ('admin@lumiere.test', 'override.deleted', 'Fin d’astreinte', 'false', null, null, tests.person('praticien')::text)$$,
  'each change of an override is logged: who, of whom, from what to what'
);

-- Settings of the organisation.
select pg_temp.from_here();
insert into public.organisation_type_settings (organisation_id, type, email) values (tests.lumiere(), 'TEAM_ACTIVITY', true);
update public.organisation_type_settings set audience = '{admin}' where type = 'TEAM_ACTIVITY';
delete from public.organisation_type_settings;
insert into public.organisation_notification_settings (organisation_id) values (tests.lumiere());
update public.organisation_notification_settings set retention_days = 30;
delete from public.organisation_notification_settings;
select results_eq(
  'select actor, action from pg_temp.log()',
  $$select 'admin@lumiere.test', action from unnest(array['type_settings.created', 'type_settings.changed', 'type_settings.deleted',
    'organisation_settings.created', 'organisation_settings.changed', 'organisation_settings.deleted']) as action$$,
  'so is each change of the settings of an organisation'
);
select results_eq(
  $$select details -> 'before' -> 'retention_days', details -> 'after' -> 'retention_days' from pg_temp.log() where action = 'organisation_settings.changed'$$,
  $$values ('365'::jsonb, '30'::jsonb)$$, 'with what it was and what it is'
);

-- One's own settings, and those of others.
select tests.authenticate_as('praticien');
select pg_temp.from_here();
insert into public.notification_preferences (organisation_id, category, in_app) values (tests.lumiere(), 'activity', false);
update public.notification_preferences set email = false;
delete from public.notification_preferences;
insert into public.notification_type_preferences (organisation_id, type, email) values (tests.lumiere(), 'ISQ_WARNING', false);
insert into public.notification_settings (organisation_id, digest_at) values (tests.lumiere(), '07:00');
insert into public.notification_mutes (user_id, organisation_id, entity_type, entity_id) values (auth.uid(), tests.lumiere(), 'patient', gen_random_uuid());
select is_empty('select 1 from pg_temp.log()', 'what people settle for themselves is their own business');
select tests.authenticate_as_service();
update public.notification_type_preferences set email = true;
update public.notification_settings set digest_at = '06:00';
delete from public.notification_mutes;
insert into public.notification_preferences (user_id, organisation_id, category, frequency) values (tests.person('praticien'), tests.lumiere(), 'alerts', 'NONE');
delete from public.notification_preferences;
select results_eq(
  $$select organisation_id, actor, action, details ->> 'table', coalesce(details -> 'after', details -> 'before') ->> 'user_id' from pg_temp.log()$$,
  $$select tests.lumiere(), null::text, 'preference.changed_by_other', name, tests.person('praticien')::text
    from unnest(array['notification_type_preferences', 'notification_settings', 'notification_mutes', 'notification_preferences', 'notification_preferences']) as name$$,
  'what somebody else changes for them is logged, also when it is a server'
);
select tests.authenticate_as_owner();
select pg_temp.from_here();
insert into public.notification_preferences (user_id, organisation_id, category, in_app) values (tests.person('assistante'), tests.lumiere(), 'alerts', false);
select pg_temp.from_here();
delete from public.organisation_members where user_id = tests.person('assistante');
select is_empty('select 1 from pg_temp.log()', 'what goes with a membership was changed by nobody');
savepoint undone;
select tests.settle('TEAM_ACTIVITY', email => true);
rollback to savepoint undone;
select is_empty('select 1 from pg_temp.log()', 'what is rolled back was never done, and is not logged');

-- Append-only.
select tests.authenticate_as_service();
select throws_ok('delete from public.audit_logs', '42501', null, 'a server cannot delete an entry');
select throws_ok($$update public.audit_logs set action = 'nothing'$$, '42501', null, 'nor change one');
select throws_ok('truncate public.audit_logs', '42501', null, 'nor empty the log');
select throws_ok(
  $$insert into public.audit_logs (organisation_id, action) values (tests.lumiere(), 'notification.broadcast')$$, '42501', null, 'nor invent an entry'
);
select tests.authenticate_as('admin');
select throws_ok('delete from public.audit_logs', '42501', null, 'an admin cannot delete one');
select throws_ok($$insert into public.audit_logs (organisation_id, action) values (tests.lumiere(), 'x')$$, '42501', null, 'nor invent one');
select tests.authenticate_as_owner();
select throws_ok('delete from public.audit_logs', 'CN008', 'audit_logs: entries cannot be changed or deleted', 'not even the owner of the database can delete one');
select throws_ok($$update public.audit_logs set details = '{}'$$, 'CN008', 'audit_logs: entries cannot be changed or deleted', 'or change one');
select throws_ok('update public.audit_logs set actor_id = null', 'CN008', 'audit_logs: entries cannot be changed or deleted', 'or hide who did it');
select throws_ok(
  $$update public.audit_logs set actor_id = tests.person('praticien') where actor_id = tests.person('admin')$$, 'CN008', null, 'or say it was somebody else'
);
select throws_ok('truncate public.audit_logs', 'CN008', 'audit_logs: entries cannot be changed or deleted', 'or empty the log');
select throws_ok('truncate public.organisations cascade', 'CN008', 'audit_logs: entries cannot be changed or deleted', 'or all that it hangs on');

-- Erasure.
select tests.join_as('effacee@invente.test', 'admin');
select tests.authenticate_as('effacee@invente.test');
select pg_temp.from_here();
select public.send_manual_notification(jsonb_build_object('type', 'SYSTEM_UPDATE', 'organisationId', tests.lumiere()));
insert into public.notification_overrides (organisation_id, user_id, type, in_app, reason)
values (tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', true, 'Astreinte');
select tests.authenticate_as_owner();
create temporary table erased as select tests.person('effacee@invente.test') as id;
select lives_ok($$delete from auth.users where email = 'effacee@invente.test'$$, 'an account with entries can be erased');
select results_eq(
  $$select actor, action from pg_temp.log() where action in ('notification.send_manual', 'override.created')$$,
  $$values (null::text, 'notification.send_manual'), (null, 'override.created')$$, 'its entries remain, in nobody''s name'
);
select is_empty(
  $$select 1 from pg_temp.log() where action = 'override.changed'$$, 'the erasure is not logged as a change that somebody made'
);

-- The look of an organisation's emails.
select tests.authenticate_as('admin');
update public.organisations set brand_colour = '#123abc' where id = tests.lumiere();
update public.organisations set brand_colour = '#123abc' where id = tests.lumiere();
select tests.authenticate_as_owner();
select results_eq(
  $$select actor_id, details from public.audit_logs where action = 'branding.changed' and organisation_id = tests.lumiere()$$,
  $$select tests.person('admin'), '{"before": {"brand_colour": null}, "after": {"brand_colour": "#123abc"}}'::jsonb$$,
  'a new colour of the emails is logged, once, in the name of who chose it'
);

-- Who reads it.
select tests.authenticate_as('admin');
select isnt_empty($$select 1 from public.audit_logs where organisation_id = tests.lumiere()$$, 'an admin reads the log of the organisation');
select is_empty($$select 1 from public.audit_logs where organisation_id <> tests.lumiere()$$, 'and of no other');
select tests.authenticate_as('praticien');
select is_empty('select 1 from public.audit_logs', 'a practitioner does not read it');
select tests.authenticate_as('operateur@cassius.test');
select is_empty('select 1 from public.audit_logs', 'an operator neither');

select * from finish();
rollback;
