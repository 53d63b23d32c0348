-- The outbox as a worker sees it: claim, and every way it can go.
begin;
select no_plan();
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
create temporary table claim as select * from notify.claim_emails();
create function pg_temp.status() returns text[] language sql as $$
  select array_agg(distinct status || ' ' || attempts) from public.email_outbox;
$$;
-- As if so much time had passed for the batches.
create function pg_temp.wait(span interval) returns void language sql as $$
  update notify.email_batches
  set leased_until = leased_until - span, next_attempt_at = next_attempt_at - span, first_sent_at = first_sent_at - span;
$$;

-- A claim.
select results_eq(
  'select recipient from claim order by 1', array['admin@lumiere.test', 'multi@cassius.test', 'praticien@lumiere.test'],
  'a claim brings the emails with their addresses'
);
select is((select count(distinct batch_id) from claim), 1::bigint, 'as one batch');
select is_empty('select * from notify.claim_emails()', 'which nobody else can claim meanwhile');
select is(pg_temp.status(), array['PENDING 1'], 'and counts as an attempt');
select is(notify.emails_due(), false, 'nothing else is due');

-- Its worker dies while the provider has it.
select is(notify.begin_sending((select distinct lease_token from claim)), true, 'whoever holds the lease may send');
select pg_temp.wait('91 seconds');
select is(notify.emails_due(), true, 'after the lease the batch is due again');
create temporary table second_claim as select * from notify.claim_emails();
select results_eq(
  'select batch_id, id, recipient, subject, template, locale, payload, created_at from second_claim',
  'select batch_id, id, recipient, subject, template, locale, payload, created_at from claim',
  'and comes back the same: same batch id, same emails, same order, same words'
);
select is(
  notify.ack_emails((select distinct lease_token from claim), (select jsonb_agg(jsonb_build_object('id', id, 'providerMessageId', 'late')) from claim)),
  0, 'the first worker''s answer no longer counts'
);
select is(notify.begin_sending((select distinct lease_token from claim)), false, 'nor may it send');

-- The provider has trouble.
select cmp_ok(
  notify.retry_emails((select distinct lease_token from second_claim), 'provider: 503', 30), '>=', now() + interval '30 seconds',
  'a retry waits at least as long as the provider asks'
);
select is((select distinct error_message from public.email_outbox), 'provider: 503', 'the outbox says what went wrong');
select is_empty('select * from notify.claim_emails()', 'meanwhile nothing is claimed');
select pg_temp.wait('2 minutes');
truncate second_claim;
insert into second_claim select * from notify.claim_emails();
select notify.begin_sending(lease_token) from second_claim limit 1;
select results_eq('select batch_id, id from second_claim', 'select batch_id, id from claim', 'the retry is the same batch again');

-- The provider refuses us: the channel pauses, no attempt is burnt.
select notify.open_email_circuit((select distinct lease_token from second_claim), 'provider: 401', 300);
select is(pg_temp.status(), array['PENDING 2'], 'an open circuit gives the attempt back');
select is_empty('select * from notify.claim_emails()', 'and nothing is claimed while it is open');
select is(notify.emails_due(), false, 'nor due');
update notify.circuits set open_until = now();
truncate second_claim;
insert into second_claim select * from notify.claim_emails();
select isnt_empty('select * from second_claim', 'when it closes the batch is claimed again');

-- The provider accepts.
select is(
  notify.ack_emails((select distinct lease_token from second_claim), (select jsonb_agg(jsonb_build_object('id', id, 'providerMessageId', 'p-' || recipient)) from second_claim)),
  3, 'the provider''s ids are kept'
);
select results_eq(
  $$select status::text, provider_message_id, error_message, sent_at is not null from public.email_outbox where user_id = tests.person('praticien')$$,
  $$values ('SENT', 'p-praticien@lumiere.test', null, true)$$, 'and the emails are SENT'
);
select is_empty('select * from notify.email_batches', 'the batch is settled');
select is_empty('select * from notify.circuits', 'and the circuit closed');

-- SENT means that the provider gave an id.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is(
  notify.ack_emails((select distinct lease_token from notify.claim_emails()), (select jsonb_agg(jsonb_build_object('id', id)) from public.email_outbox)),
  0, 'an acknowledgement without the provider''s ids acknowledges nothing'
);

