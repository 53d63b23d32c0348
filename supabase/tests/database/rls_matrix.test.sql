-- Who may do what to which row: every table, every role, every verb, really tried. The tables come from the catalogue,
-- so that one that the expectation below does not mention fails here.
begin;
select no_plan();

-- The world: seven people of one practice, one who has left it, the admin of another, and the server.
create temporary table person (name text primary key, organisation_id uuid, role public.member_role);
insert into person values
  ('owner', tests.lumiere(), 'owner'), ('admin', tests.lumiere(), 'admin'), ('practitioner', tests.lumiere(), 'practitioner'),
  ('assistant', tests.lumiere(), 'assistant'), ('operator', tests.lumiere(), 'operator'), ('client', tests.lumiere(), 'client'),
  ('colleague', tests.lumiere(), 'practitioner'), ('former', tests.lumiere(), 'practitioner'), ('stranger', tests.parc(), 'admin');

create function pg_temp.id_of(what text, name text) returns uuid language sql return md5('matrix:' || what || ':' || name)::uuid;

insert into auth.users (id, email, email_confirmed_at)
select pg_temp.id_of('account', name), name || '@matrix.test', now() from person;
insert into public.profiles (user_id, full_name) select pg_temp.id_of('account', name), 'Personne Inventée' from person;
insert into public.organisation_members (organisation_id, user_id, role)
select organisation_id, pg_temp.id_of('account', name), role from person;

-- Each person has one row of everything: a team, a file that it keeps (a client: their own file), and what follows.
create temporary view owned as
select *, pg_temp.id_of('account', name) as user_id, role <> 'client' as is_staff from person;
insert into public.teams (id, organisation_id, name)
select pg_temp.id_of(kind, name), organisation_id, 'Équipe de ' || name from owned, unnest(array['team', 'empty team']) as kind;
insert into public.team_members (organisation_id, team_id, user_id)
select organisation_id, pg_temp.id_of('team', name), user_id from owned where is_staff;
create temporary view file as select * from owned, unnest(array['patient', 'open patient']) as kind;
insert into public.patients (id, organisation_id, first_name, last_name, team_id, user_id)
select
  pg_temp.id_of(kind, name), organisation_id, 'Zoé', 'Inventée', case when kind = 'patient' then pg_temp.id_of('team', name) end,
  case when kind = 'patient' and not is_staff then user_id end
from file;
insert into public.implants (id, organisation_id, patient_id, tooth)
select pg_temp.id_of(kind || ' implant', name), organisation_id, pg_temp.id_of(kind, name), '26' from file;
insert into public.isq_measurements (id, organisation_id, implant_id, value, created_by)
select pg_temp.id_of(kind || ' measurement', name), organisation_id, pg_temp.id_of(kind || ' implant', name), 70, user_id from file;
insert into public.appointments (id, organisation_id, patient_id, practitioner_id, starts_at, ends_at)
select pg_temp.id_of(kind || ' appointment', name), organisation_id, pg_temp.id_of(kind, name), user_id, now() - interval '2 days', now()
from file;
insert into public.notification_events (id, organisation_id, type, severity, actor_id)
select pg_temp.id_of(kind || 'event', name), organisation_id, 'TEAM_ACTIVITY', 'INFO', user_id
from owned, unnest(array['', 'hidden ']) as kind;
insert into public.notification_deliveries (event_id, organisation_id, user_id, channel, decision, reason, rule)
select pg_temp.id_of('event', name), organisation_id, user_id, 'in_app', 'send', 'default', 'default' from owned;
-- Beside the item that one may see, one of a file that is now a colleague's team's.
insert into public.notifications (
  id, organisation_id, user_id, event_id, type, category, severity, priority, title, message, patient_id, team_id
)
select
  pg_temp.id_of(kind || ' item', name), organisation_id, user_id, pg_temp.id_of(kind || 'event', name), 'TEAM_ACTIVITY',
  'activity', 'INFO', 'low', 'x', 'x',
  case when kind <> '' then pg_temp.id_of('patient', keeper) end, case when kind <> '' then pg_temp.id_of('team', keeper) end
