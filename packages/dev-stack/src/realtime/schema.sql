-- The schema that hosted Supabase's Realtime service keeps in a project's database: the table of messages, the
-- functions that write to it, and the publication that the gateway reads. Applied by the superuser, any number of times.

do $$
begin
  if not exists (select from pg_catalog.pg_roles where rolname = 'supabase_realtime_admin') then
    create role supabase_realtime_admin nologin noinherit;
  end if;
end
$$;

-- Migrations run as `postgres`, which must be able to `create policy … on realtime.messages`. Hosted Supabase allows
-- that with an extension (supautils); membership in the owner's role gives the same right without it.
grant supabase_realtime_admin to postgres;

create schema if not exists realtime;
grant all on schema realtime to supabase_realtime_admin;
grant usage on schema realtime to anon, authenticated, service_role;
grant usage on schema realtime to postgres with grant option;

-- Messages -----------------------------------------------------------------------------------------------------------

create table if not exists realtime.messages (
  topic text not null,
  extension text not null,
  payload jsonb,
  event text,
  private boolean default false,
  updated_at timestamp without time zone not null default now(),
  inserted_at timestamp without time zone not null default now(),
  id uuid not null default gen_random_uuid(),
  primary key (id, inserted_at)
) partition by range (inserted_at);

-- Replay reads the newest private broadcasts of one topic.
create index if not exists messages_inserted_at_topic_index
  on realtime.messages (inserted_at desc, topic)
  where extension = 'broadcast' and private is true;

alter table realtime.messages owner to supabase_realtime_admin;
alter table realtime.messages enable row level security;
grant all on realtime.messages to postgres;
grant select, insert, update on realtime.messages to anon, authenticated, service_role;

-- One partition a day, so that dropping old messages costs nothing. No hosted counterpart: there the service does this
-- itself; here the gateway calls it every minute.
create or replace function realtime.keep_message_partitions()
returns void
language plpgsql
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  today constant date := (now() at time zone 'utc')::date;
  day date;
  old_partition regclass;
begin
  perform pg_advisory_xact_lock(hashtext('realtime.messages'));

  -- Yesterday too, because sessions may write with another time zone than UTC.
  for day in select generate_series(today - 1, today + 3, interval '1 day')::date loop
    if to_regclass(format('realtime.%I', 'messages_' || to_char(day, 'YYYY_MM_DD'))) is null then
      execute format(
        'create table realtime.%I partition of realtime.messages for values from (%L) to (%L)',
        'messages_' || to_char(day, 'YYYY_MM_DD'), day, day + 1
      );
    end if;
  end loop;

  for old_partition in
    select child.oid::regclass
    from pg_catalog.pg_inherits
    join pg_catalog.pg_class as child on child.oid = inhrelid
    where inhparent = 'realtime.messages'::regclass
      and child.relname ~ '^messages_\d{4}_\d{2}_\d{2}$'
      and to_date(substr(child.relname, 10), 'YYYY_MM_DD') < today - 3
  loop
    execute format('drop table %s', old_partition);
  end loop;
end
$$;

revoke execute on function realtime.keep_message_partitions() from public;
select realtime.keep_message_partitions();

-- Functions ----------------------------------------------------------------------------------------------------------

-- The topic that is being joined or written to: what a policy on realtime.messages compares with.
create or replace function realtime.topic()
returns text
language sql
stable
set search_path = ''
as $$
  select nullif(current_setting('realtime.topic', true), '');
$$;

-- Hosted semantics, surprises included: it runs with the caller's rights (RLS applies), and an error becomes a warning,
-- so that a failed message never fails the transaction that wanted to send it.
create or replace function realtime.send(payload jsonb, event text, topic text, private boolean default true)
returns void
language plpgsql
set search_path = ''
as $$
declare
  message_id constant uuid := gen_random_uuid();
begin
  perform set_config('realtime.topic', send.topic, true);

  insert into realtime.messages (id, payload, event, topic, private, extension)
  values (
    message_id,
    -- Only an object can be given an id: an array raises here, and is dropped.
    case when send.payload ? 'id' then send.payload else jsonb_set(send.payload, '{id}', to_jsonb(message_id)) end,
    send.event,
    send.topic,
    send.private,
    'broadcast'
  );
exception
  when others then
    raise warning 'WarnSendingBroadcastMessage: %', sqlerrm;
end
$$;

-- Called from a row trigger: sends the change of that row to a private topic.
create or replace function realtime.broadcast_changes(
  topic_name text,
  event_name text,
  operation text,
  table_name text,
  table_schema text,
  new record,
  old record,
  level text default 'ROW'
)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if level = 'STATEMENT' then
    raise exception 'function can only be triggered for each row, not for each statement';
  end if;
  if operation not in ('INSERT', 'UPDATE', 'DELETE') then
    raise exception 'Unexpected operation type: %', operation;
  end if;

  perform realtime.send(
    jsonb_build_object(
      'operation', operation, 'schema', table_schema, 'table', table_name, 'record', new, 'old_record', old
    ),
    event_name,
    topic_name
  );
exception
  when others then
    raise exception 'Failed to process the row: %', sqlerrm;
end
$$;

grant execute on function
  realtime.topic(),
  realtime.send(jsonb, text, text, boolean),
  realtime.broadcast_changes(text, text, text, text, text, record, record, text)
to postgres, anon, authenticated, service_role;

-- Publication --------------------------------------------------------------------------------------------------------

-- The gateway reads committed messages from here. Through the root, so that every partition has the parent's name.
do $$
begin
  if not exists (select from pg_catalog.pg_publication where pubname = 'supabase_realtime_messages_publication') then
    create publication supabase_realtime_messages_publication
      for table realtime.messages
      with (publish = 'insert', publish_via_partition_root = true);
  end if;
end
$$;
