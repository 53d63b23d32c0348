-- The ground that every other migration stands on: who may call what by default, the extensions, the private schema,
-- the closed vocabularies and the one way to refuse a bad input.

-- Nothing is callable or readable until a migration says so, function by function and table by table.
alter default privileges revoke execute on functions from public;
alter default privileges in schema public revoke all on functions from anon, authenticated, service_role;
alter default privileges in schema public revoke all on tables from anon, authenticated, service_role;
alter default privileges in schema public revoke all on sequences from anon, authenticated, service_role;

create extension if not exists pg_cron with schema pg_catalog;
create extension if not exists pg_net with schema extensions;
create extension if not exists unaccent with schema extensions;
create extension if not exists supabase_vault;

create schema notify;
comment on schema notify is
  'Internals of the notification engine. Not exposed through the Data API; its public doors are functions of schema public.';
-- Policies call helpers of this schema as the signed-in user.
grant usage on schema notify to authenticated, service_role;

create type public.member_role as enum ('owner', 'admin', 'practitioner', 'assistant', 'operator', 'client');
create type public.notification_category as enum ('alerts', 'activity', 'imports', 'system', 'messages', 'reminders');
create type public.notification_severity as enum ('INFO', 'WARNING', 'CRITICAL');
create type public.notification_priority as enum ('low', 'normal', 'high', 'critical');
create type public.notification_channel as enum ('in_app', 'email', 'push', 'sms');
create type public.notification_frequency as enum ('IMMEDIATE', 'DAILY', 'WEEKLY', 'NONE');
create type public.email_status as enum ('PENDING', 'SENT', 'FAILED');

comment on type public.member_role is 'What a person is in one organisation.';
comment on type public.notification_category is 'What a person sets preferences for.';
comment on type public.notification_severity is 'How serious the event is; shown as an icon.';
comment on type public.notification_priority is 'How soon it deserves attention; ordered from low to critical.';
comment on type public.notification_channel is 'Where a notification can reach a person.';
comment on type public.notification_frequency is 'When emails leave: at once, in a daily or weekly digest, or never.';
comment on type public.email_status is 'PENDING until the provider accepted it (SENT) or it was given up (FAILED).';

create function notify.refuse(code text, field text, problem text, hint text default null)
returns void
language plpgsql
-- Volatile: an immutable call with constant arguments may be run, and so raised, while the caller is only planned.
volatile
set search_path = ''
as $$
begin
  raise exception using
    errcode = refuse.code,
    message = refuse.field || ': ' || refuse.problem,
    hint = coalesce(refuse.hint, '');
end;
$$;

comment on function notify.refuse(text, text, text, text) is
  'Raises the engine''s own errors. code: SQLSTATE CN001-CN009, listed in docs/errors.md; field: the input at fault, first word of the message; problem: what is wrong with it; hint: how to mend it. Never returns.';

create function notify.is_service()
returns boolean
language sql
stable
set search_path = ''
as $$
  -- The role that the Data API switched to, which a security definer function does not change; without one, the login.
  select coalesce(nullif(current_setting('role', true), 'none'), session_user)
    in ('service_role', 'postgres', 'supabase_admin');
$$;

comment on function notify.is_service() is
  'Whether the caller is a server: the service role, or a direct connection of the database''s owner. A role that is not known is none.';

create function notify.uuid_v7()
returns uuid
language plpgsql
volatile
set search_path = ''
as $$
declare
  milliseconds constant bigint := extract(epoch from clock_timestamp()) * 1000;
begin
  -- A random UUID with the time in its first six bytes, and with the two bits more that make its version 4 a 7.
  return encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid()) placing substring(int8send(milliseconds) from 3) from 1 for 6), 52, 1
    ), 53, 1),
    'hex'
  )::uuid;
end;
$$;

comment on function notify.uuid_v7() is
  'A UUID that sorts by the moment it was made (RFC 9562, section 5.7): what is written together lies together in every index.';

create function notify.clock()
returns timestamptz
-- As most helpers of policies and defaults, in the language that keeps its plans: one in SQL that fixes its search_path is
-- not inlined, and is prepared anew at each call.
language plpgsql
stable
set search_path = ''
as $$
begin
  -- The statement's time, not the transaction's: a long import must not look as if all of it happened at its start.
  return statement_timestamp();
end;
$$;

comment on function notify.clock() is
  'The engine''s only clock. Every rule that depends on the time asks it, so that a test can set it.';
-- Invoker functions of the inbox ask it.
grant execute on function notify.clock() to authenticated, service_role;
