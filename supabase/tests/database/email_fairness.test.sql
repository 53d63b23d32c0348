-- A long queue of one organisation does not delay another's first email.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
insert into public.email_outbox (organisation_id, user_id, type, subject, template, categories, locale, payload)
select tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', 'x', 'alert', '{alerts}', 'fr', '{}' from generate_series(1, 5000);
select tests.let_pass('1 hour');
create temporary table late as select tests.new_email('praticien@parc.test', tests.parc()) as id;

create temporary table claim as select * from notify.claim_emails();
select is((select count(*) from claim), 100::bigint, 'a claim is a full batch');
select is((select count(*) from claim join late using (id)), 1::bigint, 'in which the email that came last is, with 5,000 before it');
select is((select count(*) from claim where organisation_id = tests.lumiere()), 99::bigint, 'beside 99 of the 5,000');

-- Two long queues share.
insert into public.email_outbox (organisation_id, user_id, type, subject, template, categories, locale, payload)
select tests.parc(), tests.person('praticien@parc.test'), 'ISQ_WARNING', 'x', 'alert', '{alerts}', 'fr', '{}' from generate_series(1, 200);
delete from claim;
insert into claim select * from notify.claim_emails();
select results_eq(
  'select count(*) from claim group by organisation_id', array[50, 50]::bigint[], 'two that both have much take half each'
);
delete from claim;
insert into claim select * from notify.claim_emails(batch_size => 1);
insert into claim select * from notify.claim_emails(batch_size => 1);
select is((select count(*) from claim), 2::bigint, 'the smallest batch is one email');

-- Who has less than an equal share leaves the rest of it to the others.
select tests.forget_everything();
create temporary table third as select gen_random_uuid() as id;
insert into public.organisations (id, name) select id, 'Cabinet du milieu' from third;
insert into public.organisation_members (organisation_id, user_id, role) select id, tests.person('praticien'), 'practitioner' from third;
insert into public.email_outbox (organisation_id, user_id, type, subject, template, categories, locale, payload)
select queue.organisation_id, queue.user_id, 'ISQ_WARNING', 'x', 'alert', '{alerts}', 'fr', '{}'
from (
  select tests.lumiere(), tests.person('praticien'), 300
  union all select tests.parc(), tests.person('praticien@parc.test'), 300
  union all select third.id, tests.person('praticien'), 10 from third
) as queue (organisation_id, user_id, emails)
cross join generate_series(1, queue.emails);
delete from claim;
insert into claim select * from notify.claim_emails();
select results_eq(
  'select count(*) from claim group by organisation_id order by 1', array[10, 45, 45]::bigint[],
  'ten of a small queue, and as much of either long one'
);

-- Within an organisation the longest wait comes first.
select tests.forget_everything();
create temporary table turn (nth integer, id uuid);
do $$
begin
  for place in 1..5 loop
    insert into turn values (place, tests.new_email('praticien'));
    perform tests.let_pass('1 second');
  end loop;
end;
$$;
select set_eq(
  'select nth from notify.claim_emails(batch_size => 2) join turn using (id)', array[1, 2], 'at home the oldest leave first'
);
select set_eq('select nth from notify.claim_emails(batch_size => 2) join turn using (id)', array[3, 4], 'then the next');

-- What is not wanted any more takes no room: who comes after it moves up.
select tests.forget_everything();
insert into public.email_outbox (organisation_id, user_id, type, subject, template, categories, locale, payload)
select tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', 'x', 'alert', '{alerts}', 'fr', '{}' from generate_series(1, 300);
select tests.let_pass('1 second');
select tests.new_email('admin');
select tests.set_preference('praticien', 'alerts', true, false);
select results_eq(
  'select recipient from notify.claim_emails()', array['admin@lumiere.test'], 'behind 300 that nobody wants, the one that is wanted leaves at once'
);

-- Behind thousands that nobody wants a claim stops in between: what it settled is kept, and the worker is woken to go on.
select tests.forget_everything();
delete from vault.secrets where name in ('notify_functions_url', 'notify_functions_key');
select vault.create_secret('http://functions.invalid/functions/v1', 'notify_functions_url');
select vault.create_secret('sb_secret_invented', 'notify_functions_key');
insert into public.email_outbox (organisation_id, user_id, type, subject, template, categories, locale, payload)
select tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', 'x', 'alert', '{alerts}', 'fr', '{}' from generate_series(1, 2500);
select tests.let_pass('1 second');
create temporary table wanted as select tests.new_email('admin') as id;
select tests.set_preference('praticien', 'alerts', true, false);
create function pg_temp.settled() returns bigint language sql as $$
  select count(*) from public.email_outbox where failure = 'email_off';
$$;
delete from net.http_request_queue;
select is_empty('select * from notify.claim_emails()', 'after a thousand that nobody wants a claim brings nothing');
select is(pg_temp.settled(), 1000::bigint, 'the thousand are settled');
select is_empty('select id from notify.email_batches', 'no batch is left of them');
select results_eq(
  'select url from net.http_request_queue', array['http://functions.invalid/functions/v1/deliver-email'], 'the worker is woken to go on'
);
select is(notify.emails_due(), true, 'and has something to do');
select is_empty('select * from notify.claim_emails()', 'the next claim settles the second thousand');
select is(pg_temp.settled(), 2000::bigint, 'which makes two');
select is((select count(*) from net.http_request_queue), 2::bigint, 'and wakes the worker once more');
select results_eq(
  'select id from notify.claim_emails()', 'select id from wanted', 'the third finds the one that is wanted, behind 2,500 that are not'
);
select is(pg_temp.settled(), 2500::bigint, 'and all of them say why they did not leave');
select is((select count(*) from net.http_request_queue), 2::bigint, 'nobody is woken for a batch that was found');
select is(notify.emails_due(), false, 'nothing else waits');

select * from finish();
rollback;
