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

select * from finish();
rollback;
