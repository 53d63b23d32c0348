-- Emails that should have left and did not: written down for each, and told to who can do something about it when there are
-- many.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');
select tests.join_as('proprietaire@lumiere.test', 'owner');
create function pg_temp.ended(how text, number integer default 1, organisation uuid default tests.lumiere(), words text default 'x')
returns void language plpgsql as $$
declare
  email uuid;
begin
  for nth in 1..number loop
    email := tests.new_email(case organisation when tests.parc() then 'praticien@parc.test' else 'praticien' end, organisation);
    update public.email_outbox
    set
      status = case how when 'SENT' then 'SENT' else 'FAILED' end::public.email_status,
      sent_at = case how when 'SENT' then notify.clock() end,
      failure = nullif(how, 'SENT'), error_message = case when how <> 'SENT' then words end
    where id = email;
  end loop;
end;
$$;

-- The log.
create temporary table email as select tests.new_email('praticien') as id;
select notify.reject_emails(tests.begin_sending(), 'provider: 422 invalid `to`: "Basile" <praticien@lumiere.test>, or PRATICIEN+x@lumiere.test');
select results_eq(
  'select organisation_id, action, created_at, details from public.activity_logs',
  $$select tests.lumiere(), 'email.failed', notify.clock(), jsonb_build_object(
      'outboxId', id, 'userId', tests.person('praticien'), 'type', 'ISQ_WARNING', 'failure', 'refused',
      'error', 'provider: 422 invalid `to`: "Basile" <<address>>, or <address>'
    ) from email$$,
  'a failed email leaves an entry: which one, whose, of what type, why, in the provider''s words without the address'
);
delete from public.activity_logs;
select pg_temp.ended(how) from unnest(array['refused', 'gave_up', 'outcome_unknown', 'SENT']) as how;
select pg_temp.ended(how) from unnest(array[
  'not_a_member', 'no_access', 'no_confirmed_address', 'suppressed', 'retracted', 'expired', 'email_off', 'frequency_none', 'muted',
  'already_read', 'cancelled'
]) as how;
select set_eq(
  $$select details ->> 'failure' from public.activity_logs$$, array['refused', 'gave_up', 'outcome_unknown'],
  'only real failures do: what was not wanted any more, or was cancelled, is none'
);
update email set id = tests.new_email('praticien');
delete from public.activity_logs;
select tests.ack(tests.begin_sending());
update public.email_outbox set delivered_at = notify.clock() where id = (select id from email);
select is_empty('select id from public.activity_logs', 'nor does what was sent');
select pg_temp.ended('refused');
update public.email_outbox set error_message = 'y' where failure = 'refused';
update public.email_outbox set status = status;
select is((select count(*) from public.activity_logs), 1::bigint, 'each is entered once');
select tests.ack(tests.begin_sending());
create temporary table event as select tests.tell(array['praticien'], 'ISQ_WARNING') as id;
select notify.reject_emails(tests.begin_sending(), 'provider: 422');
select is(
  (select failure from public.email_outbox where event_id = event.id), 'refused', 'an alert''s email fails'
) from event;
select isnt_empty(
  'select notification.id from public.notifications as notification join event on event.id = event_id where not is_read',
  'the alert is in the application all the same'
);

-- When many fail, those who can do something are told.
create function pg_temp.told() returns table (organisation_id uuid, who text[], payload jsonb) language sql as $$
  select event.organisation_id, tests.people(array_agg(item.user_id)), event.payload
  from public.notification_events as event
  join public.notifications as item on item.event_id = event.id
  where event.type = 'EMAIL_FAILURES'
  group by event.id
  order by event.created_at;
$$;
select tests.forget_everything();
select pg_temp.ended('refused', 4);
select is(notify.watch_email_failures(), 0, 'four failures are not many');
select pg_temp.ended('gave_up');
select is(notify.watch_email_failures(), 1, 'five are');
select results_eq(
  'select * from pg_temp.told()',
  $$values (tests.lumiere(), array['admin@lumiere.test', 'operateur@cassius.test', 'proprietaire@lumiere.test'], '{"failed": 5, "total": 5}'::jsonb)$$,
  'operators, owners and admins are told, with the numbers; nobody else'
);
select set_eq(
  $$select distinct template from public.email_outbox where type = 'EMAIL_FAILURES'$$, array['failure'], 'by an email of its own kind too'
);
select is(notify.watch_email_failures(), 0, 'once');
select pg_temp.ended('refused', 50);
select tests.let_pass('14 minutes');
select is(notify.watch_email_failures(), 0, 'in a window of a quarter of an hour, however many more fail');
select tests.let_pass('1 minute');
select is(notify.watch_email_failures(), 0, 'the next window begins with none');
select pg_temp.ended('refused', 5);
select is(notify.watch_email_failures(), 1, 'and tells again');
select is((select count(*) from pg_temp.told()), 2::bigint, 'which makes two');

