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

select * from finish();
rollback;
