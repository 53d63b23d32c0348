-- The queue of an organisation's emails: what an admin or operator sees of it, and what an admin can do about it.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
select tests.join_as('proprietaire@lumiere.test', 'owner');
delete from vault.secrets where name in ('notify_functions_url', 'notify_functions_key');

-- The error of a call in somebody's name; null: none. What it does is taken back.
create function pg_temp.error(who text, statement text) returns text language plpgsql as $$
begin
  perform tests.authenticate_as(who);
  execute statement;
  raise exception using errcode = 'ZZ000';
exception
  when sqlstate 'ZZ000' then
    perform tests.authenticate_as_owner();
    return null;
  when others then
    perform tests.authenticate_as_owner();
    return sqlstate || ' ' || sqlerrm;
end;
$$;
-- Emails that ended so: SENT, or a failure.
create function pg_temp.ended(how text, number integer default 1, organisation uuid default tests.lumiere()) returns void language plpgsql as $$
declare
  email uuid;
begin
  for nth in 1..number loop
    email := tests.new_email(case organisation when tests.parc() then 'admin@parc.test' else 'praticien' end, organisation);
    update public.email_outbox
    set
      status = case how when 'SENT' then 'SENT' else 'FAILED' end::public.email_status,
      sent_at = case how when 'SENT' then notify.clock() end,
      failure = nullif(how, 'SENT'), error_message = nullif(how, 'SENT')
    where id = email;
  end loop;
end;
$$;

-- An empty one.
select is(
  public.email_queue(tests.lumiere()),
  '{"pending": 0, "due": 0, "oldestDueAt": null, "sentLastHour": 0, "sentLastDay": 0, "failedLastDay": 0, "failureRate": null,
    "pausedUntil": null, "pauseReason": null, "failures": [], "notSent": []}'::jsonb,
  'nothing waits, nothing ended'
);

-- A week of it, the oldest first.
select pg_temp.ended('refused', 4);
select pg_temp.ended('SENT', 4);
select tests.let_pass('4 days');
select pg_temp.ended('gave_up', 3);
select pg_temp.ended('muted', 2);
select pg_temp.ended('SENT', 7);
select tests.let_pass('3 days');
select pg_temp.ended('refused');
select pg_temp.ended('outcome_unknown');
select pg_temp.ended('cancelled');
select pg_temp.ended('suppressed');
select pg_temp.ended('SENT', 4);
select tests.let_pass('2 hours');
select pg_temp.ended('SENT', 2);
select pg_temp.ended('gave_up', 50, tests.parc());
select tests.new_email('praticien') from generate_series(1, 2);
select tests.let_pass('30 minutes');
select tests.new_email('praticien');
create temporary table tomorrow as select tests.new_email('praticien') as id;
update public.email_outbox set send_after = notify.clock() + interval '8 hours' where id = (select id from tomorrow);
select tests.new_email('admin@parc.test', tests.parc());
create temporary table queue as select public.email_queue(tests.lumiere()) as of;
select is(of - '{failures,notSent}'::text[], jsonb_build_object(
  'pending', 4, 'due', 3, 'oldestDueAt', notify.clock() - interval '30 minutes',
  'sentLastHour', 2, 'sentLastDay', 6, 'failedLastDay', 2, 'failureRate', 0.25,
  'pausedUntil', null, 'pauseReason', null
), 'what waits, since when, what left in an hour and a day, and which part of it failed: of this organisation alone') from queue;
select set_eq(
  $$select failed ->> 'failure', (failed ->> 'count')::int from queue, jsonb_array_elements(of -> 'failures') as failed$$,
  $$values ('gave_up', 3), ('outcome_unknown', 1), ('refused', 1)$$, 'failures by reason, for a week'
);
select is(of -> 'failures' -> 0 ->> 'failure', 'gave_up', 'the most frequent first') from queue;
select set_eq(
  $$select failed ->> 'failure', (failed ->> 'count')::int from queue, jsonb_array_elements(of -> 'notSent') as failed$$,
  $$values ('muted', 2), ('cancelled', 1), ('suppressed', 1)$$, 'and, apart from them, what was not wanted any more'
);
select is(
  (public.email_queue(null) ->> 'pending')::int, 5, 'a server may ask for all organisations together'
);
select tests.begin_sending(3);
select is(
  (public.email_queue(tests.lumiere()) ->> 'pending')::int, 4, 'what a worker holds is still waiting'
);
select notify.open_email_circuit(null, 'provider: 401 invalid key', 300);
select results_eq(
  $$select of ->> 'pausedUntil', of ->> 'pauseReason' from public.email_queue(tests.lumiere()) as of$$,
  $$select to_jsonb(notify.clock() + interval '300 seconds') #>> '{}', 'provider: 401 invalid key'$$, 'a pause, its reason and its end'
);
select tests.let_pass('300 seconds');
select is(public.email_queue(tests.lumiere()) -> 'pausedUntil', 'null'::jsonb, 'a pause that is over is none');

