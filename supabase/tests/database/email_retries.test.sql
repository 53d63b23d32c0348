-- When the provider is in trouble or a worker dies: what is tried again, when, how often, and when a person has to decide.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
create function pg_temp.words(email uuid) returns text language sql as $$
  select error_message from public.email_outbox where id = email;
$$;
create function pg_temp.attempts(email uuid) returns integer language sql as $$
  select attempts from public.email_outbox where id = email;
$$;

-- The waits grow at random, and end.
create temporary table email as select tests.new_email('praticien') as id;
create temporary table wait (attempt integer, seconds numeric);
do $$
declare
  lease uuid;
  due timestamptz;
begin
  for attempt in 1..200 loop
    lease := tests.begin_sending();
    exit when lease is null;
    due := notify.retry_emails(lease, 'provider: 500');
    insert into wait values (attempt, extract(epoch from due - notify.clock()));
    perform tests.set_clock(due);
  end loop;
end;
$$;
select is((select count(*) from wait), 100::bigint, 'an email is tried a hundred times');
select is(tests.fate(id), 'FAILED gave_up', 'then given up') from email;
select is(pg_temp.words(id), 'gave up after 100 attempts; ask a person', 'and a person has to decide') from email;
select is(pg_temp.attempts(id), 100, 'the outbox says how often') from email;
select is_empty('select from notify.email_batches', 'nothing is left of the batch');
select is_empty(
  'select * from wait where seconds < 0 or seconds > least(900, 2 ^ (attempt - 1))',
  'no wait exceeds 1, 2, 4 … 900 seconds'
);
select cmp_ok((select count(*) from wait where seconds > 450), '>', 0::bigint, 'some are long');
select cmp_ok(
  (select count(*) from wait where attempt > 10 and seconds < 450), '>', 0::bigint,
  'others short: those who failed together do not come back together'
);

-- The provider's wish is the floor.
select tests.forget_everything();
update email set id = tests.new_email('praticien');
select is(
  notify.retry_emails(tests.begin_sending(), 'provider: 503', 120), notify.clock() + interval '120 seconds',
  'the first retry would come within a second, but waits as long as the provider asks'
);

-- 23 hours.
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
update email set id = tests.new_email('praticien');
create temporary table lease as select tests.begin_sending() as token;
select notify.retry_emails(token, 'provider: 500') from lease;
select tests.let_pass('23 hours');
update lease set token = tests.begin_sending();
select isnt(token, null, '23 hours after it was first sent a batch is still tried') from lease;
select notify.retry_emails(token, 'provider: 500') from lease;
select tests.let_pass('1 minute');
select is(tests.begin_sending(), null, 'then no longer: the provider would soon forget its key');
select is(tests.fate(id), 'FAILED gave_up', 'it is given up') from email;
select is(pg_temp.words(id), 'gave up after 23 hours of retries; ask a person', 'and a person has to decide') from email;

-- The hours count from the provider's first call, not from the claim.
select tests.forget_everything();
update email set id = tests.new_email('praticien');
select notify.retry_emails(lease_token, 'waiting: the run ended before its turn', counts => false) from notify.claim_emails();
select tests.let_pass('2 days');
select isnt(tests.begin_sending(), null, 'what was claimed and handed back has all the time in the world');

-- A worker dies before the provider is called: nothing has left, so the batch is halved until the killer is alone.
select tests.forget_everything();
create temporary table batch as select tests.new_email('praticien') as id from generate_series(1, 8);
update email set id = (select id from batch offset 5 limit 1);
create temporary table death (emails bigint);
do $$
declare
  claim record;
begin
  for round in 1..50 loop
    select lease_token as lease, array_agg(id) as ids into claim from notify.claim_emails() group by lease_token;
    exit when claim.lease is null;
    if (select id from email) = any (claim.ids) then
      insert into death values (cardinality(claim.ids));
      perform tests.let_pass('91 seconds');
    else
      perform notify.begin_sending(claim.lease);
      perform tests.ack(claim.lease);
    end if;
  end loop;
end;
$$;
select bag_eq('select emails from death', array[8, 4, 2, 1, 1, 1]::bigint[], 'halves, quarters, and alone three times');
select is(tests.fate(id), 'FAILED gave_up', 'the killer is given up') from email;
select is(pg_temp.words(id), 'gave up: its worker ended three times before sending it', 'and says why') from email;
select is(
  (select count(*) from batch where tests.fate(id) = 'SENT'), 7::bigint, 'its seven neighbours have left'
);
select is_empty('select from notify.email_batches', 'and no batch remains');

-- A worker dies after the provider is called: the batch may have arrived, so it stays what it is.
select tests.forget_everything();
delete from batch;
insert into batch select tests.new_email('praticien') from generate_series(1, 4);
create temporary table claim (round integer, batch_id uuid, ids uuid[]);
do $$
declare
  lease uuid;
