-- Schema auth as a hosted project has it, over the tables that @supabase/lite makes.

-- Columns that hosted seeds name and that @supabase/lite leaves out.
alter table auth.users add column if not exists instance_id uuid;
alter table auth.users add column if not exists is_super_admin boolean;
alter table auth.identities alter column id set default gen_random_uuid();

-- Both spellings of the claims: one setting for each claim (old) and one JSON object (new). No fixed search_path, as on the
-- hosted platform: a function that has one is not inlined, and would be called, and planned, in every query under a policy.
create or replace function auth.uid() returns uuid language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.sub', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  )::uuid
$$;

create or replace function auth.role() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.role', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role'
  )
$$;

create or replace function auth.email() returns text language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim.email', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email'
  )
$$;

create or replace function auth.jwt() returns jsonb language sql stable as $$
  select coalesce(
    nullif(current_setting('request.jwt.claim', true), ''),
    nullif(current_setting('request.jwt.claims', true), '')
  )::jsonb
$$;

grant usage on schema auth to anon, authenticated, service_role, postgres, authenticator, supabase_auth_admin;
grant execute on all functions in schema auth to anon, authenticated, service_role, postgres;
grant all on all tables in schema auth to postgres, supabase_auth_admin;
grant select on auth.users to postgres with grant option;

-- On hosted, GoTrue has a login of its own; here one connection serves /rest/v1 and /auth/v1. No request ever runs as
-- authenticator in the Data API: lite switches to the role of the caller's key or token first.
grant select, insert, update, delete on all tables in schema auth to authenticator;