-- The provider calls a batch invalid: it is split until the poison is alone.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
create temporary table verdict (recipient text, outcome text);
do $$
declare
  lease uuid;
  people text[];
begin
  for round in 1..10 loop
    select lease_token, array_agg(recipient) into lease, people from notify.claim_emails() group by lease_token;
    exit when lease is null;
    if 'multi@cassius.test' = any (people) then
      insert into verdict values (array_to_string(people, ','), notify.reject_emails(lease, 'provider: 422 invalid address'));
    else
      perform notify.ack_emails(lease, (
        select jsonb_agg(jsonb_build_object('id', id, 'providerMessageId', 'ok'))
        from public.email_outbox where recipient = any (people)
      ));
    end if;
    lease := null;
  end loop;
end;
$$;
select results_eq(
  $$select recipient, status::text, error_message from public.email_outbox order by recipient$$,
  $$values ('admin@lumiere.test', 'SENT', null), ('multi@cassius.test', 'FAILED', 'provider: 422 invalid address'),
    ('praticien@lumiere.test', 'SENT', null)$$,
  'the refused address fails with the provider''s words, the others are sent'
);

-- A batch that cannot even be composed, and never left: the one at fault ends up alone.
create function pg_temp.lease() returns uuid language sql as $$
  select distinct claim.lease_token from notify.claim_emails() as claim;
$$;
select tests.forget_everything();
create temporary table letter as select nth, tests.new_email('praticien') as id from generate_series(1, 4) as nth;
select is(
  notify.reject_emails(pg_temp.lease(), 'template: no such colour', asked => false), 'split', 'a batch that never left and cannot be composed is split'
);
select is((select count(*) from notify.email_batches), 2::bigint, 'in two');
select is((select array_agg(distinct tests.fate(id)) from letter), array['PENDING'], 'of which nothing is lost');
do $$
declare
  lease uuid;
  ids uuid[];
begin
  for round in 1..10 loop
    select claim.lease_token, array_agg(claim.id) into lease, ids from notify.claim_emails() as claim group by claim.lease_token;
    exit when lease is null;
    if (select id from letter where nth = 3) = any (ids) then
      perform notify.reject_emails(lease, 'template: no such colour', asked => false);
    else
      perform notify.begin_sending(lease);
      perform tests.ack(lease);
    end if;
  end loop;
end;
$$;
select results_eq(
  'select nth from letter where tests.fate(id) = ''SENT'' order by nth', array[1, 2, 4], 'its neighbours leave'
);
select results_eq(
  'select email.failure, email.error_message from letter join public.email_outbox as email using (id) where nth = 3',
  $$values ('refused', 'template: no such colour')$$, 'the one at fault fails with the words, and nothing about it is in doubt'
);

-- The same of a batch that may have left: under new keys its halves could arrive twice.
select tests.forget_everything();
delete from letter;
insert into letter select nth, tests.new_email('praticien') from generate_series(1, 4) as nth;
select notify.retry_emails(tests.begin_sending(), 'provider: no answer');
select pg_temp.wait('1 minute');
select is(
  notify.reject_emails(pg_temp.lease(), 'template: no such colour', asked => false), 'failed',
  'a batch that may have left and cannot be composed any more is not split'
);
select results_eq(
  'select distinct email.failure, email.error_message from letter join public.email_outbox as email using (id)',
  $$values ('outcome_unknown', 'template: no such colour')$$, 'what became of all of it nobody knows'
);
select is_empty('select id from notify.email_batches', 'and it is settled');
select tests.forget_everything();
delete from letter;
insert into letter values (1, tests.new_email('praticien'));
select notify.retry_emails(tests.begin_sending(), 'provider: no answer');
select pg_temp.wait('1 minute');
select notify.reject_emails(pg_temp.lease(), 'template: no such colour', 'refused', asked => false);
select is(tests.fate(id), 'FAILED outcome_unknown', 'one alone that may have left is in doubt as well, whatever it is said to be') from letter;
select is(notify.reject_emails(gen_random_uuid(), 'late', asked => false), null, 'who has lost the lease rejects nothing');

-- Refused whole by the provider: nothing of it was kept, even if it was asked before.
select tests.forget_everything();
delete from letter;
insert into letter select nth, tests.new_email('praticien') from generate_series(1, 2) as nth;
select notify.retry_emails(tests.begin_sending(), 'provider: 500');
select pg_temp.wait('1 minute');
select is(notify.reject_emails(tests.begin_sending(), 'provider: 422'), 'split', 'a batch that the provider itself calls invalid is split');

