-- What makes the outbox move: a poke right after the commit, and cron behind it.

create function notify.poke(function_name text)
returns void
language plpgsql
-- Definer: the function's address and key are in the Vault.
security definer
set search_path = ''
as $$
declare
  base_url text;
  api_key text;
begin
  select
    max(secret.decrypted_secret) filter (where secret.name = 'notify_functions_url'),
    max(secret.decrypted_secret) filter (where secret.name = 'notify_functions_key')
  into base_url, api_key
  from vault.decrypted_secrets as secret
  where secret.name in ('notify_functions_url', 'notify_functions_key');
  -- Not configured yet: the rows wait.
  if base_url is null or api_key is null then
    return;
  end if;
  perform net.http_post(
    url := base_url || '/' || poke.function_name,
    -- Answered as soon as it is taken (RFC 7240): the function goes on by itself, and nobody waits for the drain.
    headers := jsonb_build_object('Content-Type', 'application/json', 'apikey', api_key, 'Prefer', 'respond-async'),
    timeout_milliseconds := 60000
  );
exception
  -- Cron pokes again: waking the worker must never fail the business write.
  when others then
    raise warning 'notify.poke: % (%)', sqlerrm, sqlstate;
end;
$$;

comment on function notify.poke(text) is
  'Wakes an Edge Function after the commit (pg_net). Needs the Vault secrets notify_functions_url and notify_functions_key; does nothing without them. Never raises.';

create function notify.tg_email_outbox__after_insert_poke()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  transaction_id text := pg_current_xact_id()::text;
begin
  -- A savepoint that rolls back takes its poke along, and this setting with it.
  if current_setting('notify.poked_in', true) is distinct from transaction_id
    and exists (select from waiting where waiting.send_after <= notify.clock())
    -- Under load one nearly always is: each poke is a request that somebody has to make, and to answer.
    and not notify.email_worker_is_at_work()
  then
    transaction_id := set_config('notify.poked_in', transaction_id, true);
    perform notify.poke('deliver-email');
  end if;
  return null;
end;
$$;

comment on function notify.tg_email_outbox__after_insert_poke() is 'One poke a transaction, however many emails it queues; none while a worker is at work.';

create trigger tg_email_outbox__after_insert_poke
after insert on public.email_outbox
referencing new table as waiting
for each statement execute function notify.tg_email_outbox__after_insert_poke();

create function notify.poke_if_emails_due()
returns void
language sql
set search_path = ''
as $$
  select notify.poke('deliver-email') where notify.emails_due();
$$;

comment on function notify.poke_if_emails_due() is
  'The backstop of cron: retries that are due, leases that ran out, pokes that got lost.';

do $$
begin
  perform cron.schedule('notify-emails', '10 seconds', 'select notify.poke_if_emails_due()');
exception
  -- pg_cron before 1.5 counts in minutes.
  when others then
    perform cron.schedule('notify-emails', '* * * * *', 'select notify.poke_if_emails_due()');
end;
$$;
-- pg_cron keeps a row for each run, for ever.
select cron.schedule(
  'notify-cron-history', '17 3 * * *',
  $$delete from cron.job_run_details where end_time < now() - interval '7 days'$$
);

create function notify.has_time()
returns boolean
language sql
volatile
set search_path = ''
return clock_timestamp() < statement_timestamp() + interval '45 seconds';

comment on function notify.has_time() is
  'Whether a job of cron may begin another round: it ends before its next minute does.';

-- Each round is a transaction of its own: its locks are short, and what it did is done. What is left waits for the next
-- minute. Blocks rather than a procedure, which could not both commit and fix its search_path; one statement each, since
-- several would share a transaction.
select cron.schedule('notify-digests', '* * * * *', $job$
  do $$
  begin
    while notify.digests_due() and notify.has_time() loop
      perform notify.build_digests();
      commit;
    end loop;
  end;
  $$
$job$);
select cron.schedule('notify-scheduled', '* * * * *', $job$
  do $$
  begin
    while notify.scheduled_due() and notify.has_time() loop
      perform notify.dispatch_scheduled();
      commit;
    end loop;
  end;
  $$
$job$);
select cron.schedule('notify-snoozed', '* * * * *', $job$
  do $$
  begin
    while notify.wake_snoozed() > 0 and notify.has_time() loop
      commit;
    end loop;
  end;
  $$
$job$);
select cron.schedule('notify-email-failures', '* * * * *', 'select notify.watch_email_failures()');
select cron.schedule('notify-upkeep', '*/5 * * * *', $job$
  do $$
  begin
    while exists (select from jsonb_each(notify.clean_up()) where value <> '0') and notify.has_time() loop
      commit;
    end loop;
  end;
  $$
$job$);