-- The share: more than 20 % of what ended.
select tests.forget_everything();
select tests.set_clock('2027-03-02 10:00+00');
select pg_temp.ended('SENT', 20);
select pg_temp.ended('refused', 5);
select is(notify.watch_email_failures(), 0, 'five of 25 are the usual share');
select pg_temp.ended('suppressed', 30);
select tests.new_email('praticien');
select pg_temp.ended('outcome_unknown');
select is(
  notify.watch_email_failures(), 1, 'six of 26 are too many: what was not wanted any more and what waits count for nothing'
);
select is((select payload from pg_temp.told()), '{"failed": 6, "total": 26}'::jsonb, 'as it says');
select tests.forget_everything();
select tests.set_clock('2027-03-03 10:00+00');
select pg_temp.ended('SENT', 500);
select tests.let_pass('15 minutes');
select pg_temp.ended('refused', 5);
select is(notify.watch_email_failures(), 1, 'what left well before the window does not hide what fails in it');

-- An email that fails, is queued again and fails again is one email.
select tests.forget_everything();
select tests.set_clock('2027-03-03 12:00+00');
update email set id = tests.new_email('praticien');
select notify.reject_emails(tests.begin_sending(), 'provider: 422');
select pg_temp.ended('refused', 3);
select is(public.retry_emails(array[id]), 1, 'one of four failures is queued again') from email;
select notify.reject_emails(tests.begin_sending(), 'provider: 422');
select is(tests.fate(id), 'FAILED refused', 'and fails again') from email;
select is((select count(*) from public.activity_logs where action = 'email.failed'), 5::bigint, 'the log has both times');
select is(notify.watch_email_failures(), 0, 'but four emails are not many');
select pg_temp.ended('refused');
select is(notify.watch_email_failures(), 1, 'a fifth makes them so');
select is((select payload from pg_temp.told()), '{"failed": 5, "total": 5}'::jsonb, 'five, as it says, of five');

-- The last minute of a window, that cron sees from the next one.
select tests.forget_everything();
select tests.set_clock('2027-03-04 10:14:30+00');
select pg_temp.ended('refused', 50);
select tests.set_clock('2027-03-04 10:15+00');
select is(notify.watch_email_failures(), 1, 'cron comes at 10:15 and finds what failed at 10:14:30');
select is(notify.watch_email_failures(), 0, 'once');
select tests.set_clock('2027-03-04 10:16+00');
select is(notify.watch_email_failures(), 0, 'and not again a minute later');

-- Each organisation by itself.
select tests.forget_everything();
select tests.set_clock('2027-03-05 10:00+00');
select pg_temp.ended('SENT', 50);
select pg_temp.ended('refused', 4);
select pg_temp.ended('refused', 6, tests.parc());
select is(notify.watch_email_failures(), 1, 'where many fail they are told');
select results_eq(
  'select organisation_id, who from pg_temp.told()', $$values (tests.parc(), array['admin@parc.test', 'operateur@cassius.test'])$$,
  'and no other organisation, in which few did'
);
select pg_temp.ended('refused', 50);
select is(notify.watch_email_failures(), 1, 'which is told when it is its turn');
select is(notify.watch_email_failures(), 0, 'neither of them twice');

-- The thresholds are arguments.
select tests.forget_everything();
select tests.set_clock('2027-03-06 10:00+00');
select pg_temp.ended('SENT', 1);
select pg_temp.ended('refused', 1);
select is(notify.watch_email_failures(at_least => 1, share => 0.5), 0, 'one of two is not more than half');
select is(notify.watch_email_failures(at_least => 1, share => 0.4), 1, 'but more than two fifths');

-- Whatever they wish, it is in the application; email is their own choice.
select tests.forget_everything();
select tests.set_clock('2027-03-07 10:00+00');
select tests.set_preference('admin', 'system', in_app => false, email => false);
select pg_temp.ended('refused', 5);
select notify.watch_email_failures();
select is((select who @> '{admin@lumiere.test}' from pg_temp.told()), true, 'it is mandatory in-app');
select is_empty(
  $$select id from public.email_outbox where type = 'EMAIL_FAILURES' and user_id = tests.person('admin')$$, 'email is one''s own choice'
);

select * from finish();
rollback;
