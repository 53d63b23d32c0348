-- The unsubscribe link of an email: whoever holds it stops what the email is about, and takes that back, without signing in.
begin;
select no_plan();
select tests.forget_everything();
-- Everything that applies to somebody.
create function pg_temp.wishes(who text, organisation uuid default tests.lumiere()) returns jsonb language sql as $$
  select jsonb_object_agg(type, to_jsonb(wish) order by type) from notify.effective_preferences as wish
  where user_id = tests.person(who) and organisation_id = organisation;
$$;
-- The categories of which some type may still send somebody an email.
create function pg_temp.emailed(who text, organisation uuid default tests.lumiere()) returns text[] language sql as $$
  select coalesce(array_agg(distinct category::text order by category::text), '{}') from notify.effective_preferences
  where user_id = tests.person(who) and organisation_id = organisation and email and category in ('alerts', 'activity', 'reminders');
$$;
create function pg_temp.besides_email(wishes jsonb) returns jsonb language sql as $$
  select jsonb_object_agg(key, value - 'email' - 'email_source' order by key) from jsonb_each(wishes);
$$;
create temporary table before as select pg_temp.wishes('praticien') as wishes;
create temporary table link as select tests.new_email('praticien') as alert;

-- What the page says.
update public.organisations set brand_colour = '#123abc' where id = tests.lumiere();
select is(
  public.email_subscription(alert),
  '{"locale": "fr", "organisation": "Cabinet Lumière", "colour": "#123abc", "categories": ["alerts"], "subscribed": true, "forced": false}'::jsonb,
  'a link knows whose email it is in, and what it would turn off'
) from link;
select is(pg_temp.wishes('praticien'), wishes, 'asking changes nothing') from before;
update public.organisations set brand_colour = null where id = tests.lumiere();
select is(public.email_subscription(alert) -> 'colour', 'null'::jsonb, 'without a colour of its own there is none') from link;

-- The page and every email show the name of the organisation, so that it has an end.
create temporary table named as select name from public.organisations where id = tests.lumiere();
select lives_ok(
  $$update public.organisations set name = repeat('é', 200) where id = tests.lumiere()$$, 'the name of an organisation has up to 200 characters'
);
select is(public.email_subscription(alert) ->> 'organisation', repeat('é', 200), 'which the page shows whole') from link;
select throws_ok(
  $$update public.organisations set name = repeat('é', 201) where id = tests.lumiere()$$, '23514',
  'new row for relation "organisations" violates check constraint "name_length"', 'one of 201 is refused'
);
update public.organisations set name = named.name from named where id = tests.lumiere();

-- One click.
select is(public.unsubscribe_email(alert) -> 'subscribed', 'false'::jsonb, 'one click ends it') from link;
select is(public.email_subscription(alert) -> 'subscribed', 'false'::jsonb, 'the page says so from then on') from link;
select is(pg_temp.emailed('praticien'), array['activity', 'reminders'], 'no alert comes by email any more; the rest does');
select is(
  pg_temp.besides_email(pg_temp.wishes('praticien')), pg_temp.besides_email(wishes), 'in-app, frequencies and times are untouched'
) from before;
select is(pg_temp.emailed('admin'), array['activity', 'alerts', 'reminders'], 'nobody else is touched');
create temporary table off as select pg_temp.wishes('praticien') as wishes;
select is(public.unsubscribe_email(alert) -> 'subscribed', 'false'::jsonb, 'a second click') from link;
select is(pg_temp.wishes('praticien'), wishes, 'changes nothing') from off;
create temporary table event as select tests.tell(array['praticien'], 'ISQ_WARNING') as id;
select is(tests.why(id, 'praticien', 'in_app') ~ '^send', true, 'an alert still rings the bell') from event;
select is(tests.why(id, 'praticien', 'email') ~ '^send', false, 'and sends no email') from event;
select tests.begin_sending();
select is(tests.fate(alert), 'FAILED email_off', 'one that was waiting already does not leave either') from link;

