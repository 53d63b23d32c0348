-- An open circuit: the provider refuses us. Everything stops, and nothing is burnt.
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
create temporary table email as select tests.new_email('praticien') as id;
select notify.open_email_circuit(tests.begin_sending(), 'provider: 401 invalid key', 300);
select is(pg_temp.attempts(id), 0, 'the attempt is given back') from email;
select is(pg_temp.words(id), 'provider: 401 invalid key', 'the outbox says what is wrong') from email;
select tests.new_email('admin');
select is(notify.emails_due(), false, 'whatever waits, nothing is due');
select is_empty('select * from notify.claim_emails()', 'nor claimed');
select notify.open_email_circuit(null, 'provider: 429 quota', 60);
select is(
  (select open_until from notify.circuits), notify.clock() + interval '300 seconds',
  'another worker that asks for a shorter pause does not shorten it'
);
select tests.let_pass('300 seconds');
select is(notify.emails_due(), true, 'when it closes they are due');
do $$
begin
  for round in 1..120 loop
    perform notify.open_email_circuit(tests.begin_sending(), 'provider: 401', 1800);
    perform tests.let_pass('30 minutes');
  end loop;
end;
$$;
select is(tests.fate(id), 'PENDING', 'two and a half days of refusals give up nothing') from email;
select is(pg_temp.attempts(id), 0, 'and count as no attempt') from email;
select is(tests.ack(tests.begin_sending()) > 0, true, 'with the right key it leaves');
select is_empty('select from notify.circuits', 'which closes the circuit');

-- A success that was under way before the circuit opened does not close it.
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
create temporary table under_way as select tests.new_email('praticien') as email;
alter table under_way add lease uuid;
update under_way set lease = tests.begin_sending();
select tests.new_email('admin');
select notify.open_email_circuit(tests.begin_sending(), 'provider: 429 quota', 300);
select is(tests.ack(lease), 1, 'a batch that was claimed before the circuit opened is accepted') from under_way;
select is(tests.fate(email), 'SENT', 'and SENT') from under_way;
select results_eq(
  'select open_until, reason from notify.circuits', $$select notify.clock() + interval '300 seconds', 'provider: 429 quota'$$,
  'the circuit stays open for as long as it was to'
);
select is_empty('select * from notify.claim_emails()', 'so that nothing is claimed');
select tests.let_pass('300 seconds');
select isnt_empty('select * from notify.circuits', 'a pause that is over leaves its entry');
select is(tests.ack(tests.begin_sending()), 1, 'until the next success');
select is_empty('select * from notify.circuits', 'which takes it away');

-- An attempt that may have arrived stays one, whatever the provider refuses later.
select tests.forget_everything();
update email set id = tests.new_email('praticien');
select notify.retry_emails(tests.begin_sending(), 'provider: no answer', 60);
select tests.let_pass('1 minute');
select notify.open_email_circuit(tests.begin_sending(), 'provider: 401', 60);
select tests.let_pass('23 hours');
select is(tests.begin_sending(), null, 'the 23 hours go on counting during the pause');
select is(tests.fate(id), 'FAILED gave_up', 'and end it') from email;

select * from finish();
rollback;
