-- What the provider's webhooks say: they come late, twice, in any order, before the answer to the request that sent the
-- email. And the addresses that they stop.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2027-03-01 10:00+00');

-- A webhook about an email, as the provider would send it. "more" changes what it says.
create function pg_temp.hook(message_id text, type text, email uuid, more jsonb default '{}') returns text language sql as $$
  select notify.record_email_event(message_id, jsonb_build_object(
    'type', type, 'createdAt', notify.clock(), 'emailId', 'p-' || email, 'outboxId', email
  ) || more);
$$;
create function pg_temp.bounce(message_id text, email uuid, kind text, words text default null) returns text language sql as $$
  select pg_temp.hook(message_id, 'email.bounced', email, jsonb_build_object('bounceType', kind, 'detail', words));
$$;
-- An email that was accepted by the provider.
create function pg_temp.sent(who text) returns uuid language plpgsql as $$
declare
  email uuid := tests.new_email(who);
begin
  perform tests.ack(tests.begin_sending());
  return email;
end;
$$;
create function pg_temp.stopped(who text) returns text language sql as $$
  select reason from notify.suppressed_addresses where address = who || '@lumiere.test';
$$;

-- A delivery.
create temporary table email as select pg_temp.sent('praticien') as id;
select is(pg_temp.hook('msg-1', 'email.sent', id), 'recorded', 'a webhook is taken') from email;
select tests.let_pass('3 seconds');
select is(pg_temp.hook('msg-2', 'email.delivered', id), 'recorded', 'and another') from email;
select results_eq(
  $$select status::text, delivered_at, delayed_at, bounced_at, complained_at from public.email_outbox$$,
  $$select 'SENT', notify.clock(), null::timestamptz, null::timestamptz, null::timestamptz$$, 'the email says when it was delivered'
);
select tests.let_pass('1 minute');
select is(pg_temp.hook('msg-2', 'email.delivered', id), 'duplicate', 'a repetition is known by its id') from email;
select is(pg_temp.hook('msg-2', 'email.complained', id), 'duplicate', 'whatever it says') from email;
select is(pg_temp.hook('msg-3', 'email.delivered', id), 'recorded', 'a second webhook of the same kind is taken') from email;
select is(pg_temp.hook('msg-4', 'email.delivered', id, '{"createdAt": "2027-03-01T10:00:01Z"}'), 'recorded', 'and an earlier one that comes later') from email;
select is(
  (select delivered_at from public.email_outbox), timestamptz '2027-03-01 10:00:01+00', 'the first moment is the one that stays'
);
select is_empty('select from notify.suppressed_addresses', 'nobody''s address is stopped by a delivery');

-- In every order, the answer of the provider among them: the email ends the same.
create temporary table story (email uuid, order_of_events text[]);
do $$
declare
  sequence text[];
  step text;
  email uuid;
  lease uuid;
begin
  for sequence in
    with recursive arrangement (taken) as (
      select '{}'::text[]
      union all
      select taken || event.name
      from arrangement, unnest(array['ack', 'email.delivery_delayed', 'email.delivered', 'email.complained', 'email.bounced']) as event (name)
      where event.name <> all (taken)
    )
    select taken from arrangement where cardinality(taken) = 5
  loop
    delete from notify.suppressed_addresses;
    email := tests.new_email('praticien');
    insert into story values (email, sequence);
    lease := tests.begin_sending();
    foreach step in array sequence loop
      if step = 'ack' then
        perform tests.ack(lease);
      else
        perform pg_temp.hook(step || email, step, email, jsonb_build_object(
          'bounceType', 'Permanent',
          'createdAt', timestamptz '2027-03-01 11:00+00' + array_position(
            array['email.delivery_delayed', 'email.delivered', 'email.complained', 'email.bounced'], step
          ) * interval '1 minute'
        ));
      end if;
    end loop;
    if pg_temp.stopped('praticien') is distinct from 'complaint' then
      raise exception 'after % the address is stopped for %', sequence, pg_temp.stopped('praticien');
    end if;
  end loop;
