-- What wakes the worker.
begin;
select no_plan();
select tests.forget_everything();
delete from net.http_request_queue;
delete from vault.secrets where name in ('notify_functions_url', 'notify_functions_key');

select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is_empty('select 1 from net.http_request_queue', 'without the Vault secrets nobody is poked');
select isnt_empty('select 1 from public.email_outbox', 'but the emails wait');

select vault.create_secret('http://functions.invalid/functions/v1', 'notify_functions_url');
select vault.create_secret('sb_secret_invented', 'notify_functions_key');
select tests.next_transaction();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select results_eq(
  $$select method::text, url, headers ->> 'apikey' from net.http_request_queue$$,
  $$values ('POST', 'http://functions.invalid/functions/v1/deliver-email', 'sb_secret_invented')$$,
  'a transaction pokes the worker once, however many alerts it raises'
);
select tests.next_transaction();
savepoint before_measure;
select tests.measure(tests.new_implant(tests.lumiere()), 25);
rollback to savepoint before_measure;
select is((select count(*) from net.http_request_queue), 1::bigint, 'a rolled-back measurement pokes nobody');
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is((select count(*) from net.http_request_queue), 2::bigint, 'and does not keep the next one from poking');

delete from net.http_request_queue;
select notify.poke_if_emails_due();
select is((select count(*) from net.http_request_queue), 1::bigint, 'cron pokes again while emails wait');
delete from net.http_request_queue;
select notify.claim_emails();
select notify.poke_if_emails_due();
select is_empty('select 1 from net.http_request_queue', 'and leaves the worker alone while another one holds them');

-- A worker is at work: it claims again by itself.
select tests.set_clock(notify.clock());
select tests.next_transaction();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is_empty('select 1 from net.http_request_queue', 'while a worker is at work an alert pokes nobody');
select tests.let_pass('5 seconds');
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is((select count(*) from net.http_request_queue), 1::bigint, 'unless that worker has said nothing for five seconds');
delete from net.http_request_queue;
select * from notify.claim_emails();
select notify.retry_emails(lease_token, 'provider: 503') from notify.email_batches where lease_token is not null;
select tests.next_transaction();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is((select count(*) from net.http_request_queue), 1::bigint, 'or has given its batch back');

savepoint net_works;
create function pg_temp.break() returns trigger language plpgsql as $$ begin raise exception 'pg_net is down'; end $$;
create trigger break before insert on net.http_request_queue for each row execute function pg_temp.break();
set local client_min_messages = error;
select tests.next_transaction();
select lives_ok($$select tests.measure(tests.new_implant(tests.lumiere()), 25)$$, 'a measurement is written although pg_net fails');
rollback to savepoint net_works;

select set_eq(
  $$select jobname, array(select found[1] from regexp_matches(command, 'notify\.(\w+)\(', 'g') as found), active
    from cron.job where jobname like 'notify-%'$$,
  $$values ('notify-emails', array['poke_if_emails_due'], true), ('notify-digests', array['digests_due', 'has_time', 'build_digests'], true),
    ('notify-scheduled', array['scheduled_due', 'has_time', 'dispatch_scheduled'], true), ('notify-snoozed', array['wake_snoozed', 'has_time'], true),
    ('notify-upkeep', array['clean_up', 'has_time'], true), ('notify-email-failures', array['watch_email_failures'], true), ('notify-cron-history', '{}', true)$$,
  'cron has its jobs'
);
select is(
  (select command from cron.job where jobname = 'notify-cron-history'),
  'delete from cron.job_run_details where end_time < now() - interval ''7 days''', 'one of which forgets the runs of the others'
);
select is_empty(
  $$select jobname from cron.job
    where command ~ 'has_time' and command !~ '^\s*do \$\$\s+begin\s+while .* loop\s.*\mcommit;\s+end loop;\s+end;\s+\$\$\s*$'$$,
  'those that go on until nothing is left commit after each round, for which their command is a single statement'
);
select is(notify.has_time(), true, 'a job that has just begun has time for a round');
select is(
  (select schedule from cron.job where jobname = 'notify-emails'),
  case
    when (select string_to_array(split_part(extversion, '-', 1), '.')::int[] >= array[1, 5] from pg_extension where extname = 'pg_cron')
      then '10 seconds'
    else '* * * * *'
  end,
  'and pokes as often as this pg_cron can'
);
select set_eq(
  $$select jobname, schedule from cron.job where jobname in ('notify-digests', 'notify-scheduled', 'notify-snoozed', 'notify-upkeep')$$,
  $$values ('notify-digests', '* * * * *'), ('notify-scheduled', '* * * * *'), ('notify-snoozed', '* * * * *'), ('notify-upkeep', '*/5 * * * *')$$,
  'what falls due is looked for every minute, upkeep every five'
);

select * from finish();
rollback;