-- Who sees it.
select is(pg_temp.error(who, format('select public.email_queue(%L)', tests.lumiere())), null, format('%s may', who))
from unnest(array['admin', 'proprietaire', 'operateur@cassius.test']) as who;
select is(pg_temp.error(who, format('select public.email_queue(%L)', tests.lumiere())) ~ '^CN008 organisationId', true, format('%s may not', who))
from unnest(array['praticien', 'assistante', 'multi@cassius.test', 'admin@parc.test']) as who;
select is(pg_temp.error('admin', 'select public.email_queue(null)') ~ '^CN008', true, 'nobody sees all of them at once');
select is(pg_temp.error('admin', format('select public.email_queue(%L)', gen_random_uuid())) ~ '^CN008', true, 'nor one that is none');

-- Again.
select tests.forget_everything();
select tests.set_clock('2027-03-10 10:00+00');
create temporary table email (kind text primary key, id uuid);
create function pg_temp.id(kind text) returns uuid language sql as $$ select id from email where email.kind = id.kind; $$;
insert into email
select kind, tests.new_email('praticien')
from unnest(array[
  'SENT', 'refused', 'gave_up', 'outcome_unknown', 'cancelled', 'not_a_member', 'no_access', 'no_confirmed_address', 'suppressed',
  'retracted', 'expired', 'email_off', 'frequency_none', 'muted', 'already_read'
]) as kind;
select tests.begin_sending();
update public.email_outbox as ended
set
  status = case kind when 'SENT' then 'SENT' else 'FAILED' end::public.email_status, failure = nullif(kind, 'SENT'),
  error_message = nullif(kind, 'SENT'), sent_at = case kind when 'SENT' then notify.clock() end,
  provider_message_id = 'p-' || ended.id, bounced_at = notify.clock()
from email where email.id = ended.id;
insert into email select 'PENDING', tests.new_email('praticien');
insert into email select 'parc', tests.new_email('admin@parc.test', tests.parc());
update public.email_outbox set status = 'FAILED', failure = 'refused', error_message = 'x' where id = pg_temp.id('parc');
create temporary table ids as select array_agg(id) as lumiere from email where kind <> 'parc';
grant select on ids, email to public;
select tests.let_pass('1 hour');
select tests.authenticate_as('admin');
select is(public.retry_emails(lumiere), 4, 'an admin has them tried again: four of them') from ids;
select is(public.retry_emails(lumiere), 0, 'once') from ids;
select tests.authenticate_as_owner();
select set_eq(
  $$select kind from email where tests.fate(id) = 'PENDING'$$, array['PENDING', 'refused', 'gave_up', 'outcome_unknown', 'cancelled'],
  'those that failed and those that somebody cancelled: what was not wanted any more is left alone, as is what was sent'
);
select is(tests.fate(pg_temp.id('parc')), 'FAILED refused', 'another organisation''s is not touched');
select results_eq(
  $$select distinct attempts, failure, error_message, batch_id, provider_message_id, bounced_at, settled_at, send_after
    from public.email_outbox join email using (id) where kind in ('refused', 'gave_up', 'outcome_unknown', 'cancelled')$$,
  $$select 0, null::text, null::text, null::uuid, null::text, null::timestamptz, null::timestamptz, notify.clock()$$,
  'they start anew: no batch, no key, nothing of the past'
);
select results_eq(
  $$select organisation_id, actor_id, details -> 'failures', (select array_agg(given.id::uuid order by given.id) from jsonb_array_elements_text(details -> 'ids') as given (id))
    from public.audit_logs where action = 'email.retry'$$,
  $$select
      tests.lumiere(), tests.person('admin'), '["cancelled", "gave_up", "outcome_unknown", "refused"]'::jsonb,
      array_agg(id order by id::text) from email where kind in ('refused', 'gave_up', 'outcome_unknown', 'cancelled')$$,
  'the log says who had which ones tried again, and what they had failed of: nothing is logged when there was nothing to do'
);
select is((select count(*) from notify.claim_emails()), 5::bigint, 'and the next worker takes them, beside the one that waited');

