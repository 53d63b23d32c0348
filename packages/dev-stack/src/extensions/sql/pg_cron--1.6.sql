-- pg_cron 1.6 for the local stack: same schema, signatures, rights and error texts. Jobs are run by a
-- process of the stack (startCron) instead of a background worker.

create schema cron;
create sequence cron.jobid_seq;
create sequence cron.runid_seq;

create table cron.job (
  jobid bigint primary key default nextval('cron.jobid_seq'),
  schedule text not null,
  command text not null,
  nodename text not null default 'localhost',
  nodeport int not null default inet_server_port(),
  database text not null default current_database(),
  username text not null default current_user,
  active boolean not null default true,
  jobname text,
  constraint jobname_username_uniq unique (jobname, username)
);
alter table cron.job enable row level security;
create policy cron_job_policy on cron.job using (username = current_user);

create table cron.job_run_details (
  jobid bigint,
  runid bigint primary key default nextval('cron.runid_seq'),
  job_pid int,
  database text,
  username text,
  command text,
  status text,
  return_message text,
  start_time timestamptz,
  end_time timestamptz
);
alter table cron.job_run_details enable row level security;
create policy cron_job_run_details_policy on cron.job_run_details using (username = current_user);

-- What the functions below write through: they must run as their caller to know the caller's name, and
-- callers have no right to write cron.job itself.
create view cron._own_job with (security_barrier) as
  select * from cron.job
  where username = current_user or (select rolsuper from pg_roles where rolname = current_user)
  with check option;

-- Reads a schedule as Vixie cron does, plus '[1-59] seconds', '@hourly' and its kin, and '$' for the last
-- day of the month. Stricter than pg_cron in one way: junk after a field, or a sixth field, which pg_cron
-- ignores, is refused.
create function cron._schedule_is_valid(schedule text)
  returns boolean language plpgsql immutable strict
  set search_path = ''
as $$
declare
  lows constant int[] := array[0, 0, 1, 1, 0];
  highs constant int[] := array[59, 23, 31, 12, 7];
  months constant text[] := array['jan','feb','mar','apr','may','jun','jul','aug','sep','oct','nov','dec'];
  days constant text[] := array['sun','mon','tue','wed','thu','fri','sat'];
  fields text[] := regexp_split_to_array(btrim(schedule, E' \t\n'), '\s+');
  names text[];
  item text;
  parts text[];
  bounds int[];
begin
  if length(schedule) >= 1000 then
    return false;
  elsif schedule ~* '^\s*0*([1-9]|[1-5][0-9])\s+seconds?\s*$'
     or schedule ~ '^\s*@(reboot|restart|yearly|annually|monthly|weekly|daily|midnight|hourly)\s*$' then
    return true;
  elsif cardinality(fields) <> 5 then
    return false;
  end if;

  for place in 1..5 loop
    names := case place when 4 then months when 5 then days else '{}' end;
    foreach item in array regexp_split_to_array(lower(fields[place]), ',') loop
      continue when place = 3 and item = '$';
      parts := regexp_match(item, '^(?:\*|([a-z]{3}|\d{1,4})(?:-([a-z]{3}|\d{1,4}))?)(?:/(\d{1,4}))?$');
      if parts is null
         or parts[3]::int not between 1 and highs[place] + 1
         -- a step needs a star or a range before it: '1/20' is an error
         or (parts[3] is not null and parts[1] is not null and parts[2] is null) then
        return false;
      end if;
      select array_agg(case when part ~ '^\d' then part::int
                            else coalesce(array_position(names, part) - 1 + lows[place], -1) end order by nr)
        into bounds
        from unnest(parts[1:2]) with ordinality as given (part, nr)
        where part is not null;
      if bounds[1] < lows[place] or bounds[cardinality(bounds)] > highs[place]
         or bounds[1] > bounds[cardinality(bounds)] then
        return false;
      end if;
    end loop;
  end loop;
  return true;
end
$$;

create function cron._check_schedule()
  returns trigger language plpgsql
  set search_path = ''
as $$
begin
  if not cron._schedule_is_valid(new.schedule) then
    raise exception using
      errcode = 'invalid_parameter_value',
      message = format('invalid schedule: %s', new.schedule),
      hint = 'Use cron format (e.g. 5 4 * * *), or interval format ''[1-59] seconds''';
  end if;
  return new;
end
$$;

create trigger check_schedule
  before insert or update of schedule on cron.job
  for each row execute function cron._check_schedule();

create function cron.job_cache_invalidate()
  returns trigger language plpgsql
  set search_path = ''
as $$
begin
  perform pg_notify('pg_cron', '');
  return null;
end
$$;
comment on function cron.job_cache_invalidate() is 'invalidate job cache';

create trigger cron_job_cache_invalidate
  after insert or update or delete or truncate on cron.job
  for each statement execute function cron.job_cache_invalidate();

create function cron._check_role(database text, username text, refusal text)
  returns void language plpgsql
  set search_path = ''
as $$
begin
  if username <> current_user
     and not (select rolsuper from pg_catalog.pg_roles where rolname = current_user) then
    raise exception using errcode = 'insufficient_privilege', message = refusal;
  end if;
  if not exists (select from pg_catalog.pg_database where datname = database) then
    raise exception using
      errcode = '3D000', message = format('database "%s" does not exist', database);
  end if;
  if not has_database_privilege(username, database, 'CONNECT') then
    raise exception 'User % does not have CONNECT privilege on %', username, database;
  end if;