begin
  for round in 1..9 loop
    lease := tests.begin_sending();
    exit when lease is null;
    insert into claim
    select round, held.id, (select array_agg(id order by id) from public.email_outbox where batch_id = held.id and status = 'PENDING')
    from notify.email_batches as held where held.lease_token = lease;
    perform tests.let_pass('91 seconds');
  end loop;
end;
$$;
select is((select count(*) from claim), 5::bigint, 'it is tried five times');
select is((select count(distinct (batch_id, ids)) from claim), 1::bigint, 'as the same emails under the same key');
select is(
  (select array_agg(distinct tests.fate(id)) from batch), array['FAILED outcome_unknown'],
  'then nobody knows what became of it'
);
select is(
  (select array_agg(distinct pg_temp.words(id)) from batch),
  array['gave up: its worker ended five times without an answer; outcome unknown'], 'and it says so'
);

-- Only who holds the lease sends.
select tests.forget_everything();
update email set id = tests.new_email('praticien');
update lease set token = (select lease_token from notify.claim_emails());
select is(notify.begin_sending(token), true, 'the holder may send') from lease;
select is(notify.begin_sending(token), true, 'and ask again') from lease;
select is(notify.begin_sending(gen_random_uuid()), false, 'a lease that never was may not');
select tests.let_pass('90 seconds');
select is(notify.begin_sending(token), false, 'nor one that ran out, though nobody has taken over') from lease;
select is(tests.ack(token), 1, 'its answer still counts then') from lease;
select is(notify.begin_sending(token), false, 'a settled batch is not sent again') from lease;

-- A batch that was handed back unsent may lose an account; from the first call on, it is whole as it is then.
select tests.forget_everything();
select tests.join_as('passage@invente.test', 'practitioner');
delete from batch;
insert into batch select tests.new_email(who) from unnest(array['admin', 'praticien', 'passage@invente.test']) as who;
select notify.retry_emails((select distinct lease_token from notify.claim_emails()), 'waiting: its lease ran short', counts => false);
delete from auth.users where email = 'passage@invente.test';
select tests.begin_sending();
select tests.let_pass('91 seconds');
select is(
  (select count(*) from notify.claim_emails()), 2::bigint,
  'its worker dies: the two that were sent are the two that are sent again'
);
select is_empty(
  $$select error_message from public.email_outbox where failure = 'outcome_unknown'$$, 'nothing is doubtful about a batch that never changed after it was sent'
);

-- 429: the provider is well, we are too fast. Nothing is burnt.
select tests.forget_everything();
update email set id = tests.new_email('praticien');
do $$
begin
  for round in 1..150 loop
    perform notify.retry_emails(tests.begin_sending(), 'provider: 429', 1, counts => false);
    perform tests.let_pass('1 second');
  end loop;
end;
$$;
select is(tests.fate(id), 'PENDING', 'a rate limit that goes on for longer than a hundred attempts gives up nothing') from email;
select is(pg_temp.attempts(id), 0, 'each attempt is given back') from email;
select is(pg_temp.words(id), 'provider: 429', 'the outbox says what it waits for') from email;
select is(
  notify.retry_emails(tests.begin_sending(), 'provider: 429', 30, counts => false), notify.clock() + interval '30 seconds',
  'it comes back when the provider says, to the instant'
);
select tests.let_pass('29.999 seconds');
select is(notify.emails_due(), false, 'not before');
select tests.let_pass('0.001 seconds');
select is(notify.emails_due(), true, 'and then');
select cmp_ok(
  notify.retry_emails(tests.begin_sending(), 'provider: 500'), '<=', notify.clock() + interval '1 second',
  'a real failure after that is the first'
);
select is(notify.retry_emails(gen_random_uuid(), 'late', 1, counts => false), null, 'who has lost the lease gives nothing back');

-- Told at its first attempt to slow down, a batch has not left: its emails go back to the queue.
create function pg_temp.first_sent_at() returns timestamptz language sql as $$
  select first_sent_at from notify.email_batches;
$$;
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
update email set id = tests.new_email('praticien');
create temporary table neighbour as select tests.new_email('admin') as id;
create temporary table limited as select tests.begin_sending() as lease;
select is(pg_temp.first_sent_at(), notify.clock(), 'whoever calls the provider may have sent');
select notify.retry_emails(lease, 'provider: 429', 30, counts => false) from limited;
select is(pg_temp.first_sent_at(), null, 'a first attempt that only met a rate limit took nothing along');
select tests.set_preference('praticien', 'alerts', true, false);
select tests.let_pass('30 seconds');
select results_eq(
  'select claim.id from notify.claim_emails() as claim', 'select id from neighbour', 'so that its emails are asked again whether they are wanted'
);
select is(tests.fate(id), 'FAILED email_off', 'and one that is not any more does not leave') from email;