-- The parts of a batch stay apart until they are settled.
select tests.forget_everything();
delete from letter;
insert into letter select nth, tests.new_email('praticien') from generate_series(1, 4) as nth;
select notify.reject_emails(tests.begin_sending(), 'provider: 422');
create temporary table part as
select batch.id as batch_id, array_agg(email.id order by email.id) as ids
from notify.email_batches as batch join public.email_outbox as email on email.batch_id = batch.id group by batch.id;
insert into letter values (5, tests.new_email('praticien'));
select results_eq('select cardinality(ids) from part', array[2, 2], 'four emails are in two parts, and a fifth comes');
do $$
declare
  handed_back uuid[] := array[pg_temp.lease(), pg_temp.lease()];
begin
  perform notify.retry_emails(lease, 'waiting: its lease ran short', counts => false) from unnest(handed_back) as lease;
  handed_back := array[tests.begin_sending(), tests.begin_sending()];
  perform notify.retry_emails(lease, 'provider: 429', 1, counts => false) from unnest(handed_back) as lease;
end;
$$;
select pg_temp.wait('1 second');
create temporary table round (batch_id uuid, ids uuid[]);
do $$
begin
  for claim in 1..3 loop
    insert into round select batch_id, array_agg(id order by id) from notify.claim_emails() group by batch_id;
  end loop;
end;
$$;
select set_eq(
  'select batch_id, ids from round where batch_id in (select batch_id from part)', 'select batch_id, ids from part',
  'handed back unsent, then told to slow down, each part comes back as what it is'
);
select results_eq(
  'select ids from round where batch_id not in (select batch_id from part)', 'select array[id] from letter where nth = 5',
  'and the fifth, that nobody suspects, goes without them'
);

-- One that was handed back unsent, and was never split, is no batch any more.
select tests.forget_everything();
delete from letter;
insert into letter values (1, tests.new_email('praticien')), (2, tests.new_email('admin'));
create temporary table unsent as select distinct batch_id, lease_token from notify.claim_emails();
select notify.retry_emails(lease_token, 'waiting: the run ended before its turn', counts => false) from unsent;
select tests.set_preference('admin', 'alerts', true, false);
insert into letter values (3, tests.new_email('multi@cassius.test'));
create temporary table anew as select * from notify.claim_emails();
select results_eq(
  'select nth from anew join letter using (id) order by nth', array[1, 3], 'its emails leave with others that came meanwhile'
);
select is(tests.fate(id), 'FAILED email_off', 'but not one that was switched off meanwhile') from letter where nth = 2;
select is_empty('select 1 from anew join unsent using (batch_id)', 'under another key');
select is((select count(*) from notify.email_batches), 1::bigint, 'and nothing is left of the old batch');

-- Its worker dies before the provider has it: nothing has left, so it may change.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
truncate claim;
insert into claim select * from notify.claim_emails();
select pg_temp.wait('91 seconds');
truncate second_claim;
insert into second_claim select * from notify.claim_emails();
insert into second_claim select * from notify.claim_emails();
select set_eq('select id from second_claim', 'select id from claim', 'it comes back');
select results_eq(
  'select count(*) from second_claim group by batch_id order by 1', array[1, 2]::bigint[],
  'in two halves, in case something in it killed the worker'
);
select is_empty(
  'select 1 from claim join second_claim using (batch_id)', 'under new keys: the provider has never seen the old one'
);

-- A batch that kills its workers dies too.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
do $$ begin for death in 1..6 loop perform tests.begin_sending(); perform pg_temp.wait('91 seconds'); end loop; end $$;
select results_eq(
  $$select distinct status::text, error_message from public.email_outbox$$,
  $$values ('FAILED', 'gave up: its worker ended five times without an answer; outcome unknown')$$,
  'after five lost leases'
);

-- Retries end before the provider forgets the idempotency key.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select notify.retry_emails(tests.begin_sending(), 'provider: 500');
select pg_temp.wait('23 hours 1 minute');
select is_empty('select * from notify.claim_emails()', 'after 23 hours nothing is sent any more');
select results_eq(
  $$select distinct status::text, error_message from public.email_outbox$$,
  $$values ('FAILED', 'gave up after 23 hours of retries; ask a person')$$, 'and the outbox asks for a person'
);