end
$$;

create function cron._insert_job(
  new_name text, new_schedule text, new_command text, new_database text, new_username text, new_active boolean
)
  returns bigint language plpgsql
  set search_path = ''
as $$
declare
  id bigint;
begin
  if num_nulls(new_schedule, new_command, new_database) > 0 then
    raise exception '% can not be NULL',
      case when new_schedule is null then 'schedule' when new_command is null then 'command' else 'database' end;
  end if;
  perform cron._check_role(new_database, new_username, 'must be superuser to create a job for another role');

  insert into cron._own_job as job (jobname, schedule, command, nodeport, database, username, active)
  values (
    new_name, new_schedule, new_command, current_setting('port')::int, new_database, new_username, new_active
  )
  on conflict (jobname, username) do update set schedule = excluded.schedule, command = excluded.command
  returning job.jobid into id;
  return id;
end
$$;

create function cron.schedule(schedule text, command text)
  returns bigint language sql strict
  set search_path = ''
as $$
  select cron._insert_job(null, schedule, command, current_database(), current_user, true)
$$;

create function cron.schedule(job_name text, schedule text, command text)
  returns bigint language plpgsql
  set search_path = ''
as $$
begin
  if job_name is null then
    raise exception 'job_name can not be NULL';
  end if;
  return cron._insert_job(job_name, schedule, command, current_database(), current_user, true);
end
$$;

create function cron.schedule_in_database(
  job_name text, schedule text, command text, database text,
  username text default null, active boolean default true
)
  returns bigint language sql
  set search_path = ''
as $$
  select cron._insert_job(job_name, schedule, command, database, coalesce(username, current_user), active)
$$;

create function cron.alter_job(
  job_id bigint, schedule text default null, command text default null, database text default null,
  username text default null, active boolean default null
)
  returns void language plpgsql
  set search_path = ''
as $$
#variable_conflict use_column
declare
  old cron.job;
begin
  if num_nonnulls(alter_job.schedule, alter_job.command, alter_job.database, alter_job.username, alter_job.active) = 0 then
    raise exception using
      message = 'no updates specified',
      hint = 'You must specify at least one job attribute to change when calling alter_job';
  end if;
  select * into old from cron._own_job where jobid = alter_job.job_id;
  if not found then
    raise exception 'Job % does not exist or you don''t own it', alter_job.job_id;
  end if;
  perform cron._check_role(coalesce(alter_job.database, old.database), coalesce(alter_job.username, old.username),
    'must be superuser to alter username');

  update cron._own_job set
    schedule = coalesce(alter_job.schedule, schedule),
    command = coalesce(alter_job.command, command),
    database = coalesce(alter_job.database, database),
    username = coalesce(alter_job.username, username),
    active = coalesce(alter_job.active, active)
  where jobid = alter_job.job_id;
end
$$;
comment on function cron.alter_job(bigint, text, text, text, text, boolean)
  is 'Alter the job identified by job_id. Any option left as NULL will not be modified.';

create function cron.unschedule(job_id bigint)
  returns boolean language plpgsql strict
  set search_path = ''
as $$
begin
  delete from cron._own_job where jobid = job_id;
  if not found and exists (select from cron.job where jobid = job_id) then
    raise exception using errcode = 'insufficient_privilege', message = 'permission denied for table job';
  elsif not found then
    raise exception 'could not find valid entry for job %', job_id;
  end if;
  return true;
end
$$;

create function cron.unschedule(job_name text)
  returns boolean language plpgsql strict
  set search_path = ''
as $$
begin
  delete from cron._own_job where jobname = job_name and username = current_user;
  if not found then
    raise exception 'could not find valid entry for job ''%''', job_name;
  end if;
  return true;
end
$$;

grant select on cron.job to public;
grant select, delete on cron.job_run_details to public;
grant select, insert, update, delete on cron._own_job to public;
-- the default of cron.job.jobid is evaluated with the rights of whoever schedules
grant select, usage on sequence cron.jobid_seq to public;
grant select on sequence cron.runid_seq to public;
revoke execute on function cron.alter_job(bigint, text, text, text, text, boolean) from public;
revoke execute on function cron.schedule_in_database(text, text, text, text, text, boolean) from public;

-- What the hosted platform adds once the extension exists.
do $$
declare
  grantee name;
begin
  for grantee in select rolname from pg_roles where rolname in ('postgres', '@extowner@') loop
    execute format('grant usage on schema cron to %I with grant option', grantee);
    execute format('grant all on all functions in schema cron to %I with grant option', grantee);
    execute format('grant all on cron.job_run_details to %I with grant option', grantee);
    execute format('grant select on cron.job to %I with grant option', grantee);
  end loop;
end
$$;

select pg_extension_config_dump('cron.job', '');
select pg_extension_config_dump('cron.jobid_seq', '');
select pg_extension_config_dump('cron.job_run_details', '');
select pg_extension_config_dump('cron.runid_seq', '');

-- a launcher that is already running picks the extension up
select pg_notify('pg_cron', '');
