-- The plans of a first day are kept by a connection while its tables grow: none of them may read a table whole.
begin;
select no_plan();
select tests.forget_everything();

create function pg_temp.whole_readings() returns table (table_name text, readings bigint) language sql as $$
  select format('%s.%s', schemaname, relname), seq_scan
  from pg_stat_xact_all_tables
  -- Others are lists of the stack's own, or, as the Vault's, hold two rows.
  where schemaname in ('public', 'notify', 'auth');
$$;

-- What the planner would read whole, were it for these few rows alone.
analyze;
select is(
  (select setting from pg_settings where name = 'enable_seqscan'), 'on', 'nothing but the engine forbids it'
);
create temporary table colleague as select tests.person('praticien') as id;
create temporary table before as select * from pg_temp.whole_readings();
grant all on before, colleague to service_role;

select tests.authenticate_as_service();
select public.notify(jsonb_build_object(
  'type', 'ISQ_CRITICAL', 'organisationId', tests.lumiere(), 'payload', '{"value": 25}'::jsonb
));
select public.notify_bulk(jsonb_build_array(
  jsonb_build_object(
    'type', 'IMAGING_ADDED', 'organisationId', tests.lumiere(), 'dedupeKey', 'first day',
    'recipientIds', (select jsonb_agg(id) from colleague)
  ),
  jsonb_build_object('type', 'ISQ_WARNING', 'organisationId', tests.lumiere(), 'payload', '{"value": 57}'::jsonb)
));
select tests.authenticate_as_owner();

select is_empty(
  $$
    select after.table_name, after.readings - coalesce(before.readings, 0) as readings
    from pg_temp.whole_readings() as after
    left join before on before.table_name = after.table_name
    where after.readings > coalesce(before.readings, 0)
  $$,
  'an event is accepted, routed and delivered through indexes alone'
);

-- Nor may it read what is others': the neighbours of a later day, whom those plans know nothing of.
create function pg_temp.rows_read() returns table (table_name text, rows_read numeric) language sql as $$
  select format('%s.%s', schemaname, relname), seq_tup_read + coalesce(idx_tup_fetch, 0)
  from pg_stat_xact_all_tables
  where schemaname in ('public', 'auth');
$$;
with neighbour as (
  insert into public.organisations (name)
  select format('Cabinet inventé n° %s', place) from generate_series(1, 300) as place
  returning id
),
member as (
  insert into public.organisation_members (organisation_id, user_id, role)
  select neighbour.id, tests.person('praticien@parc.test'), 'owner' from neighbour
)
insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute)
select neighbour.id, 5 from neighbour;
insert into public.organisation_type_settings (organisation_id, type, email)
select neighbour.organisation_id, type, true
from public.organisation_notification_settings as neighbour
cross join unnest(array['ISQ_WARNING', 'IMAGING_ADDED']) as type;
insert into public.notification_type_preferences (organisation_id, user_id, type, email)
select setting.organisation_id, tests.person('praticien@parc.test'), setting.type, false
from public.organisation_type_settings as setting;
insert into public.notification_preferences (organisation_id, user_id, category, email)
select neighbour.organisation_id, tests.person('praticien@parc.test'), 'alerts', false
from public.organisation_notification_settings as neighbour;
insert into public.notification_overrides (organisation_id, user_id, type, email, reason)
select setting.organisation_id, tests.person('praticien@parc.test'), setting.type, true, 'contrat de garde'
from public.organisation_type_settings as setting;
insert into public.notification_events (organisation_id, type, severity, accepted_at)
select tests.lumiere(), 'ISQ_WARNING', 'WARNING', notify.clock() - interval '1 day' from generate_series(1, 300);

create temporary table read_before as select * from pg_temp.rows_read();
select tests.authenticate_as_service();
select public.notify(jsonb_build_object(
  'type', 'ISQ_WARNING', 'organisationId', tests.lumiere(), 'payload', '{"value": 57}'::jsonb
));
select tests.authenticate_as_owner();
select is_empty(
  $$
    select after.table_name, after.rows_read - coalesce(before.rows_read, 0) as rows_read
    from pg_temp.rows_read() as after
    left join read_before as before on before.table_name = after.table_name
    where after.rows_read - coalesce(before.rows_read, 0) > 40
  $$,
  'an event reads what is its organisation''s and its people''s, whatever others have'
);

select * from finish();
rollback;