-- And back.
select is(public.resubscribe_email(alert) -> 'subscribed', 'true'::jsonb, 'taking it back') from link;
select is(pg_temp.emailed('praticien'), array['activity', 'alerts', 'reminders'], 'brings alerts back');
select is(
  (select jsonb_object_agg(key, value -> 'email' order by key) from jsonb_each(pg_temp.wishes('praticien'))),
  (select jsonb_object_agg(key, value -> 'email' order by key) from jsonb_each(wishes)), 'and nothing that did not come before'
) from before;
select is(public.resubscribe_email(alert) -> 'subscribed', 'true'::jsonb, 'twice is as good as once') from link;
select is_empty('select from notify.email_unsubscriptions', 'nothing is left to take back');
select tests.authenticate_as('praticien');
select results_eq(
  $$select is_default from public.my_notification_preferences(tests.lumiere()) where category = 'alerts'$$, array[true],
  'who had no wish has none again: they follow what the organisation says'
);
select tests.authenticate_as_owner();

-- What was wished before, type by type, comes back exactly.
select tests.forget_everything();
update link set alert = tests.new_email('praticien');
select tests.set_preference('praticien', 'alerts', true, false, 'DAILY');
select tests.set_type_preference('praticien', 'ISQ_WARNING', email => true);
select tests.set_type_preference('praticien', 'ISQ_CRITICAL', email => false);
select tests.set_type_preference('praticien', 'STOCK_LOW', in_app => false);
select tests.set_type_preference('praticien', 'TEAM_ACTIVITY', email => true);
create function pg_temp.rows_of(who text) returns jsonb language sql as $$
  select jsonb_build_array(
    (select jsonb_agg(to_jsonb(row) - 'updated_at' order by row.category) from public.notification_preferences as row where user_id = tests.person(who)),
    (select jsonb_agg(to_jsonb(row) - 'updated_at' order by row.type) from public.notification_type_preferences as row where user_id = tests.person(who))
  );
$$;
create temporary table written as select pg_temp.rows_of('praticien') as rows;
select is(public.email_subscription(alert) -> 'subscribed', 'true'::jsonb, 'one type of a category that is off is a subscription') from link;
select public.unsubscribe_email(alert) from link;
select is(pg_temp.emailed('praticien'), array['activity', 'reminders'], 'it ends with the click');
select is(
  (select email from public.notification_type_preferences where user_id = tests.person('praticien') and type = 'TEAM_ACTIVITY'), true,
  'a type of another category is left alone'
);
select public.unsubscribe_email(alert) from link;
select public.resubscribe_email(alert) from link;
select is(pg_temp.rows_of('praticien'), rows, 'taken back, each wish is what it was') from written;

-- A digest or a summary: everything that it counts.
select tests.forget_everything();
alter table link add digest uuid;
update link set alert = tests.new_email('praticien'), digest = tests.new_email('praticien', categories => '{alerts,reminders}');
select is(
  public.email_subscription(digest) -> 'categories', '["alerts", "reminders"]'::jsonb, 'a digest names all that it counts'
) from link;
select public.unsubscribe_email(alert) from link;
select is(public.email_subscription(digest) -> 'subscribed', 'true'::jsonb, 'while one of them is on there is something to stop') from link;
select public.unsubscribe_email(digest) from link;
select is(pg_temp.emailed('praticien'), array['activity'], 'its link stops them all');
select public.resubscribe_email(alert) from link;
select is(pg_temp.emailed('praticien'), array['activity', 'alerts'], 'each link takes back what it is about');
select public.resubscribe_email(digest) from link;
select is(pg_temp.emailed('praticien'), array['activity', 'alerts', 'reminders'], 'that of the digest the rest');

