-- Rules 4 to 7: of all who have a wish for a person, who is heard. From the weakest voice to the strongest, each says the
-- contrary of the one before.
begin;
select no_plan();
select tests.forget_everything();
create temporary table forced (by text primary key, id uuid);

-- What explain_notification() says of the practitioner; a source_id by the name that this story gave it.
create function pg_temp.answers(type text) returns table (
  channel text, decision text, reason text, rule text, source text, forced_by text
) language sql as $$
  select
    answer.channel::text, answer.decision, answer.reason, answer.rule, answer.source,
    coalesce((select forced.by from forced where forced.id = answer.source_id), answer.source_id::text)
  from public.explain_notification(jsonb_build_object(
    'type', answers.type, 'organisationId', tests.lumiere(), 'recipientIds', array[tests.person('praticien')]
  )) as answer
  where answer.user_id = tests.person('praticien')
  order by answer.channel;
$$;
-- The same of an event that really happens.
create function pg_temp.outcome(type text) returns table (
  channel text, decision text, reason text, rule text, source text, forced_by text
) language plpgsql as $$
declare
  event uuid := tests.tell(array['praticien'], outcome.type);
begin
  return query
    select
      trace.channel::text, trace.decision, trace.reason, trace.rule, trace.source,
      coalesce((select forced.by from forced where forced.id = trace.source_id), trace.source_id::text)
    from public.notification_deliveries as trace
    where trace.event_id = event
    order by trace.channel;
end;
$$;

-- Whether a channel is on.
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'send', 'default', 'default', 'types', null), ('email', 'send', 'default', 'default', 'types', null)$$,
  'nobody has said anything: the type says on'
);
select tests.settle('APPOINTMENT_UPDATED', in_app => false, email => false);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'skip', 'in_app_off', 'organisation_default', 'organisation_type_settings', null),
    ('email', 'skip', 'email_off', 'organisation_default', 'organisation_type_settings', null)$$,
  'the organisation says off'
);
select tests.set_preference('praticien', 'reminders', true, true, null);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'send', 'preference', 'preference', 'notification_preferences', null),
    ('email', 'send', 'preference', 'preference', 'notification_preferences', null)$$,
  'the person wants the category all the same'
);
select tests.set_type_preference('praticien', 'APPOINTMENT_UPDATED', false, false);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'skip', 'in_app_off', 'type_preference', 'notification_type_preferences', null),
    ('email', 'skip', 'email_off', 'type_preference', 'notification_type_preferences', null)$$,
  'but not this type of it'
);
insert into forced select 'category', tests.force('praticien', category => 'reminders', in_app => true, email => true);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'send', 'override', 'override', 'notification_overrides', 'category'),
    ('email', 'send', 'override', 'override', 'notification_overrides', 'category')$$,
  'the practice forces the category, whatever the person prefers'
);
insert into forced select 'type', tests.force('praticien', 'APPOINTMENT_UPDATED', in_app => false, email => false);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'skip', 'in_app_off', 'override', 'notification_overrides', 'type'),
    ('email', 'skip', 'email_off', 'override', 'notification_overrides', 'type')$$,
  'and of the category excepts the type'
);
select results_eq(
  $$select * from pg_temp.outcome('APPOINTMENT_UPDATED')$$, $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  'what then happens is what was explained'
);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_MOVED')$$,
  $$values ('in_app', 'send', 'override', 'override', 'notification_overrides', 'category'),
    ('email', 'send', 'override', 'override', 'notification_overrides', 'category')$$,
  'another type of the category has the category''s'
);
select results_eq(
  $$select * from pg_temp.answers('ISQ_WARNING')$$,
  $$values ('in_app', 'send', 'default', 'default', 'types', null), ('email', 'send', 'default', 'default', 'types', null)$$,
  'another category has none of it'
);
select is(
  (select count(*) from public.explain_notification(jsonb_build_object('type', 'APPOINTMENT_UPDATED', 'organisationId', tests.lumiere()))
    where user_id = tests.person('assistante') and rule = 'organisation_default'), 2::bigint,
  'nor has a colleague: for them it is still what the organisation says'
);

-- Each column is a wish of its own.
select tests.forget_everything();
truncate forced;
insert into forced select 'type', tests.force('praticien', 'APPOINTMENT_UPDATED', email => false);
select tests.set_type_preference('praticien', 'APPOINTMENT_UPDATED', frequency => 'DAILY');
select tests.set_preference('praticien', 'reminders', false, null, null);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'skip', 'in_app_off', 'preference', 'notification_preferences', null),
    ('email', 'skip', 'email_off', 'override', 'notification_overrides', 'type')$$,
  'an override of email says nothing of in-app, and a type preference without in-app leaves it to the category'
);
delete from public.notification_overrides;
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'skip', 'in_app_off', 'preference', 'notification_preferences', null),
    ('email', 'digest', 'frequency_daily', 'frequency', 'notification_type_preferences', null)$$,
  'the switch can come from one layer and the frequency from another'
);
select tests.set_type_preference('praticien', 'APPOINTMENT_UPDATED');
select tests.set_preference('praticien', 'reminders', null, null, null);
select results_eq(
  $$select * from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'send', 'default', 'default', 'types', null), ('email', 'send', 'default', 'default', 'types', null)$$,
  'rows without any wish are no wishes'
);

