-- A notification that is put off is out of the way until its time, then comes back unread.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');
create temporary table story as select tests.tell(array['praticien', 'admin'], 'TEAM_ACTIVITY') as event;
create function pg_temp.mine() returns public.notifications language sql as $$
  select item from public.notifications as item where user_id = tests.person('praticien') order by created_at desc limit 1;
$$;
create function pg_temp.set(field text, value text) returns void language plpgsql as $$
begin
  perform tests.authenticate_as('praticien');
  execute format('update public.notifications set %I = %L where user_id = auth.uid()', field, value);
  perform tests.authenticate_as_owner();
end;
$$;
create function pg_temp.unread() returns integer language plpgsql as $$
declare
  unread integer;
begin
  perform tests.authenticate_as('praticien');
  -- Planned anew each time: a plan that is kept would keep the clock that a story has stopped.
  execute 'select public.unread_notification_count(tests.lumiere())' into unread;
  perform tests.authenticate_as_owner();
  return unread;
end;
$$;
select is(pg_temp.unread(), 1, 'a new notification is unread');

-- Put off.
select pg_temp.set('seen_at', '2026-05-04 10:00+00');
select pg_temp.set('snoozed_until', '2026-05-04 12:00+00');
select is(pg_temp.unread(), 0, 'put off, it does not count any more');
select tests.authenticate_as('praticien');
select is(public.mark_all_notifications_read(), 0, 'nor is it read with all the others');
select tests.authenticate_as_owner();
select tests.set_clock('2026-05-04 11:59:59+00');
select is(notify.wake_snoozed(), 0, 'before its time nothing comes back');
select is(pg_temp.unread(), 0, 'and nothing counts');
select tests.set_clock('2026-05-04 12:00:00+00');
select is(pg_temp.unread(), 1, 'at its time it counts again, even before cron has passed');
delete from realtime.messages;
select is(notify.wake_snoozed(), 1, 'cron brings it back');
select results_eq(
  $$select (mine).is_read, (mine).read_at, (mine).seen_at, (mine).snoozed_until from pg_temp.mine() as mine$$,
  $$values (false, null::timestamptz, null::timestamptz, null::timestamptz)$$, 'unread and unseen, as if it were new'
);
select results_eq(
  $$select topic, event, payload ->> 'id', (payload ->> 'is_read')::boolean from realtime.messages$$,
  $$select format('user:%s:notifications', tests.person('praticien')), 'notification.updated', (mine).id::text, false from pg_temp.mine() as mine$$,
  'the open tabs are told'
);
select is(notify.wake_snoozed(), 0, 'once');

-- What was read is put off unread.
select pg_temp.set('is_read', 'true');
select pg_temp.set('snoozed_until', '2026-05-04 18:00+00');
select results_eq(
  'select (mine).is_read, (mine).read_at from pg_temp.mine() as mine', $$values (false, null::timestamptz)$$, 'putting off what was read makes it unread'
);
select is(pg_temp.unread(), 0, 'but not before its time');
select pg_temp.set('is_read', 'true');
select results_eq(
  'select (mine).is_read, (mine).snoozed_until from pg_temp.mine() as mine', $$values (true, null::timestamptz)$$,
  'reading it meanwhile ends that: there is nothing left to come back for'
);
select tests.set_clock('2026-05-04 18:00+00');
select is(notify.wake_snoozed(), 0, 'and it does not');

-- Second thoughts.
select pg_temp.set('snoozed_until', '2026-05-05 08:00+00');
select pg_temp.set('snoozed_until', '2026-05-06 08:00+00');
select tests.set_clock('2026-05-05 08:00+00');
select is(notify.wake_snoozed(), 0, 'put off for longer, it stays away for longer');
update public.notifications set snoozed_until = null where user_id = tests.person('praticien');
select is(pg_temp.unread(), 1, 'called back by hand, it is unread at once');

-- Archived meanwhile.
select pg_temp.set('snoozed_until', '2026-05-06 08:00+00');
select pg_temp.set('archived_at', '2026-05-05 08:00+00');
select tests.set_clock('2026-05-06 08:00+00');
-- As it was once it had been seen, and before it was put off.
update public.notifications set seen_at = '2026-05-05 08:00+00' where user_id = tests.person('praticien');
select is(notify.wake_snoozed(), 1, 'what was archived while it was away');
select is(pg_temp.unread(), 0, 'stays in the archive');
select results_eq(
  'select (mine).snoozed_until, (mine).seen_at, (mine).archived_at from pg_temp.mine() as mine',
  $$values (null::timestamptz, timestamptz '2026-05-05 08:00+00', timestamptz '2026-05-05 08:00+00')$$, 'where its snooze ends in silence'
);
select is(notify.wake_snoozed(), 0, 'once');

-- Each person by themselves.
select is(
  (select count(*) from public.notifications where user_id = tests.person('admin') and not is_read and snoozed_until is null), 1::bigint,
  'what one person puts off stays where it is for the others'
);
select tests.authenticate_as('praticien');
update public.notifications set snoozed_until = '2027-01-01' where user_id <> auth.uid();
select tests.authenticate_as_owner();
select is((select count(*) from public.notifications where snoozed_until is not null), 0::bigint, 'nobody puts off what is not theirs');

-- In bounded batches, the longest due first.
select tests.forget_everything();
select tests.tell(array['praticien'], 'ISQ_CRITICAL') from generate_series(1, 25);
update public.notifications as item set snoozed_until = timestamptz '2026-05-06 09:00+00' + ranked.place * interval '1 second'
from (select id, row_number() over (order by created_at, id) as place from public.notifications) as ranked
where ranked.id = item.id;
select tests.set_clock('2026-05-07 10:00+00');
select results_eq('select notify.wake_snoozed(10) from generate_series(1, 4)', array[10, 10, 5, 0], 'a run brings back at most as many as it is told to');
select is(pg_temp.unread(), 25, 'and in the end all are back');

select * from finish();
rollback;
