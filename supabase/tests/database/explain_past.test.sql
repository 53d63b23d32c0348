-- "Why did I get this in June, and she did not?": an event of the past is explained as it was decided then.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-06-09 20:30+00');
create temporary table story as
select tests.new_implant(tests.lumiere()) as implant, tests.new_team('Chirurgie', '{praticien}') as team, null::jsonb as event, null::uuid as id;
grant select on story to public;
create temporary table dry_run (
  user_id uuid, full_name text, role public.member_role, channel public.notification_channel, decision text, reason text, rule text,
  source text, source_id uuid, category public.notification_category, due_at timestamptz
);
-- Explains an event, lets it happen, and says where the two explanations differ. Whom it does not concern leaves no trace.
create function pg_temp.differences(event jsonb) returns setof text language plpgsql as $$
declare
  happened uuid;
begin
  truncate dry_run;
  insert into dry_run
  select user_id, full_name, role, channel, decision, reason, rule, source, source_id, category, due_at
  from public.explain_notification(differences.event) where rule <> 'membership';
  happened := public.notify(differences.event) ->> 'eventId';
  update story set id = happened;
  return query
    select 'foreseen: ' || foreseen::text
    from (
      table dry_run
      except
      select user_id, full_name, role, channel, decision, reason, rule, source, source_id, category, due_at from public.explain_event(happened)
    ) as foreseen
    union all
    select 'happened: ' || answer::text
    from (
      select user_id, full_name, role, channel, decision, reason, rule, source, source_id, category, due_at from public.explain_event(happened)
      except
      table dry_run
    ) as answer;
end;
$$;
create function pg_temp.event(type text, more jsonb default '{}') returns jsonb language sql as $$
  select jsonb_build_object('type', event.type, 'organisationId', tests.lumiere()) || event.more;
$$;
-- How many answers rest on each rule, of the event that has just happened.
create function pg_temp.rules() returns text[] language sql as $$
  select array_agg(distinct channel || ' ' || decision || ' ' || rule order by channel || ' ' || decision || ' ' || rule)
  from public.explain_event((select id from story));
$$;

-- Each rule in turn.
select is_empty($$select pg_temp.differences(pg_temp.event('ISQ_WARNING'))$$, 'by default, what was foreseen is what happened');
select is(pg_temp.rules(), array['email send default', 'in_app send default'], 'for the reason that was given');

select tests.settle('ISQ_WARNING', audience => '{owner,admin,practitioner,assistant}', email => true);
select tests.set_preference('admin', 'alerts', true, true, 'WEEKLY');
select tests.set_type_preference('assistante', 'ISQ_WARNING', in_app => false, frequency => 'NONE');
select tests.force('multi@cassius.test', category => 'alerts', in_app => true, email => true);
select tests.set_times('multi@cassius.test', quiet_from => '22:00', quiet_until => '07:00');
select tests.mute('praticien', 'implant', implant) from story;
select is_empty(
  $$select pg_temp.differences(pg_temp.event('ISQ_WARNING', jsonb_build_object('entityId', implant))) from story$$,
  'settings, preferences, overrides, mutes, digests and quiet hours: as foreseen'
);
select is(
  pg_temp.rules(),
  array[
    'email digest frequency', 'email queue quiet_hours', 'email skip mute', 'email skip type_preference', 'in_app send override',
    'in_app send preference', 'in_app skip mute', 'in_app skip type_preference'
  ], 'each for its rule'
);
select tests.authenticate_as('admin');
select results_eq(
  $$select full_name, role::text, channel::text, decision, reason, rule, source, due_at from public.explain_event((select id from story))$$,
  $$values
    ('Aurore Démonstration', 'admin', 'in_app', 'send', 'preference', 'preference', 'notification_preferences', null::timestamptz),
    ('Aurore Démonstration', 'admin', 'email', 'digest', 'frequency_weekly', 'frequency', 'notification_preferences', '2026-06-15 06:00+00'),
    ('Basile Exemple', 'practitioner', 'in_app', 'skip', 'muted', 'mute', 'notification_mutes', null),
    ('Basile Exemple', 'practitioner', 'email', 'skip', 'muted', 'mute', 'notification_mutes', null),
    ('Capucine Fictive', 'assistant', 'in_app', 'skip', 'in_app_off', 'type_preference', 'notification_type_preferences', null),
    ('Capucine Fictive', 'assistant', 'email', 'skip', 'frequency_none', 'type_preference', 'notification_type_preferences', null),
    ('Gaëlle Multisite', 'practitioner', 'in_app', 'send', 'override', 'override', 'notification_overrides', null),
    ('Gaëlle Multisite', 'practitioner', 'email', 'queue', 'quiet_hours', 'quiet_hours', 'notification_settings', '2026-06-10 05:00+00')$$,
  'an admin reads who got what, when, and by which row of which table'
);
select tests.authenticate_as_owner();