-- It wakes the worker.
select tests.forget_everything();
select vault.create_secret('http://functions.invalid/functions/v1', 'notify_functions_url');
select vault.create_secret('sb_secret_invented', 'notify_functions_key');
select pg_temp.ended('refused');
delete from net.http_request_queue;
select public.retry_emails(array_agg(id)) from public.email_outbox;
select results_eq(
  'select url from net.http_request_queue', array['http://functions.invalid/functions/v1/deliver-email'], 'the worker is woken'
);
select public.retry_emails(array_agg(id)) from public.email_outbox;
select is((select count(*) from net.http_request_queue), 1::bigint, 'but not for nothing');

-- Stop.
select tests.forget_everything();
delete from email;
insert into email values ('sending', tests.new_email('praticien'));
select tests.begin_sending();
insert into email values ('sent, comes back', tests.new_email('praticien'));
select notify.retry_emails(tests.begin_sending(), 'provider: 500', 600);
insert into email values ('handed back', tests.new_email('praticien'));
select notify.retry_emails((select lease_token from notify.claim_emails()), 'waiting', 600, counts => false);
insert into email values ('held', tests.new_email('praticien'));
select lease_token is null from notify.claim_emails();
insert into email values ('abandoned', tests.new_email('praticien'));
select lease_token is null from notify.claim_emails(lease_seconds => 10);
select tests.let_pass('10 seconds');
insert into email values ('waits', tests.new_email('praticien')), ('waits until tomorrow', tests.new_email('praticien'));
update public.email_outbox set send_after = notify.clock() + interval '1 day' where id = pg_temp.id('waits until tomorrow');
insert into email values ('SENT', tests.new_email('admin')), ('parc', tests.new_email('admin@parc.test', tests.parc()));
update public.email_outbox set status = 'SENT', sent_at = notify.clock() where id = pg_temp.id('SENT');
update ids set lumiere = (select array_agg(id) from email where kind <> 'parc');
select tests.authenticate_as('admin');
select is(public.cancel_emails(lumiere), 4, 'an admin cancels them: four of them') from ids;
select is(public.cancel_emails(lumiere), 0, 'once') from ids;
select tests.authenticate_as_owner();
select set_eq(
  $$select kind from email where tests.fate(id) = 'FAILED cancelled'$$, array['waits', 'waits until tomorrow', 'handed back', 'abandoned'],
  'what no worker holds and the provider cannot have'
);
select set_eq(
  $$select kind from email where tests.fate(id) = 'PENDING'$$, array['sending', 'sent, comes back', 'held', 'parc'],
  'what is on its way goes on, and so does another organisation''s'
);
select is(tests.fate(pg_temp.id('SENT')), 'SENT', 'what was sent was sent');
select is((select distinct error_message from public.email_outbox where failure = 'cancelled'), 'not sent: cancelled', 'and they say so');
select results_eq(
  $$select organisation_id, actor_id, jsonb_array_length(details -> 'ids') from public.audit_logs where action = 'email.cancel'$$,
  $$select tests.lumiere(), tests.person('admin'), 4$$, 'the log says who, and which ones'
);
select is_empty('select from public.activity_logs where action = ''email.failed''', 'a decision is not a failure');
select tests.let_pass('10 minutes');
select tests.ack(tests.begin_sending()) from generate_series(1, 9);
select set_eq(
  $$select kind from email where tests.fate(id) = 'SENT'$$, array['sending', 'sent, comes back', 'held', 'parc', 'SENT'],
  'the others leave'
);