end;
$$;
select is((select count(*) from story), 120::bigint, 'an acknowledgement and four webhooks in each of their 120 orders');
select results_eq(
  $$select distinct status::text, failure, error_message, delayed_at, delivered_at, complained_at, bounced_at
    from public.email_outbox join story on story.email = id$$,
  $$values (
    'SENT', null, null, timestamptz '2027-03-01 11:01+00', timestamptz '2027-03-01 11:02+00', timestamptz '2027-03-01 11:03+00',
    timestamptz '2027-03-01 11:04+00'
  )$$, 'come to the same'
);
select is_empty('select * from notify.email_events where not is_applied', 'and none of them is left over');
select is(pg_temp.stopped('praticien'), 'complaint', 'whoever complained is not taken for a full mailbox');

-- What says nothing of delivery, and what says too little.
select tests.forget_everything();
update email set id = pg_temp.sent('praticien');
select is(pg_temp.hook('msg-' || type, type, id), 'ignored', format('%s is ignored', type))
from email, unnest(array['email.opened', 'email.clicked', 'email.scheduled', 'contact.created', 'EMAIL.DELIVERED', '']) as type;
select is(notify.record_email_event('msg-none', '{}'), 'ignored', 'so is a webhook without a type');
select is_empty('select from notify.email_events', 'and nothing of them is kept');
select is(pg_temp.hook('msg-1', 'email.delivered', gen_random_uuid()), 'recorded', 'one about an email that nobody knows is taken');
select is(
  notify.record_email_event('msg-2', '{"type": "email.complained", "createdAt": "2027-03-01T10:00:00Z", "emailId": "another"}'),
  'recorded', 'with or without our tag'
);
select is((select delivered_at from public.email_outbox), null, 'but touches no other email');
select is_empty('select from notify.suppressed_addresses', 'nor an address');
select is(
  pg_temp.hook('msg-3', 'email.delivered', id, '{"outboxId": null}'), 'recorded', 'one without our tag is known by the provider''s id'
) from email;
select isnt((select delivered_at from public.email_outbox), null, 'and finds its email');
select throws_ok(
  $$select notify.record_email_event('msg-4', '{"type": "email.delivered", "outboxId": "1"}')$$, 'CN003',
  null, 'a tag that is no id is refused'
);
select throws_ok(
  $$select notify.record_email_event('msg-5', '{"type": "email.delivered", "createdAt": "yesterday"}')$$, 'CN003',
  null, 'as is a time that is none'
);

-- Bounces.
select tests.forget_everything();
update email set id = pg_temp.sent('praticien');
select pg_temp.bounce('msg-1', id, 'Transient', 'mailbox full') from email;
select pg_temp.bounce('msg-2', id, 'Undetermined') from email;
select pg_temp.bounce('msg-3', id, null) from email;
select isnt((select bounced_at from public.email_outbox), null, 'a full mailbox is a bounce');
select is(pg_temp.stopped('praticien'), null, 'but stops nothing');
select is(tests.fate(pg_temp.sent('praticien')), 'SENT', 'the next email leaves');
select pg_temp.bounce('msg-4', id, 'Permanent', '550 no such user') from email;
select results_eq(
  'select address, reason, detail from notify.suppressed_addresses', $$values ('praticien@lumiere.test', 'bounce', '550 no such user')$$,
  'an address that does not exist is stopped, with the words of its server'
);
select is(tests.fate(id), 'SENT', 'the email itself was sent') from email;
select is(tests.fate(pg_temp.sent('praticien')), 'FAILED suppressed', 'the next one is not');
select is(tests.fate(pg_temp.sent('admin')), 'SENT', 'a colleague''s is');
update email set id = pg_temp.sent('multi@cassius.test');
select pg_temp.bounce('msg-5', id, 'Permanent') from email;
update email set id = tests.new_email('multi@cassius.test', tests.parc());
select tests.begin_sending();
select is(tests.fate(id), 'FAILED suppressed', 'an address that is stopped is stopped for every organisation') from email;