-- After an attempt that may have arrived a rate limit changes nothing of that.
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
update email set id = tests.new_email('praticien');
select notify.retry_emails(tests.begin_sending(), 'provider: 500');
select tests.let_pass('1 minute');
create temporary table sent_first as select id as batch_id from notify.email_batches;
select notify.retry_emails(tests.begin_sending(), 'provider: 429', 30, counts => false);
select is(
  pg_temp.first_sent_at(), timestamptz '2027-03-01 10:00+00', 'what may have arrived stays so, when a later attempt meets a rate limit'
);
select tests.set_preference('praticien', 'alerts', true, false);
select tests.let_pass('30 seconds');
select notify.retry_emails(tests.begin_sending(), 'provider: 429', 30, counts => false);
select is(pg_temp.first_sent_at(), timestamptz '2027-03-01 10:00+00', 'however many rate limits it meets');
select tests.let_pass('30 seconds');
select results_eq(
  'select batch_id from notify.claim_emails()', 'select batch_id from sent_first', 'nobody is asked again: it is the same batch under its key'
);
select tests.let_pass('23 hours');
select is(tests.begin_sending(), null, 'its 23 hours go on counting meanwhile');
select is(tests.fate(id), 'FAILED gave_up', 'and end it') from email;

-- Rate limits alone lose nothing, however long.
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
update email set id = tests.new_email('praticien');
do $$
begin
  while notify.clock() < '2027-03-03 10:00+00' loop
    perform notify.retry_emails(tests.begin_sending(), 'provider: 429', 600, counts => false);
    perform tests.let_pass('10 minutes');
  end loop;
end;
$$;
select is(tests.fate(id), 'PENDING', 'two days of nothing but rate limits give up nothing') from email;
select is(tests.ack(tests.begin_sending()), 1, 'and when they end, it leaves');
select is(tests.fate(id), 'SENT', 'as if nothing had been') from email;

-- The first answer after a trouble wakes those who wait for its end.
select tests.forget_everything();
select tests.new_email('praticien') from generate_series(1, 3);
create temporary table waiting as select null::uuid as lease, ''::text as answer limit 0;
insert into waiting values (tests.begin_sending(1), 'backs off');
insert into waiting values (tests.begin_sending(1), 'was told when');
insert into waiting values (tests.begin_sending(1), 'accepted');
create function pg_temp.batch_of(answer text) returns uuid language sql as $$
  select batch.id from notify.email_batches as batch join waiting on waiting.lease = batch.lease_token
  where waiting.answer = batch_of.answer;
$$;
create temporary table kept as select pg_temp.batch_of('backs off') as backs_off, pg_temp.batch_of('was told when') as was_told;
select notify.retry_emails(lease, 'provider: 500') from waiting where answer = 'backs off';
select notify.retry_emails(lease, 'provider: 503', 600) from waiting where answer = 'was told when';
select is(notify.emails_due(), false, 'two batches wait');
select tests.ack(lease) from waiting where answer = 'accepted';
select is(
  (select array_agg(batch.id) from notify.email_batches as batch where next_attempt_at <= notify.clock()),
  array[backs_off], 'when a third is accepted, the one that backed off is due at once, the other when it was told'
) from kept;

-- What failed ten times has a trouble of its own: another one's success says nothing of it.
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
create temporary table trouble (name text primary key, email uuid);
do $$
declare
  lease uuid;
begin
  insert into trouble values ('ten', tests.new_email('praticien'));
  for round in 1..10 loop
    loop
      lease := tests.begin_sending(1);
      exit when lease is null;
      perform notify.retry_emails(lease, 'provider: 500');
    end loop;
    if round = 1 then
      insert into trouble values ('nine', tests.new_email('praticien'));
    end if;
    -- Longer than any wait, except after the last.
    if round < 10 then
      perform tests.let_pass('15 minutes 1 second');
    end if;
  end loop;
end;
$$;
select results_eq(
  $$select name, pg_temp.attempts(email) from trouble order by name$$, $$values ('nine', 9), ('ten', 10)$$,
  'one batch has failed nine times, another ten'
);
create temporary table before_success as
select trouble.name, batch.next_attempt_at
from trouble join public.email_outbox as waiting on waiting.id = trouble.email
join notify.email_batches as batch on batch.id = waiting.batch_id;
select tests.new_email('admin');
select is(tests.ack(tests.begin_sending()), 1, 'a third is accepted');
select results_eq(
  $$select trouble.name
    from trouble join public.email_outbox as waiting on waiting.id = trouble.email
    join notify.email_batches as batch on batch.id = waiting.batch_id
    where batch.next_attempt_at <= notify.clock()$$,
  array['nine'], 'the one that failed nine times is due at once'
);
select results_eq(
  $$select batch.next_attempt_at
    from trouble join public.email_outbox as waiting on waiting.id = trouble.email
    join notify.email_batches as batch on batch.id = waiting.batch_id
    where trouble.name = 'ten'$$,
  $$select next_attempt_at from before_success where name = 'ten'$$, 'the one that failed ten times waits as long as it would have'
);
select tests.ack(tests.begin_sending());
select is(tests.begin_sending(), null, 'nor does the success of the other change that');
select tests.let_pass('15 minutes');
select tests.ack(tests.begin_sending());
select set_eq($$select tests.fate(email) from trouble$$, array['SENT'], 'in its own time it leaves too');

select * from finish();
rollback;