from owned, unnest(array['', 'hidden ']) as kind,
  lateral (select case when name = 'stranger' then name else 'colleague' end as keeper) as keeping;
insert into public.email_outbox (id, organisation_id, user_id, event_id, type, subject, template, locale, payload)
select pg_temp.id_of('email', name), organisation_id, user_id, pg_temp.id_of('event', name), 'TEAM_ACTIVITY', 'x', 'alert', 'fr', '{}'
from owned;
insert into public.notification_digest (id, user_id, organisation_id, event_id, category, frequency, due_at)
select pg_temp.id_of('digest', name), user_id, organisation_id, pg_temp.id_of('event', name), 'activity', 'DAILY', now() from owned;
insert into public.scheduled_notifications (id, organisation_id, event, send_at)
select pg_temp.id_of('schedule', name), organisation_id, '{}', now() from owned;
insert into public.audit_logs (organisation_id, actor_id, action) select organisation_id, user_id, 'matrix' from owned;
insert into public.activity_logs (organisation_id, action) select distinct organisation_id, 'matrix' from owned;
insert into public.notification_preferences (user_id, organisation_id, category) select user_id, organisation_id, 'alerts' from owned;
insert into public.notification_type_preferences (user_id, organisation_id, type)
select user_id, organisation_id, 'TEAM_ACTIVITY' from owned;
insert into public.notification_settings (user_id, organisation_id) select user_id, organisation_id from owned;
insert into public.notification_mutes (id, user_id, organisation_id, entity_type, entity_id)
select pg_temp.id_of('mute', name), user_id, organisation_id, 'patient', pg_temp.id_of('patient', name) from owned;
insert into public.notification_overrides (id, organisation_id, user_id, type, email, reason)
select pg_temp.id_of('override', name), organisation_id, user_id, 'TEAM_ACTIVITY', true, 'matrix' from owned;
insert into public.organisation_type_settings (organisation_id, type, email)
select distinct organisation_id, 'TEAM_ACTIVITY', true from owned;
insert into public.organisation_notification_settings (organisation_id) select distinct organisation_id from owned;
delete from public.organisation_members where user_id = pg_temp.id_of('account', 'former');

-- Where each person's row of a table is. "of no team": the files that no team keeps. What belongs to the organisation has
-- no colleague's row.
create temporary table sample as
select place.what, owned.name, place.key, place.is_shared
from owned
cross join lateral (
  select kind.what, jsonb_build_object('id', pg_temp.id_of(kind.id, name)) as key, false as is_shared
  from (values
    ('teams', 'empty team'), ('patients', 'patient'), ('patients of no team', 'open patient'), ('implants', 'patient implant'),
    ('implants of no team', 'open patient implant'), ('isq_measurements', 'patient measurement'),
    ('isq_measurements of no team', 'open patient measurement'), ('appointments', 'patient appointment'),
    ('appointments of no team', 'open patient appointment'), ('notification_events', 'event'), ('notifications', ' item'),
    ('notifications of a colleague''s file', 'hidden  item'), ('email_outbox', 'email'), ('notification_digest', 'digest'),
    ('scheduled_notifications', 'schedule'), ('notification_mutes', 'mute'), ('notification_overrides', 'override')
  ) as kind (what, id)
  union all
  select kind.what, jsonb_build_object('user_id', user_id, 'organisation_id', organisation_id), false
  from (values
    ('organisation_members'), ('team_members'), ('notification_deliveries'), ('notification_preferences'),
    ('notification_type_preferences'), ('notification_settings')
  ) as kind (what)
  union all
  values
    ('profiles', jsonb_build_object('user_id', user_id), false),
    ('audit_logs', jsonb_build_object('actor_id', user_id, 'action', 'matrix'), false),
    ('activity_logs', jsonb_build_object('organisation_id', organisation_id, 'action', 'matrix'), true),
    ('organisations', jsonb_build_object('id', organisation_id), true),
    ('organisation_type_settings', jsonb_build_object('organisation_id', organisation_id, 'type', 'TEAM_ACTIVITY'), true),
    ('organisation_notification_settings', jsonb_build_object('organisation_id', organisation_id), true)
) as place;