-- It is the address that it was sent to, not the one that its person has now.
select tests.forget_everything();
update auth.users set email = 'Majuscule@Lumiere.test' where id = tests.person('praticien');
create temporary table mover as select user_id, id as email from public.email_outbox where false;
select tests.join_as('Depart@Lumiere.test', 'practitioner');
insert into mover select tests.person('Depart@Lumiere.test'), pg_temp.sent('Depart@Lumiere.test');
update auth.users set email = 'arrivee@lumiere.test' where id = (select user_id from mover);
select pg_temp.bounce('msg-1', email, 'Permanent') from mover;
select results_eq('select address from notify.suppressed_addresses', array['depart@lumiere.test'], 'the old address is stopped, in lower case');
select is(tests.fate(pg_temp.sent('arrivee@lumiere.test')), 'SENT', 'the new one is written to');
update auth.users set email = 'DEPART@lumiere.test' where id = (select user_id from mover);
select is(tests.fate(pg_temp.sent('DEPART@lumiere.test')), 'FAILED suppressed', 'the old one not, however it is written');
update auth.users set email = 'praticien@lumiere.test' where email = 'Majuscule@Lumiere.test';

-- Reasons: a complaint outweighs the others.
select tests.forget_everything();
update email set id = pg_temp.sent('praticien');
select pg_temp.bounce('msg-1', id, 'Permanent', '550') from email;
select pg_temp.hook('msg-2', 'email.complained', id, '{"detail": "abuse"}') from email;
select is(pg_temp.stopped('praticien'), 'complaint', 'a complaint replaces a bounce');
select pg_temp.bounce('msg-3', id, 'Permanent', '550') from email;
select pg_temp.hook('msg-4', 'email.suppressed', id) from email;
select results_eq(
  'select reason, detail from notify.suppressed_addresses', $$values ('complaint', 'abuse')$$, 'and is replaced by nothing'
);

-- Accepted, and then not sent after all.
select tests.forget_everything();
update email set id = pg_temp.sent('praticien');
select pg_temp.hook('msg-1', 'email.failed', id, '{"detail": "reached daily quota"}') from email;
select results_eq(
  $$select status::text, failure, error_message, sent_at from public.email_outbox$$,
  $$values ('FAILED', 'refused', 'provider: email.failed: reached daily quota', null::timestamptz)$$,
  'an email that the provider gives up after all has failed'
);
select is(pg_temp.stopped('praticien'), null, 'its address is not at fault');
select is((select count(*) from public.activity_logs), 1::bigint, 'somebody can see it');
update email set id = pg_temp.sent('admin');
select pg_temp.hook('msg-2', 'email.suppressed', id, '{"detail": "on the list"}') from email;
select is(tests.fate(id), 'FAILED refused', 'so has one that the provider''s own list stopped') from email;
select is(pg_temp.stopped('admin'), 'provider', 'and its address is stopped here too');
select tests.forget_everything();
update email set id = tests.new_email('praticien');
create temporary table lease as select tests.begin_sending() as token;
select pg_temp.hook('msg-1', 'email.failed', id) from email;
select is(tests.fate(id), 'PENDING', 'before the answer of the provider it waits') from email;
select tests.ack(token) from lease;
select is(tests.fate(id), 'FAILED refused', 'and applies when that comes') from email;

-- Given up, and yet it went out.
select tests.forget_everything();
create function pg_temp.given_up(failure text, who text default 'praticien') returns uuid language plpgsql as $$
declare
  email uuid := tests.new_email(who);
  batch uuid;
begin
  perform tests.begin_sending();
  select batch_id into batch from public.email_outbox where id = email;
  perform notify.give_up_email_batch(batch, given_up.failure, 'gave up');
  return email;