-- A refused key is not a try: however long the pause, the hours count from the first attempt that could have arrived.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select notify.open_email_circuit(tests.begin_sending(), 'provider: 401', 60);
select pg_temp.wait('23 hours 1 minute');
delete from notify.circuits;
select isnt_empty('select * from notify.claim_emails()', 'after a pause of a day the emails are sent all the same');

-- What is wanted is asked again when a batch is formed.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select tests.set_preference('admin', 'alerts', in_app => true, email => false);
delete from public.organisation_members where organisation_id = tests.lumiere() and user_id = tests.person('multi@cassius.test');
select results_eq('select recipient from notify.claim_emails()', array['praticien@lumiere.test'], 'who switched email off or left meanwhile gets none');
select results_eq(
  $$select error_message from public.email_outbox where status = 'FAILED' order by 1$$,
  array['not sent: email was switched off meanwhile', 'not sent: no longer a member of the organisation'], 'and the outbox says why'
);
insert into public.organisation_members (organisation_id, user_id, role)
values (tests.lumiere(), tests.person('multi@cassius.test'), 'practitioner');

-- Organisations take turns.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25) from generate_series(1, 20);
select tests.measure(tests.new_implant(tests.parc()), 25);
select set_eq(
  $$select distinct organisation_id from notify.claim_emails(batch_size => 4)$$, array[tests.lumiere(), tests.parc()],
  'a busy organisation does not delay another one''s email'
);

-- A batch whose accounts are deleted meanwhile.
select tests.forget_everything();
create temporary table passer_by as select gen_random_uuid() as id;
insert into auth.users (instance_id, id, aud, role, email, email_confirmed_at, created_at, updated_at)
select '00000000-0000-0000-0000-000000000000', id, 'authenticated', 'authenticated', 'passage@invente.test', now(), now(), now() from passer_by;
insert into public.organisation_members (organisation_id, user_id, role) select tests.lumiere(), id, 'admin' from passer_by;
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select tests.begin_sending();
delete from auth.users where id = (select id from passer_by);
select pg_temp.wait('91 seconds');
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is((select count(*) from notify.claim_emails()), 3::bigint, 'a batch that shrank is not sent as other bytes under its key; the next one is');
select is((select count(*) from public.email_outbox where error_message ~ 'outcome unknown'), 3::bigint, 'and asks for a person');

-- Batches are bounded, and bad arguments refused.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select is((select count(*) from notify.claim_emails(batch_size => 2)), 2::bigint, 'a claim takes at most a batch');
select is((select count(*) from notify.claim_emails(batch_size => 2)), 1::bigint, 'the next one the rest');
select throws_ok('select notify.claim_emails(101)', 'CN003', 'batch_size: must be between 1 and 100', 'a batch has at most 100');
select throws_ok('select notify.claim_emails(1, 0)', 'CN003', 'lease_seconds: must be between 1 and 3600', 'a lease lasts');

-- What leaves is what the outbox says, whatever happens to the account.
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
create temporary table anonymous as select tests.person('multi@cassius.test') as id;
update auth.users set email = null where id = (select id from anonymous);
select is((select count(*) from notify.claim_emails()), 2::bigint, 'an account without address is left out');
select results_eq(
  $$select status::text, error_message from public.email_outbox where user_id = (select id from anonymous)$$,
  $$values ('FAILED', 'not sent: no confirmed address')$$, 'and says so'
);

-- Each change of a row costs an entry in each of its indexes: a claim writes what it takes once, an acknowledgement once more.
select tests.forget_everything();
create function pg_temp.written() returns bigint language sql volatile as $$
  select pg_stat_get_xact_tuples_updated('public.email_outbox'::regclass);
$$;
insert into public.email_outbox (organisation_id, user_id, type, subject, template, categories, locale, payload)
select tests.lumiere(), tests.person('praticien'), 'ISQ_WARNING', 'x', 'alert', '{alerts}', 'fr', '{}' from generate_series(1, 100);
create temporary table written as select pg_temp.written() as before;
create temporary table lease as select tests.begin_sending() as token;
select is(pg_temp.written() - before, 100::bigint, 'a hundred emails are claimed, and about to be sent, in a hundred writes') from written;
select tests.ack(token) from lease;
select is(pg_temp.written() - before, 200::bigint, 'and acknowledged in as many') from written;

select * from finish();
rollback;
