-- Realtime: a hint that something changed. The table stays the truth; a lost hint costs nothing but time.

create policy "People listen to their own notifications" on realtime.messages
for select to authenticated
using (
  extension = 'broadcast'
  and (select realtime.topic()) = 'user:' || (select auth.uid())::text || ':notifications'
);
-- No policy for insert: a client cannot publish.

create function notify.tg_notifications__after_insert_broadcast()
returns trigger
language plpgsql
-- Definer: realtime.messages takes rows from nobody who has no policy for it.
security definer
set search_path = ''
as $$
begin
  -- One statement for all recipients, where realtime.send() would cost a subtransaction each.
  insert into realtime.messages (id, payload, topic, event, private, extension)
  select
    id,
    jsonb_build_object(
      'id', id, 'organisation_id', organisation_id, 'type', type, 'severity', severity, 'priority', priority,
      'created_at', created_at
    ),
    'user:' || user_id || ':notifications', 'notification.created', true, 'broadcast'
  from created
  order by created_at;
  return null;
exception
  -- A hint must not fail the business write: the row is in the table, and the bell finds it on its next fetch.
  when others then
    raise warning 'notify.tg_notifications__after_insert_broadcast: % (%)', sqlerrm, sqlstate;
    return null;
end;
$$;

comment on function notify.tg_notifications__after_insert_broadcast() is
  'notification.created to each new row''s owner, sent after the commit. The payload names the row and its kind, never its text. Never raises.';

create trigger tg_notifications__after_insert_broadcast
after insert on public.notifications
referencing new table as created
for each statement execute function notify.tg_notifications__after_insert_broadcast();

create function notify.tg_notifications__after_update_broadcast()
returns trigger
language plpgsql
-- Definer: as for insert.
security definer
set search_path = ''
as $$
begin
  if not exists (select from changed) then
    return null;
  end if;
  insert into realtime.messages (topic, payload, event, private, extension)
  select message.topic, message.payload, 'notification.updated', true, 'broadcast'
  from (
    select
      'user:' || changed.user_id || ':notifications' as topic,
      jsonb_build_object(
        -- As many as a client could use; beyond, it asks the table anyway.
        'ids', to_jsonb((array_agg(changed.id order by changed.created_at desc))[1:100]),
        'id', (array_agg(changed.id order by changed.created_at desc))[1],
        'type', (array_agg(changed.type order by changed.created_at desc))[1],
        'severity', (array_agg(changed.severity order by changed.created_at desc))[1],
        'priority', (array_agg(changed.priority order by changed.created_at desc))[1],
        'created_at', max(changed.created_at),
        'is_read', bool_and(changed.is_read)
      ) as payload
    from changed
    join before on before.id = changed.id
    where (
      changed.is_read, changed.seen_at, changed.archived_at, changed.snoozed_until, changed.message
    ) is distinct from (
      before.is_read, before.seen_at, before.archived_at, before.snoozed_until, before.message
    )
    group by changed.user_id
  ) as message;
  return null;
exception
  -- As for insert.
  when others then
    raise warning 'notify.tg_notifications__after_update_broadcast: % (%)', sqlerrm, sqlstate;
    return null;
end;
$$;

comment on function notify.tg_notifications__after_update_broadcast() is
  'notification.updated to the owner of the changed rows, so that their other tabs follow: one message a person and statement; ids are the rows (the 100 newest of many), id, type, severity, priority and created_at those of the newest.';

create trigger tg_notifications__after_update_broadcast
after update on public.notifications
referencing old table as before new table as changed
for each statement execute function notify.tg_notifications__after_update_broadcast();
