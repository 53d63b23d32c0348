-- What goes with a person or an organisation. Rows that a fan-out writes by the thousand have no foreign keys to people and
-- organisations: PostgreSQL checks each with a query of its own, row by row, which doubled the cost of writing them. Who is
-- told is read from organisation_members, which has them; what they would do on deletion is done here.

create table notify.departures (
  id uuid primary key,
  departed_at timestamptz not null default notify.clock()
);

comment on table notify.departures is
  'People and organisations that were deleted lately. A fan-out that was under way may commit rows for them a moment later: upkeep deletes those too.';

alter table notify.departures enable row level security;

create function notify.delete_of_departed(ids uuid[])
returns integer
language plpgsql
set search_path = ''
as $$
declare
  deleted integer;
begin
  with
    notification as (
      delete from public.notifications where user_id = any (delete_of_departed.ids) returning 1
    ),
    email as (
      delete from public.email_outbox
      where user_id = any (delete_of_departed.ids) or organisation_id = any (delete_of_departed.ids)
      returning 1
    ),
    entry as (
      delete from public.notification_digest
      where user_id = any (delete_of_departed.ids) or organisation_id = any (delete_of_departed.ids)
      returning 1
    ),
    trace as (
      delete from public.notification_deliveries where user_id = any (delete_of_departed.ids) returning 1
    )
  select count(*) into deleted
  from (
    select from notification union all select from email union all select from entry union all select from trace
  ) as gone;
  return deleted;
end;
$$;

comment on function notify.delete_of_departed(uuid[]) is
  'Deletes what was written for these people, and what organisations among them still had to send; the rest of an organisation goes with its events. Returns how many rows.';

create function notify.tg_departed__after_delete_forget()
returns trigger
language plpgsql
-- Definer: whoever may delete an account may not otherwise touch these tables.
security definer
set search_path = ''
as $$
declare
  ids constant uuid[] := array(select gone.id from gone);
begin
  if cardinality(ids) > 0 then
    perform notify.delete_of_departed(ids);
    insert into notify.departures (id) select unnest(ids) on conflict (id) do nothing;
  end if;
  return null;
end;
$$;

comment on function notify.tg_departed__after_delete_forget() is
  'Deletes what was written for people or organisations that are deleted, and remembers them for upkeep.';

create trigger tg_users__after_delete_forget
after delete on auth.users
referencing old table as gone
for each statement execute function notify.tg_departed__after_delete_forget();

create trigger tg_organisations__after_delete_forget
after delete on public.organisations
referencing old table as gone
for each statement execute function notify.tg_departed__after_delete_forget();

create function notify.sweep_departed()
returns integer
language plpgsql
set search_path = ''
as $$
declare
  swept integer := notify.delete_of_departed(array(select departure.id from notify.departures as departure));
begin
  -- No transaction that began before somebody left is still under way a day later.
  delete from notify.departures as departure where departure.departed_at < notify.clock() - interval '1 day';
  return swept;
end;
$$;

comment on function notify.sweep_departed() is
  'Deletes what was committed for people and organisations after they were deleted. Returns how many rows.';
