-- Counting and marking what one has.
begin;
select no_plan();
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25) from generate_series(1, 3);
select tests.measure(tests.new_implant(tests.parc()), 25) from generate_series(1, 2);
create temporary table mine as
select id, row_number() over (order by organisation_id, id) as rank, organisation_id
from public.notifications where user_id = tests.person('multi@cassius.test');
grant select on mine to public;
create temporary table colleagues as select id from public.notifications where user_id = tests.person('admin');
grant select on colleagues to public;

select tests.authenticate_as('multi@cassius.test');
select is(public.unread_notification_count(), 5, 'the count is over all organisations');
select is(public.unread_notification_count(tests.lumiere()), 3, 'or over one');
select results_eq(
  'select organisation_id, category::text, count from public.unread_notification_counts()',
  $$values (tests.lumiere(), 'alerts', 3), (tests.parc(), 'alerts', 2)$$, 'or by organisation and category'
);
select results_eq(
  'select organisation_id, category::text, count from public.unread_notification_counts(tests.parc())',
  $$values (tests.parc(), 'alerts', 2)$$, 'of which one can be asked alone'
);

select is(public.mark_notifications_read(array(select id from mine where rank <= 2)), 2, 'two are marked as read');
select is(public.mark_notifications_read(array(select id from mine where rank <= 2)), 0, 'marking them again changes nothing');
select is(public.unread_notification_count(tests.lumiere()), 1, 'the count follows');
select is(public.mark_notifications_read(array(select id from colleagues)), 0, 'a colleague''s cannot be marked');
select is(public.mark_notifications_read('{}'), 0, 'marking none changes none');
select is(public.mark_notifications_read(null), 0, 'nor does null');

update public.notifications set snoozed_until = now() + interval '1 hour' where id = (select id from mine where rank = 3);
select is(public.unread_notification_count(tests.lumiere()), 0, 'a snoozed one does not count');
select is(public.mark_all_notifications_read(tests.lumiere()), 0, 'and is not marked with the others');
update public.notifications set snoozed_until = now() - interval '1 second' where id = (select id from mine where rank = 3);
select is(public.unread_notification_count(tests.lumiere()), 1, 'until it comes back');
update public.notifications set archived_at = now() where id = (select id from mine where rank = 3);
select is(public.unread_notification_count(tests.lumiere()), 0, 'an archived one does not count');

update public.notifications set is_read = false where id = (select id from mine where rank = 1);
select is((select read_at from public.notifications where id = (select id from mine where rank = 1)), null, 'marked unread, it has no read_at');
select is(public.mark_all_notifications_read(tests.lumiere()), 1, 'all of one organisation at once');
select is(public.unread_notification_count(), 2, 'leaves the other organisation''s');
select is(public.mark_all_notifications_read(), 2, 'all at once');
select is(public.mark_all_notifications_read(), 0, 'is idempotent');

select tests.authenticate_as_owner();
update public.notifications set is_read = false where user_id = tests.person('praticien');
update public.notifications set expires_at = now() - interval '1 minute' where user_id = tests.person('praticien');
select tests.authenticate_as('praticien');
select is(public.unread_notification_count(), 0, 'an expired one does not count');

-- The same conditions, category by category.
select tests.authenticate_as_owner();
select tests.forget_everything();
select tests.tell(array['praticien', 'admin'], type)
from unnest(array['TEAM_ACTIVITY', 'DOCUMENT_ADDED', 'MESSAGE_RECEIVED', 'ISQ_WARNING', 'ISQ_CRITICAL']) as type;
create function pg_temp.item(type text, who text default 'praticien') returns uuid
language sql stable security definer set search_path = '' as $$
  select mine.id from public.notifications as mine where mine.type = item.type and mine.user_id = tests.person(item.who);
$$;
grant execute on function pg_temp.item(text, text) to public;
update public.notifications set expires_at = now() - interval '1 second' where id = pg_temp.item('TEAM_ACTIVITY');
select tests.authenticate_as('praticien');
update public.notifications set snoozed_until = now() + interval '1 hour' where id = pg_temp.item('ISQ_WARNING');
update public.notifications set archived_at = now() where id = pg_temp.item('MESSAGE_RECEIVED');
select results_eq(
  'select category::text, count from public.unread_notification_counts()', $$values ('alerts', 1), ('activity', 1)$$,
  'what is archived, put off or past is in no count'
);
select is_empty('select 1 from public.unread_notification_counts(tests.parc())', 'an organisation of others has none');