-- One of a batch that was handed back unsent: what remains is a batch like any other.
select tests.forget_everything();
delete from email;
insert into email select 'nr ' || nth, tests.new_email('praticien') from generate_series(1, 3) as nth;
select notify.retry_emails((select distinct lease_token from notify.claim_emails()), 'waiting: its lease ran short', counts => false);
select is(public.cancel_emails(array[pg_temp.id('nr 2')]), 1, 'one of three is cancelled');
select notify.retry_emails(tests.begin_sending(), 'provider: 500');
select tests.let_pass('1 minute');
select is(
  (select count(*) from notify.claim_emails()), 2::bigint, 'the other two were tried, and are tried again as what they were'
);

-- By whom: admins, of their own.
select tests.forget_everything();
delete from email;
insert into email values ('failed', tests.new_email('praticien')), ('waits', tests.new_email('praticien')), ('parc', tests.new_email('admin@parc.test', tests.parc()));
update public.email_outbox set status = 'FAILED', failure = 'refused', error_message = 'x' where id = pg_temp.id('failed');
create temporary table door as
select door.name, email.kind, format('select public.%s(%L)', door.name, array[id]) as statement
from email, unnest(array['retry_emails', 'cancel_emails']) as door (name);
select is(pg_temp.error(who, statement), null, format('%s: %s', who, name))
from door, unnest(array['admin', 'proprietaire']) as who where kind <> 'parc';
select is(pg_temp.error(who, statement) ~ '^CN007 ids', true, format('%s: no %s', who, name))
from door, unnest(array['praticien', 'assistante', 'operateur@cassius.test', 'multi@cassius.test', 'admin@parc.test']) as who
where kind <> 'parc';
select is(
  pg_temp.error('admin', format('select public.%s(%L)', name, array[pg_temp.id('waits'), pg_temp.id('failed'), pg_temp.id('parc')])),
  pg_temp.error('admin', format('select public.%s(%L)', name, array[pg_temp.id('waits'), pg_temp.id('failed'), gen_random_uuid()])),
  format('%s: one of another tenant among one''s own is as unknown as one that is none', name)
) from door where kind = 'parc';
select is(pg_temp.error('admin', statement) ~ '^CN007 ids', true, format('%s: and refuses them all', name)) from door where kind = 'parc';
select is(
  pg_temp.error('admin', format('select public.%s(%L)', name, given.ids)) ~ '^CN003 ids', true, format('%s: %s', name, given.words)
) from (select distinct name from door) as door, (values
  ('{}'::uuid[], 'none is too few'), (null, 'nothing is none'),
  (array(select gen_random_uuid() from generate_series(1, 1001)), '1,001 are too many')
) as given (ids, words);
select is(
  pg_temp.error('admin', format('select public.%s(%L)', name, array(select pg_temp.id('waits') from generate_series(1, 1000)))), null,
  format('%s: 1,000 are not', name)
) from (select distinct name from door) as door;
select is(
  pg_temp.error('admin', format('select public.%s(%L)', name, array[pg_temp.id('waits'), null])) ~ '^CN007 ids', true,
  format('%s: a null is no email', name)
) from (select distinct name from door) as door;
select is(tests.fate(pg_temp.id('waits')), 'PENDING', 'nothing of this did anything');
select tests.authenticate_as_service();
select is(public.cancel_emails(array[waits.id, parc.id, gen_random_uuid()]), 2, 'a server may, across organisations; what it does not find it does not count')
from email as waits, email as parc where waits.kind = 'waits' and parc.kind = 'parc';
select tests.authenticate_as_owner();
select set_eq(
  $$select organisation_id, actor_id, details -> 'ids' ->> 0 from public.audit_logs where action = 'email.cancel'
    and details -> 'ids' ->> 0 in (select id::text from email)$$,
  $$values (tests.lumiere(), null::uuid, pg_temp.id('waits')::text), (tests.parc(), null, pg_temp.id('parc')::text)$$,
  'each organisation has it in its own log'
);

select * from finish();
rollback;
