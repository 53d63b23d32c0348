-- Hints: to the owner's private topic, without words, and never at the price of the business write.
begin;
select no_plan();
select tests.forget_everything();
select tests.measure(tests.new_implant(tests.lumiere()), 25);
create function pg_temp.topic(who text) returns text language sql as $$
  select 'user:' || tests.person(who) || ':notifications';
$$;
grant execute on function pg_temp.topic(text) to public;

select results_eq(
  $$select message.topic, message.event, message.private, message.payload
    from realtime.messages as message where message.topic = pg_temp.topic('praticien')$$,
  $$select pg_temp.topic('praticien'), 'notification.created', true, jsonb_build_object(
      'id', id, 'organisation_id', organisation_id, 'type', 'ISQ_CRITICAL', 'severity', 'CRITICAL', 'priority', 'critical', 'created_at', created_at)
    from public.notifications where user_id = tests.person('praticien')$$,
  'a new notification is announced on its owner''s private topic: ids and kind, no words'
);

delete from realtime.messages;
select tests.authenticate_as('praticien');
select public.mark_all_notifications_read();
select tests.authenticate_as_owner();
select results_eq(
  $$select topic, event, payload ->> 'is_read', jsonb_array_length(payload -> 'ids') from realtime.messages$$,
  $$values (pg_temp.topic('praticien'), 'notification.updated', 'true', 1)$$,
  'reading is announced to the reader''s other tabs, and to nobody else'
);
delete from realtime.messages;
update public.notifications set title = title;
select is_empty('select 1 from realtime.messages', 'an update that changes nothing of it says nothing');

-- Who may listen: the policy is asked with the topic of the channel.
insert into realtime.messages (topic, extension, event, payload, private)
values (pg_temp.topic('praticien'), 'broadcast', 'notification.created', '{}', true);
select tests.authenticate_as('praticien');
select set_config('realtime.topic', pg_temp.topic('praticien'), true);
select isnt_empty('select 1 from realtime.messages', 'a person may listen to their own topic');
select set_config('realtime.topic', pg_temp.topic('admin'), true);
select is_empty('select 1 from realtime.messages', 'and to nobody else''s');
select throws_ok(
  $$insert into realtime.messages (topic, extension, event, payload, private)
    values (pg_temp.topic('praticien'), 'broadcast', 'notification.created', '{}', true)$$,
  '42501', null, 'a client cannot publish, not even to their own topic'
);

-- Realtime is broken: whoever writes a business row does not notice.
select tests.authenticate_as_owner();
set local client_min_messages = error;
create function pg_temp.break() returns trigger language plpgsql as $$
begin
  raise exception 'Realtime is broken';
end;
$$;
create trigger broken before insert on realtime.messages for each statement execute function pg_temp.break();
create temporary table before as select count(*) as items from public.notifications;
select lives_ok(
  'select tests.measure(tests.new_implant(tests.lumiere()), 25)', 'a hint that cannot be stored is a warning, not an error'
);
select cmp_ok((select count(*) from public.notifications), '>', (select items from before), 'the notifications are there');
select lives_ok('update public.notifications set is_read = true', 'nor does whoever reads them');

select * from finish();
rollback;