-- Reading a category, and what was read, to undo it.
select results_eq(
  $$select updated, ids from public.read_all_notifications(category => 'activity')$$,
  $$select 1, array[pg_temp.item('DOCUMENT_ADDED')]$$, 'a category is read by itself, and says what it changed'
);
select results_eq(
  $$select updated, ids from public.read_all_notifications(category => 'activity')$$, $$values (0, '{}'::uuid[])$$, 'once'
);
select is((select updated from public.read_all_notifications(tests.parc())), 0, 'in another organisation nothing is theirs to read');
update public.notifications set is_read = false, snoozed_until = null where id in (pg_temp.item('DOCUMENT_ADDED'), pg_temp.item('ISQ_WARNING'));
select results_eq(
  'select updated, ids from public.read_all_notifications(tests.lumiere())',
  $$select 3, array_agg(id order by created_at desc, id desc) from public.notifications
    where id in (pg_temp.item('DOCUMENT_ADDED'), pg_temp.item('ISQ_WARNING'), pg_temp.item('ISQ_CRITICAL'))$$,
  'all at once, the newest first'
);
select is_empty('select 1 from public.unread_notification_counts()', 'leaves nothing to count');
select tests.authenticate_as('admin');
select is(public.unread_notification_count(), 5, 'and a colleague''s as they were');

-- A click.
select tests.authenticate_as('praticien');
select is(public.mark_notification_clicked(pg_temp.item('MESSAGE_RECEIVED')), true, 'a notification is followed');
select results_eq(
  $$select is_read, read_at is not null, seen_at is not null, clicked_at is not null, archived_at is not null
    from public.notifications where id = pg_temp.item('MESSAGE_RECEIVED')$$,
  $$values (true, true, true, true, true)$$, 'which means seen and read, and nothing else'
);
create temporary table first_click as
select clicked_at, read_at from public.notifications where id = pg_temp.item('MESSAGE_RECEIVED');
select tests.authenticate_as_owner();
select tests.let_pass('1 hour');
select tests.authenticate_as('praticien');
select is(public.mark_notification_clicked(pg_temp.item('MESSAGE_RECEIVED')), true, 'followed again');
select results_eq(
  $$select clicked_at, read_at from public.notifications where id = pg_temp.item('MESSAGE_RECEIVED')$$, 'select * from first_click',
  'it keeps its first time'
);
update public.notifications set snoozed_until = notify.clock() + interval '1 day' where id = pg_temp.item('ISQ_WARNING');
select is(public.mark_notification_clicked(pg_temp.item('ISQ_WARNING')), true, 'one that was put off can be followed');
select is((select snoozed_until from public.notifications where id = pg_temp.item('ISQ_WARNING')), null, 'and does not come back');
select is(public.mark_notification_clicked(pg_temp.item('ISQ_CRITICAL', 'admin')), false, 'a colleague''s is not theirs to follow');
select is(public.mark_notification_clicked(gen_random_uuid()), false, 'nor one that there is not');
select is(public.mark_notification_clicked(null), false, 'nor none');
select throws_ok(
  $$update public.notifications set clicked_at = now() where id = pg_temp.item('ISQ_CRITICAL')$$, '42501', null,
  'a client does not write it by itself'
);
select tests.authenticate_as_owner();
select is((select clicked_at from public.notifications where id = pg_temp.item('ISQ_CRITICAL', 'admin')), null, 'nothing of a colleague''s changed');
delete from realtime.messages;
select tests.authenticate_as('praticien');
update public.notifications set is_read = false where id = pg_temp.item('ISQ_CRITICAL');
select public.mark_notification_clicked(pg_temp.item('ISQ_CRITICAL'));
select tests.authenticate_as_owner();
select bag_eq(
  $$select event, (payload ->> 'is_read')::boolean from realtime.messages$$,
  $$values ('notification.updated', false), ('notification.updated', true)$$, 'the open tabs are told of it'
);
delete from public.organisation_members where user_id = tests.person('praticien');
select tests.authenticate_as('praticien');
select is(public.mark_notification_clicked(pg_temp.item('ISQ_CRITICAL')), false, 'who left the organisation follows nothing of it');

-- Without a session.
select tests.authenticate_as_nobody();
select throws_ok(statement, '42501', null, 'nobody: ' || statement) from unnest(array[
  'select * from public.unread_notification_counts()', 'select * from public.read_all_notifications()',
  'select public.mark_notification_clicked(gen_random_uuid())'
]) as statement;

select * from finish();
rollback;