end;
$$;
update email set id = pg_temp.given_up('outcome_unknown');
select pg_temp.hook('msg-1', 'email.delivered', id) from email;
select results_eq(
  'select status::text, failure, error_message, provider_message_id, sent_at, delivered_at from public.email_outbox',
  $$select 'SENT', null, null, 'p-' || id, notify.clock(), notify.clock() from email$$,
  'a delivery settles the doubt: it was SENT'
);
update email set id = pg_temp.given_up('gave_up');
select pg_temp.bounce('msg-2', id, 'Permanent') from email;
select is(tests.fate(id), 'SENT', 'what bounces had left too') from email;
select is(pg_temp.stopped('praticien'), 'bounce', 'and stops the address');
delete from notify.suppressed_addresses;
update email set id = pg_temp.given_up('outcome_unknown');
select pg_temp.hook('msg-3', 'email.failed', id) from email;
select is(tests.fate(id), 'FAILED outcome_unknown', 'what the provider gave up has not') from email;
update email set id = pg_temp.given_up('refused');
select pg_temp.hook('msg-4', 'email.delivered', id, '{"emailId": "p-other"}') from email;
select is(tests.fate(id), 'FAILED refused', 'a refusal is not in doubt') from email;

-- The webhook may come first here as well: the order does not matter.
update email set id = tests.new_email('praticien');
select tests.begin_sending();
select pg_temp.hook('msg-5', 'email.delivered', id) from email;
select notify.give_up_email_batch((select id from notify.email_batches), 'outcome_unknown', 'gave up');
select is(tests.fate(id), 'SENT', 'given up after the webhook that said it was delivered, it is SENT all the same') from email;
update email set id = tests.new_email('praticien');
select tests.begin_sending();
select pg_temp.bounce('msg-6', id, 'Permanent') from email;
select notify.give_up_email_batch((select id from notify.email_batches), 'outcome_unknown', 'gave up');
select is(pg_temp.stopped('praticien'), 'bounce', 'and a bounce that came before stops the address');

-- A person sent it again: what becomes of the first sending says nothing of the second.
select tests.forget_everything();
update email set id = pg_temp.given_up('outcome_unknown');
select public.retry_emails(array[id]) from email;
select notify.ack_emails(tests.begin_sending(), jsonb_build_array(jsonb_build_object('id', id, 'providerMessageId', 'p-second'))) from email;
select pg_temp.hook('msg-1', 'email.failed', id) from email;
select is(tests.fate(id), 'SENT', 'the late failure of the first does not undo the second') from email;

-- What came back from the first sending stops an email that a person queued again.
create temporary table again (kind text primary key, who text, id uuid);
insert into again
select kind, kind || '@invente.test', null
from unnest(array['complaint', 'bounce', 'provider', 'full', 'delivered']) as kind;
select tests.forget_everything();
select tests.join_as(who, 'practitioner') from again;
update again set id = pg_temp.given_up('outcome_unknown', who);
select is((select public.retry_emails(array_agg(id)) from again), 5, 'five emails of which nobody knows what became are queued again');
select pg_temp.hook('msg-' || kind, case kind
  when 'complaint' then 'email.complained' when 'provider' then 'email.suppressed' when 'delivered' then 'email.delivered'
  else 'email.bounced' end, id, case kind
  when 'bounce' then '{"bounceType": "Permanent", "detail": "550"}' when 'full' then '{"bounceType": "Transient"}' else '{}' end::jsonb
) from again;
select set_eq(
  'select address, reason from notify.suppressed_addresses',
  $$select who, kind from again where kind in ('complaint', 'bounce', 'provider')$$,
  'then the first sendings come back: the addresses of whoever complained, is not there or is on the provider''s list are stopped'
);
select set_eq(
  'select recipient from notify.claim_emails()', $$select who from again where kind in ('full', 'delivered')$$,
  'the next claim leaves them out'
);
select set_eq(
  'select kind, tests.fate(id) from again',
  $$values ('complaint', 'FAILED suppressed'), ('bounce', 'FAILED suppressed'), ('provider', 'FAILED suppressed'),
    ('full', 'PENDING'), ('delivered', 'PENDING')$$, 'and says why'
);