-- How often emails leave.
select tests.forget_everything();
truncate forced;
create function pg_temp.email_answer() returns table (
  decision text, reason text, rule text, source text, forced_by text, frequency text
) language sql as $$
  select answer.decision, answer.reason, answer.rule, answer.source, answer.forced_by, wish.frequency::text
  from pg_temp.answers('APPOINTMENT_UPDATED') as answer
  join notify.effective_preferences as wish
    on wish.user_id = tests.person('praticien') and wish.organisation_id = tests.lumiere() and wish.type = 'APPOINTMENT_UPDATED'
  where answer.channel = 'email';
$$;
select tests.settle('APPOINTMENT_UPDATED', frequency => 'DAILY');
select results_eq(
  'select * from pg_temp.email_answer()',
  $$values ('digest', 'frequency_daily', 'frequency', 'organisation_type_settings', null, 'DAILY')$$, 'the organisation says daily'
);
select tests.set_preference('praticien', 'reminders', null, null, 'WEEKLY');
select results_eq(
  'select * from pg_temp.email_answer()',
  $$values ('digest', 'frequency_weekly', 'frequency', 'notification_preferences', null, 'WEEKLY')$$, 'the person weekly for the category'
);
select tests.set_type_preference('praticien', 'APPOINTMENT_UPDATED', frequency => 'NONE');
select results_eq(
  'select * from pg_temp.email_answer()',
  $$values ('skip', 'frequency_none', 'type_preference', 'notification_type_preferences', null, 'NONE')$$, 'and never for the type'
);
insert into forced select 'category', tests.force('praticien', category => 'reminders', frequency => 'DAILY');
select results_eq(
  'select * from pg_temp.email_answer()',
  $$values ('digest', 'frequency_daily', 'frequency', 'notification_overrides', 'category', 'DAILY')$$, 'the practice forces daily'
);
insert into forced select 'type', tests.force('praticien', 'APPOINTMENT_UPDATED', frequency => 'IMMEDIATE');
select results_eq(
  'select * from pg_temp.email_answer()',
  $$values ('send', 'default', 'default', 'types', null, 'IMMEDIATE')$$, 'and this type at once, where the switch is still the type''s own'
);
update public.notification_overrides set frequency = 'NONE' where type is not null;
select results_eq(
  'select * from pg_temp.email_answer()',
  $$values ('skip', 'frequency_none', 'override', 'notification_overrides', 'type', 'NONE')$$, 'or never'
);
select results_eq(
  $$select channel, decision, reason, rule from pg_temp.answers('APPOINTMENT_UPDATED')$$,
  $$values ('in_app', 'send', 'default', 'default'), ('email', 'skip', 'frequency_none', 'override')$$,
  'the frequency rules email only'
);

-- Mandatory.
select tests.forget_everything();
truncate forced;
select tests.settle('SYSTEM_NOTICE', in_app => false);
select tests.set_type_preference('praticien', 'SYSTEM_NOTICE', in_app => false, email => false);
select results_eq(
  $$select * from pg_temp.answers('SYSTEM_NOTICE')$$,
  $$values ('in_app', 'send', 'mandatory', 'mandatory', 'types', null),
    ('email', 'skip', 'email_off', 'type_preference', 'notification_type_preferences', null)$$,
  'nobody turns a mandatory type off in-app, while its email stays the person''s choice'
);
insert into forced select 'type', tests.force('praticien', 'SYSTEM_NOTICE', in_app => false, email => true);
select results_eq(
  $$select * from pg_temp.outcome('SYSTEM_NOTICE')$$,
  $$values ('in_app', 'send', 'mandatory', 'mandatory', 'types', null),
    ('email', 'send', 'override', 'override', 'notification_overrides', 'type')$$,
  'not even an override, which rules its email'
);