-- The preferences page goes on to work.
select tests.forget_everything();
update link set alert = tests.new_email('praticien');
select tests.set_preference('praticien', 'alerts', true, false);
select is(public.email_subscription(alert) -> 'subscribed', 'false'::jsonb, 'what was switched off there is off') from link;
select public.unsubscribe_email(alert) from link;
select is_empty('select from notify.email_unsubscriptions', 'and leaves nothing for the link to stop');
select public.resubscribe_email(alert) from link;
select is(pg_temp.emailed('praticien') @> '{alerts}', true, 'the link switches it on');
select public.unsubscribe_email(alert) from link;
select tests.set_preference('praticien', 'alerts', true, true, 'WEEKLY');
select is(public.email_subscription(alert) -> 'subscribed', 'true'::jsonb, 'whoever unsubscribed switches it on there too') from link;
select public.unsubscribe_email(alert) from link;
select public.resubscribe_email(alert) from link;
select is(
  (select (email, frequency)::text from public.notification_preferences where user_id = tests.person('praticien')), '(t,WEEKLY)',
  'and the next click remembers that, not what was before'
);
select tests.set_preference('praticien', 'alerts', true, false);
select tests.set_type_preference('praticien', 'ISQ_WARNING', email => true);
select public.unsubscribe_email(alert) from link;
delete from public.notification_type_preferences where user_id = tests.person('praticien');
select is(
  public.resubscribe_email(alert) -> 'subscribed', 'true'::jsonb,
  'when what was on is gone meanwhile, taking it back still brings emails'
) from link;

-- What an admin forces.
select tests.forget_everything();
update link set alert = tests.new_email('praticien'), digest = tests.new_email('praticien', categories => '{activity}');
select tests.force('praticien', type => 'ISQ_WARNING', email => true);
select is(public.email_subscription(alert) -> 'forced', 'true'::jsonb, 'the page says when an admin has such emails sent') from link;
select is(public.email_subscription(digest) -> 'forced', 'false'::jsonb, 'only of what is about it') from link;
select is(public.unsubscribe_email(alert) -> 'forced', 'true'::jsonb, 'unsubscribing does not hide it') from link;
select is((pg_temp.wishes('praticien') -> 'ISQ_WARNING' -> 'email'), 'true'::jsonb, 'what is forced is sent');
select is((pg_temp.wishes('praticien') -> 'ISQ_CRITICAL' -> 'email'), 'false'::jsonb, 'the rest is not');
select tests.force('praticien', category => 'activity', email => false);
select is(public.email_subscription(digest) -> 'forced', 'false'::jsonb, 'an override that stops emails forces none') from link;

-- One organisation says nothing of another.
select tests.forget_everything();
update link set alert = tests.new_email('multi@cassius.test');
select public.unsubscribe_email(alert) from link;
select is(pg_temp.emailed('multi@cassius.test') @> '{alerts}', false, 'emails of this organisation end');
select is(pg_temp.emailed('multi@cassius.test', tests.parc()) @> '{alerts}', true, 'those of another go on');

-- Who has left, and what never was.
select tests.forget_everything();
select tests.join_as('passage@invente.test', 'practitioner');
update link set alert = tests.new_email('passage@invente.test');
select tests.ack(tests.begin_sending());
select public.unsubscribe_email(alert) from link;
delete from public.organisation_members where user_id = tests.person('passage@invente.test');
select is_empty('select from notify.email_unsubscriptions', 'what a link remembers ends with the membership');
select is(public.email_subscription(alert), null, 'for who has left there is nothing to stop') from link;
select is(public.unsubscribe_email(alert), null, 'a click does nothing') from link;
select is(public.resubscribe_email(alert), null, 'nor brings it anybody back') from link;
select is_empty(
  $$select from public.notification_preferences where user_id = tests.person('passage@invente.test')$$, 'no wish is written for them'
);
select is(public.email_subscription(gen_random_uuid()), null, 'an unknown email has no subscription');
select is(public.unsubscribe_email(gen_random_uuid()), null, 'to stop');
select is(public.resubscribe_email(gen_random_uuid()), null, 'or to take back');
select is(public.unsubscribe_email(null), null, 'nor has none');

-- For servers that have checked the link, and nobody else.
create temporary table door as
select format('select public.%s(%L)', name, alert) as statement, name
from link, unnest(array['email_subscription', 'unsubscribe_email', 'resubscribe_email']) as name;
grant select on door to public;
select tests.authenticate_as_service();
select lives_ok(statement, format('a server may call %s', name)) from door;
select tests.authenticate_as_nobody();
select throws_ok(statement, '42501', null, format('who is not signed in may not call %s', name)) from door;
select tests.authenticate_as('admin');
select throws_ok(statement, '42501', null, format('nor may an admin call %s', name)) from door;
select tests.authenticate_as_owner();

select * from finish();
rollback;