-- It is the address of the first sending that came back, not the one that its person has corrected since.
select tests.forget_everything();
create temporary table corrected as select tests.join_as('coquille@invente.test', 'practitioner') as user_id;
alter table corrected add id uuid;
update corrected set id = pg_temp.given_up('outcome_unknown', 'coquille@invente.test');
update auth.users set email = 'corrige@invente.test' where id = (select user_id from corrected);
select public.retry_emails(array[id]) from corrected;
select pg_temp.bounce('msg-1', id, 'Permanent', '550 no such user') from corrected;
select results_eq(
  'select address from notify.suppressed_addresses', array['coquille@invente.test'], 'the address that does not exist is stopped, not its correction'
);
select tests.ack(tests.begin_sending());
select is(tests.fate(id), 'SENT', 'to which the email leaves') from corrected;
select is_empty(
  $$select address from notify.suppressed_addresses where address = 'corrige@invente.test'$$, 'and which stays open when it has'
);

-- Whoever lets emails go again has the last word over what came before.
select tests.forget_everything();
update email set id = tests.new_email('praticien');
update lease set token = tests.begin_sending();
select pg_temp.hook('msg-1', 'email.complained', id) from email;
select is(pg_temp.stopped('praticien'), 'complaint', 'a complaint that comes before the answer of the provider stops the address at once');
delete from notify.suppressed_addresses where address = 'praticien@lumiere.test';
select tests.ack(token) from lease;
select isnt((select complained_at from public.email_outbox), null, 'when the answer comes the email says so');
select is(pg_temp.stopped('praticien'), null, 'but what was lifted meanwhile is not stopped a second time by the same webhook');

-- Without our tag a webhook is known by the provider's id.
select tests.forget_everything();
create temporary table untagged (who text primary key, id uuid);
insert into untagged select who, pg_temp.sent(who) from unnest(array['praticien', 'admin', 'assistante']) as who;
select pg_temp.hook('msg-' || type, type, id, '{"outboxId": null, "bounceType": "Permanent"}')
from untagged, unnest(array['email.delivered', 'email.bounced']) as type where who = 'admin';
select results_eq(
  'select who from untagged join public.email_outbox as email using (id) where delivered_at is not null and bounced_at is not null',
  array['admin'], 'of three emails it finds its own'
);
select is_empty(
  $$select who from untagged join public.email_outbox as email using (id) where who <> 'admin' and coalesce(delivered_at, bounced_at) is not null$$,
  'and no other'
);
select results_eq('select address from notify.suppressed_addresses', array['admin@lumiere.test'], 'whose address it stops');
select is_empty('select * from notify.email_events where not is_applied', 'nothing of it is left over');
select pg_temp.hook('msg-tag', 'email.complained', tagged.id, jsonb_build_object('emailId', 'p-' || other.id))
from untagged as tagged, untagged as other where tagged.who = 'praticien' and other.who = 'assistante';
select results_eq(
  'select who from untagged join public.email_outbox as email using (id) where complained_at is not null', array['praticien'],
  'a tag counts for more than the provider''s id'
);
select is(notify.record_email_event('msg-nothing', '{"type": "email.complained"}'), 'recorded', 'one with neither is taken');
select is((select count(*) from notify.suppressed_addresses), 2::bigint, 'and stops nobody');

-- Nor does the order matter without the tag.
select tests.forget_everything();
update email set id = tests.new_email('praticien');
update lease set token = tests.begin_sending();
select pg_temp.hook('msg-1', 'email.complained', id, '{"outboxId": null}') from email;
select is(pg_temp.stopped('praticien'), null, 'before the answer of the provider nobody knows whose it is');
select tests.ack(token) from lease;
select isnt((select complained_at from public.email_outbox), null, 'the answer tells');
select is(pg_temp.stopped('praticien'), 'complaint', 'and stops the address');

-- Kept for 30 days.
select tests.forget_everything();
update email set id = pg_temp.sent('praticien');
select pg_temp.hook('msg-1', 'email.sent', id) from email;
select tests.let_pass('1 day');
select pg_temp.hook('msg-2', 'email.delivered', id) from email;
select tests.let_pass('29 days 1 second');
select is(notify.forget_email_events(), 1, 'after 30 days a webhook is forgotten');
select results_eq('select message_id from notify.email_events', array['msg-2'], 'and no other');
select isnt((select delivered_at from public.email_outbox), null, 'what it said stays with the email');

select * from finish();
rollback;
