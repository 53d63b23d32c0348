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

select * from finish();
rollback;