-- What the person reads of it.
select tests.settle('MESSAGE_RECEIVED', email => false);
select tests.set_preference('praticien', 'alerts', true, null, 'WEEKLY');
select tests.authenticate_as('praticien');
select results_eq(
  $$select type, in_app, in_app_source, email, email_source, frequency::text, frequency_source, override_reason
    from public.my_notification_type_preferences(tests.lumiere())
    where type in ('ISQ_WARNING', 'MESSAGE_RECEIVED', 'SYSTEM_NOTICE')$$,
  $$values ('ISQ_WARNING', true, 'preference', true, 'default', 'WEEKLY', 'preference', null),
    ('SYSTEM_NOTICE', true, 'mandatory', true, 'override', 'IMMEDIATE', 'default', 'Décision du cabinet'),
    ('MESSAGE_RECEIVED', true, 'default', false, 'organisation_default', 'IMMEDIATE', 'default', null)$$,
  'a person sees what applies to them, which layer it comes from, and why it is forced'
);
select is_empty($$select 1 from public.my_notification_type_preferences(tests.parc())$$, 'of their own organisations only');
select tests.authenticate_as_owner();
update public.notification_preferences set push = true where user_id = tests.person('praticien');
insert into public.notification_overrides (organisation_id, user_id, type, sms, reason)
values (tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', true, 'Astreinte');
select tests.authenticate_as('praticien');
select results_eq(
  $$select push, push_source, sms, sms_source, override_reason from public.my_notification_type_preferences(tests.lumiere())
    where type in ('ISQ_WARNING', 'MESSAGE_RECEIVED')$$,
  $$values (true, 'preference', true, 'override', 'Astreinte'), (false, 'default', false, 'default', null)$$,
  'the same of push and SMS'
);

-- An organisation changes channel and audience of a type, without a deploy.
select tests.authenticate_as_owner();
select tests.forget_everything();
select tests.authenticate_as('admin');
select lives_ok(
  $$insert into public.organisation_type_settings (organisation_id, type, audience, in_app, email)
    values (tests.lumiere(), 'ISQ_WARNING', '{assistant}', false, true)$$,
  'an admin has warnings sent to the assistants, by email alone'
);
select tests.authenticate_as_owner();
select tests.measure(tests.new_implant(tests.lumiere()), 57);
select results_eq(
  $$select tests.people(array_agg(user_id)), channel::text, decision, rule from public.notification_deliveries as trace group by channel, decision, rule order by trace.channel$$,
  $$values (array['assistante@lumiere.test'], 'in_app', 'skip', 'organisation_default'),
    (array['assistante@lumiere.test'], 'email', 'send', 'organisation_default')$$,
  'and the very next warning goes there'
);
delete from public.notification_events;
select tests.measure(tests.new_implant(tests.parc()), 57);
select is(
  (select tests.people(array_agg(user_id)) from public.notifications),
  array['admin@parc.test', 'multi@cassius.test', 'praticien@parc.test'], 'another organisation still does as the type says'
);
select tests.authenticate_as('admin');
delete from public.organisation_type_settings;
select tests.authenticate_as_owner();
delete from public.notification_events;
select tests.measure(tests.new_implant(tests.lumiere()), 57);
select is(
  (select tests.people(array_agg(user_id)) from public.notifications),
  array['admin@lumiere.test', 'multi@cassius.test', 'praticien@lumiere.test'], 'and so does this one, once the setting is gone'
);

-- Who may settle and force.
select tests.authenticate_as('praticien');
select throws_ok(
  $$insert into public.organisation_type_settings (organisation_id, type) values (tests.lumiere(), 'ISQ_WARNING')$$, '42501', null,
  'a practitioner settles nothing for the others'
);
select throws_ok(
  $$insert into public.notification_overrides (organisation_id, user_id, type, email, reason)
    values (tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', false, 'Envie')$$, '42501', null,
  'nor forces anything, not even for themselves'
);
select tests.authenticate_as('operateur@cassius.test');
select throws_ok(
  $$insert into public.organisation_type_settings (organisation_id, type) values (tests.lumiere(), 'ISQ_WARNING')$$, '42501', null,
  'an operator settles nothing for an organisation'
);
select lives_ok(
  $$insert into public.notification_overrides (organisation_id, user_id, type, email, reason)
    values (tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', false, 'Boîte pleine')$$,
  'but may force a setting for one person'
);
select throws_ok(
  $$update public.notification_overrides set created_by = tests.person('admin')$$, '42501', null, 'in nobody else''s name'
);
select tests.authenticate_as('admin@parc.test');
select is_empty('select 1 from public.notification_overrides', 'which another organisation does not see');
select throws_ok(
  $$insert into public.notification_overrides (organisation_id, user_id, type, email, reason)
    values (tests.parc(), tests.person('praticien'), 'ISQ_WARNING', false, 'Voisin')$$, '23503', null,
  'nor can anybody force something for a person of another organisation'
);
select tests.authenticate_as('praticien');
select results_eq(
  $$select type, email, reason, created_by from public.notification_overrides$$,
  $$values ('ISQ_WARNING', false, 'Boîte pleine', tests.person('operateur@cassius.test'))$$, 'the person concerned sees it and why'
);
delete from public.notification_overrides;
select isnt_empty('select 1 from public.notification_overrides', 'but cannot lift it');
select tests.authenticate_as('admin');
delete from public.notification_overrides;
select results_eq(
  $$select actor_id, action, coalesce(details -> 'after', details -> 'before') ->> 'reason'
    from public.audit_logs where action ~ '^override' and actor_id is not null order by id$$,
  $$values (tests.person('operateur@cassius.test'), 'override.created', 'Boîte pleine'), (tests.person('admin'), 'override.deleted', 'Boîte pleine')$$,
  'an admin can, and the log knows who did what'
);

select * from finish();
rollback;