-- A cell is what somebody gets for select, insert, update and delete of a row: the letter of the verb when it works, "."
-- when there is no such row for them, "-" when they are refused. A line gives the cell for rows of another tenant, that of
-- a server, then those for one's own row and a colleague's. Who is not named gets as little as a stranger; "admin" is also
-- the other tenant's, at home.
create temporary table rule (what text, stranger text, server text, members text);
insert into rule values
  -- Its colour is an admin's to choose.
  ('organisations', '.-.-', 'siud', 'owner admin: s-u-, practitioner assistant operator client: s-.-'),
  ('organisation_members', '.---', 'siud', 'owner admin practitioner assistant operator: s--- s---, client: s--- .---'),
  ('profiles', '.-.-', 'siud', 'owner admin practitioner assistant operator: siu- s-.-, client former: siu- .-.-'),
  ('teams', '.-..', 'siud', 'owner admin: siud siud, practitioner assistant operator: s-.. s-..'),
  ('team_members', '.--.', 'siud', 'owner admin: si-d si-d, practitioner assistant operator: s--. s--.'),
  -- A file of one's own team, or of a colleague's; a client reads their own.
  ('patients', '.-.-', 'siud', 'owner admin: siu- siu-, practitioner assistant: siu- .-.-, client: s-.- .-.-'),
  ('patients of no team', '.-.-', 'siud', 'owner admin practitioner assistant: siu- siu-'),
  ('implants', '.-.-', 'siud', 'owner admin: siu- siu-, practitioner assistant: siu- .-.-'),
  ('implants of no team', '.-.-', 'siud', 'owner admin practitioner assistant: siu- siu-'),
  -- A measurement is written in one's own name.
  ('isq_measurements', '.-.-', 'siud', 'owner admin: siu- s-u-, practitioner assistant: siu- .-.-'),
  ('isq_measurements of no team', '.-.-', 'siud', 'owner admin practitioner assistant: siu- s-u-'),
  ('appointments', '.-.-', 'siud', 'owner admin: siu- siu-, practitioner assistant: siu- .-.-, client: s-.- .-.-'),
  ('appointments of no team', '.-.-', 'siud', 'owner admin practitioner assistant: siu- siu-'),
  -- One's own inbox and nobody else's, of what one may still see.
  ('notifications', '.-.-', 's-ud', 'owner admin practitioner assistant operator client: s-u- .-.-'),
  ('notifications of a colleague''s file', '.-.-', 's-ud', 'owner admin: s-u- .-.-'),
  ('notification_digest', '.---', 's--d', 'owner admin practitioner assistant operator client: s--- .---'),
  -- What the engine writes, for admins to read; operators too, what concerns the sending of emails.
  ('notification_events', '.---', 's--d', 'owner admin: s--- s---'),
  ('notification_deliveries', '.---', 's--d', 'owner admin: s--- s---'),
  ('email_outbox', '.---', 's--d', 'owner admin operator: s--- s---'),
  ('activity_logs', '.---', 's---', 'owner admin operator: s---'),
  ('scheduled_notifications', '.---', 's--d', 'owner admin: s--- s---'),
  ('audit_logs', '.---', 's---', 'owner admin: s--- s---'),
  -- Wishes are one's own; what is forced is an admin's or an operator's; the rest is an admin's.
  ('notification_preferences', '.-..', 'siud', 'owner admin practitioner assistant operator client: siud .-..'),
  ('notification_type_preferences', '.-..', 'siud', 'owner admin practitioner assistant operator client: siud .-..'),
  ('notification_settings', '.-..', 'siud', 'owner admin practitioner assistant operator client: siud .-..'),
  ('notification_mutes', '.-..', 'siud', 'owner admin practitioner assistant operator client: siud .-..'),
  ('notification_overrides', '.-..', 'siud', 'owner admin operator: siud siud, practitioner assistant client: s-.. .-..'),
  ('organisation_type_settings', '.-..', 'siud', 'owner admin: siud, practitioner assistant operator: s-..'),
  ('organisation_notification_settings', '.-..', 'siud', 'owner admin: siud, practitioner assistant operator: s-..');