select is_empty(
  $$select pg_temp.differences(pg_temp.event('SYSTEM_NOTICE'))$$, 'a mandatory type: as foreseen'
);
update public.patients set team_id = team from story, public.implants as kept where kept.id = implant and patients.id = kept.patient_id;
select is_empty(
  $$select pg_temp.differences(pg_temp.event('ISQ_CRITICAL', jsonb_build_object('entityId', implant))) from story$$, 'a file kept in a team: as foreseen'
);
select ok('in_app skip access' = any (pg_temp.rules()), 'with who may not see it');
insert into notify.suppressed_addresses (address, reason) values ('admin@lumiere.test', 'complaint');
update auth.users set email_confirmed_at = null where id = tests.person('assistante');
select is_empty(
  $$select pg_temp.differences(pg_temp.event('APPOINTMENT_UPDATED', jsonb_build_object('recipientIds', array[tests.person('admin'), tests.person('assistante')])))$$,
  'a suppressed address and none that is confirmed: as foreseen'
);
select is(
  pg_temp.rules(), array['email skip missing_address', 'email skip suppression', 'in_app send default'], 'each for its rule'
);
select is_empty($$select pg_temp.differences(pg_temp.event('STOCK_LOW', '{"throttleKey": "gants"}'))$$, 'the first of a throttle: as foreseen');
select is_empty($$select pg_temp.differences(pg_temp.event('STOCK_LOW', '{"throttleKey": "gants"}'))$$, 'the second: as foreseen');
select is(pg_temp.rules(), array['email skip throttle', 'in_app skip throttle'], 'stopped by the first');
select is_empty(
  $$select pg_temp.differences(pg_temp.event('TEAM_ACTIVITY', jsonb_build_object('actorId', tests.person('admin'))))$$,
  'who caused it: as foreseen'
);

-- A flood.
select tests.forget_everything();
select tests.set_clock('2026-06-09 20:40+00');
insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) values (tests.lumiere(), 3);
select is_empty(
  format($$select pg_temp.differences(pg_temp.event('TEAM_ACTIVITY'))$$), format('of a flood, event %s: as foreseen', event)
) from generate_series(1, 5) as event;
select is(pg_temp.rules(), array['email skip default', 'in_app coalesce rate_limit'], 'the last are gathered');

-- What was decided stays decided.
select tests.forget_everything();
select tests.set_clock('2026-06-09 20:30+00');
select pg_temp.differences(pg_temp.event('ISQ_WARNING'));
select tests.set_clock('2026-06-12 12:00+00');
select tests.set_preference('praticien', 'alerts', false, false);
delete from public.organisation_members where organisation_id = tests.lumiere() and user_id = tests.person('multi@cassius.test');
update public.organisation_members set role = 'assistant' where user_id = tests.person('praticien');
select results_eq(
  $$select full_name, role::text, channel::text, decision, rule, decided_at from public.explain_event((select id from story)) where user_id <> tests.person('admin')$$,
  $$values ('Basile Exemple', 'assistant', 'in_app', 'send', 'default', timestamptz '2026-06-09 20:30+00'),
    ('Basile Exemple', 'assistant', 'email', 'send', 'default', '2026-06-09 20:30+00'),
    ('Gaëlle Multisite', null, 'in_app', 'send', 'default', '2026-06-09 20:30+00'),
    ('Gaëlle Multisite', null, 'email', 'send', 'default', '2026-06-09 20:30+00')$$,
  'whatever people wish or become since; a role is that of today, and none for who has left'
);

-- Who may ask.
select tests.authenticate_as('praticien');
select throws_ok(
  'select public.explain_event((select id from story))', 'CN008', 'organisationId: only an admin of the organisation may do this', 'a colleague may not ask'
);
select tests.authenticate_as('admin@parc.test');
select throws_ok(
  'select public.explain_event((select id from story))', 'CN008', 'organisationId: only an admin of the organisation may do this',
  'nor the admin of another organisation'
);
select throws_ok(
  'select public.explain_event(gen_random_uuid())', 'CN008', 'organisationId: only an admin of the organisation may do this',
  'who is answered the same for an event that does not exist'
);
select tests.authenticate_as('admin');
select throws_ok(
  'select public.explain_event(gen_random_uuid())', 'CN008', 'organisationId: only an admin of the organisation may do this', 'as is anybody'
);
select throws_ok('select public.explain_event(null)', 'CN008', null, 'and for none');
select tests.authenticate_as_nobody();
select throws_ok('select public.explain_event(gen_random_uuid())', '42501', null, 'without a session nobody asks');
select tests.authenticate_as_service();
select isnt_empty('select * from public.explain_event((select id from story))', 'a server may');
select is_empty('select * from public.explain_event(gen_random_uuid())', 'and finds nothing where there is nothing');

select * from finish();
rollback;