-- The columns that a role may write, where it may not write all of them.
create temporary table column_rule (role text, verb text, table_name text, columns text);
insert into column_rule values
  ('authenticated', 'insert', 'notification_mutes', 'entity_id entity_type muted_until organisation_id user_id'),
  ('authenticated', 'insert', 'notification_overrides', 'category email frequency in_app organisation_id push reason sms type user_id'),
  ('authenticated', 'insert', 'profiles', 'full_name locale phone timezone user_id'),
  ('authenticated', 'update', 'appointments', 'ends_at practitioner_id starts_at status'),
  ('authenticated', 'update', 'implants', 'placed_on tooth'),
  ('authenticated', 'update', 'isq_measurements', 'measured_at value'),
  ('authenticated', 'update', 'notification_mutes', 'muted_until'),
  ('authenticated', 'update', 'notification_overrides', 'email frequency in_app push reason sms'),
  ('authenticated', 'update', 'notifications', 'archived_at is_read seen_at snoozed_until'),
  ('authenticated', 'update', 'organisations', 'brand_colour'),
  ('authenticated', 'update', 'patients', 'birth_date first_name last_name team_id user_id'),
  ('authenticated', 'update', 'profiles', 'full_name locale phone timezone'),
  ('authenticated', 'update', 'teams', 'name'),
  ('service_role', 'update', 'notifications', 'archived_at expires_at is_read seen_at snoozed_until');

-- Becomes somebody, tries, and takes it back. Returns the letter of the cell, or the error that nobody expected.
create function pg_temp.try(who text, verb text, statement text) returns text language plpgsql as $$
declare
  reached bigint;
begin
  execute format('select tests.authenticate_as%s', case who
    when 'signed_out' then '_nobody()' when 'service' then '_service()' else format('(%L)', who || '@matrix.test')
  end);
  execute statement;
  get diagnostics reached = row_count;
  raise exception using errcode = 'ZZ000', message = case when reached = 0 then '.' else left(verb, 1) end;
exception
  when sqlstate 'ZZ000' then return sqlerrm;
  -- The row that is copied is there already: rights and policies had nothing against it.
  when unique_violation then return 'i';
  when insufficient_privilege then return '-';
  when others then return format('%s %s', sqlstate, sqlerrm);
end;
$$;

-- A column that the role may write, then one that it may not: what it got, or what must not be.
create function pg_temp.try_update(who text, role text, tables regclass, condition text) returns text language plpgsql as $$
declare
  written record;
  got text;
  best text := '-';
begin
  for written in
    select distinct on (is_granted) attname as name, is_granted
    from pg_attribute, lateral (select has_column_privilege(try_update.role, tables, attnum, 'update')) as granted (is_granted)
    where attrelid = tables and attnum > 0 and not attisdropped and attidentity = ''
    order by is_granted, attnum desc
  loop
    got := pg_temp.try(who, 'update', format('update %s set %I = %I where %s', tables, written.name, written.name, condition));
    if not written.is_granted and got <> '-' then
      return format('column %s: %s', written.name, got);
    end if;
    best := got;
  end loop;
  return best;
end;
$$;

create function pg_temp.cell(who text, what text, key jsonb) returns text language plpgsql as $$
declare
  tables regclass := format('public.%I', split_part(what, ' ', 1))::regclass;
  acting text := case who when 'signed_out' then 'anon' when 'service' then 'service_role' else 'authenticated' end;
  condition text := (select string_agg(format('%I = %L', field.key, field.value), ' and ') from jsonb_each_text(cell.key) as field);
  columns text;
  copied jsonb;
begin
  execute format('select to_jsonb(it) from %s as it where %s', tables, condition) into copied;
  -- This person has no such row.
  if copied is null then
    return null;
  end if;
  select string_agg(format('%I', attname), ', ') into columns
  from pg_attribute
  where attrelid = tables and attnum > 0 and not attisdropped and attidentity = ''
    and (has_column_privilege(acting, tables, attnum, 'insert') or not has_any_column_privilege(acting, tables, 'insert'));
  return pg_temp.try(who, 'select', format('select from %s where %s', tables, condition))
    || pg_temp.try(who, 'insert', format(
      'insert into %s (%s) select %s from jsonb_populate_record(null::%s, %L)', tables, columns, columns, tables, copied
    ))
    || pg_temp.try_update(who, acting, tables, condition)
    || pg_temp.try(who, 'delete', format('delete from %s where %s', tables, condition));
end;
$$;

-- Whose rows each person tries.
create temporary table attempt as
select who.name as who, sample.what, row_of.whose, sample.key
from (select name from person where name <> 'colleague' union all values ('signed_out'), ('service')) as who
cross join lateral (values
  ('own', who.name),
  ('colleague', case when who.name <> 'stranger' then 'colleague' end),
  ('another tenant', case when who.name = 'stranger' then 'colleague' else 'stranger' end)
) as row_of (whose, name)
join sample on sample.name = row_of.name and not (sample.is_shared and row_of.whose = 'colleague');

create temporary table answer as
select attempt.*, pg_temp.cell(who, what, key) as cell from attempt;
delete from answer where cell is null;

create temporary table expectation as
select
  who, what, whose,
  case
    when attempt.who = 'signed_out' then '----'
    when attempt.who = 'service' then rule.server
    when attempt.whose = 'another tenant' then rule.stranger
    else coalesce(split_part(named.cells, ' ', case attempt.whose when 'own' then 1 else 2 end), rule.stranger)
  end as cell
from attempt
left join rule using (what)
left join lateral (
  select split_part(line, ': ', 2) as cells
  from unnest(string_to_array(rule.members, ', ')) as line
  where replace(attempt.who, 'stranger', 'admin') = any (string_to_array(split_part(line, ': ', 1), ' '))
) as named on true;

select set_eq(
  $$select distinct split_part(what, ' ', 1) from rule$$,
  $$select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')$$,
  'the expectation has every table of the schema, and no other'
);
select set_eq('select what from rule', $$select distinct what from answer where whose <> 'own'$$, 'each has rows to try it on');
select is_empty(
  $$select answer.what as table, answer.who, answer.whose as row_of, expectation.cell as expected, answer.cell as found
    from answer join expectation using (who, what, whose)
    where answer.cell is distinct from expectation.cell
    order by 1, 2, 3$$,
  (select format('each of %s cells (%s people, %s kinds of rows) holds what is expected',
    4 * count(*), count(distinct who), count(distinct what)) from answer)
);
select set_eq(
  $$select role.name, verb.name as verb, class.relname::text, string_agg(attname, ' ' order by attname collate "C")
    from pg_attribute
    join pg_class as class on class.oid = attrelid and relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f'),
      unnest(array['anon', 'authenticated', 'service_role']) as role (name), unnest(array['insert', 'update']) as verb (name)
    where attnum > 0 and not attisdropped and has_column_privilege(role.name, attrelid, attnum, verb.name)
      and not has_table_privilege(role.name, attrelid, verb.name)
    group by role.name, verb.name, class.relname$$,
  'select * from column_rule', 'where a role may write only some columns, they are these'
);
select is_empty(
  $$select relname, role.name from pg_class, unnest(array['anon', 'authenticated', 'service_role']) as role (name)
    where relkind = 'S' and relnamespace in ('public'::regnamespace, 'notify'::regnamespace)
      and has_sequence_privilege(role.name, oid, 'usage, select, update')$$,
  'no sequence is open to anybody: it would tell how much others write'
);

select * from finish();
rollback;
