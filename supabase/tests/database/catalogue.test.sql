-- The rules that every object of the project keeps, asked of the catalogue itself so that a new one cannot forget them.
begin;
select no_plan();

create temporary view our_functions as
select p.oid, n.nspname || '.' || p.proname as name, p.proconfig, p.prosecdef, p.proacl, p.proowner, n.nspname as schema
from pg_proc as p
join pg_namespace as n on n.oid = p.pronamespace
where n.nspname in ('public', 'notify') and not exists (select from pg_depend where objid = p.oid and deptype = 'e');

create temporary view our_tables as
select c.oid, n.nspname || '.' || c.relname as name, c.relrowsecurity, c.relkind, c.reloptions, n.nspname as schema
from pg_class as c
join pg_namespace as n on n.oid = c.relnamespace
where n.nspname in ('public', 'notify') and c.relkind in ('r', 'p', 'v', 'm');

select cmp_ok((select count(*) from our_functions), '>', 30::bigint, 'the catalogue test sees the functions');
select cmp_ok((select count(*) from our_tables), '>', 15::bigint, 'the catalogue test sees the tables');

select is_empty(
  $$select name from our_functions where not coalesce(proconfig, '{}') @> array['search_path=""']$$,
  'every function fixes its search_path'
);
select is_empty(
  $$select name from our_functions where obj_description(oid, 'pg_proc') is null$$,
  'every function says what it does'
);
select is_empty(
  $$select name from our_functions, aclexplode(coalesce(proacl, acldefault('f', proowner))) as grant_
    where grant_.grantee = 0 and grant_.privilege_type = 'EXECUTE'$$,
  'no function is executable by everyone'
);
select is_empty(
  $$select name from our_functions where has_function_privilege('anon', oid, 'EXECUTE')$$,
  'no function is executable without a session'
);
select set_eq(
  $$select name from our_functions where has_function_privilege('authenticated', oid, 'EXECUTE')$$,
  array[
    'notify.claim_time', 'notify.clock', 'notify.is_hidden_file', 'notify.my_administered', 'notify.my_files',
    'notify.my_organisations', 'notify.my_overseen', 'notify.my_practices', 'notify.my_teams', 'notify.my_workplaces',
    'notify.record_click', 'public.book_appointment', 'public.broadcast_notification', 'public.cancel_emails',
    'public.cancel_scheduled_notification', 'public.email_queue', 'public.explain_event',
    'public.explain_notification', 'public.find_notifications', 'public.lift_suppression',
    'public.mark_all_notifications_read', 'public.mark_notification_clicked', 'public.mark_notifications_read',
    'public.move_appointment', 'public.my_notification_preferences', 'public.my_notification_type_preferences',
    'public.notification_analytics', 'public.read_all_notifications', 'public.resolve_email_link',
    'public.retract_notification', 'public.retry_emails', 'public.schedule_notification',
    'public.send_manual_notification', 'public.suppressions', 'public.unread_notification_count',
    'public.unread_notification_counts'
  ],
  'a signed-in user may call these functions and no others'
);
select is_empty(
  $$select name from our_tables where relkind in ('r', 'p') and not relrowsecurity$$, 'every table has row level security'
);
select is_empty(
  $$select name from our_tables where schema = 'public' and relkind in ('v', 'm')
      and (relkind = 'm' or not coalesce(reloptions, '{}') @> array['security_invoker=true'])$$,
  'a view that the Data API shows asks the policies of whoever reads it'
);
select is_empty(
  $$select name from our_tables where obj_description(oid, 'pg_class') is null$$, 'every table says what it holds'
);
select is_empty(
  $$select name from our_tables where schema = 'notify' and (
      has_table_privilege('anon', oid, 'select, insert, update, delete')
      or has_table_privilege('authenticated', oid, 'select, insert, update, delete')
      or has_table_privilege('service_role', oid, 'select, insert, update, delete'))$$,
  'internal tables and views are closed to the roles of the Data API'
);
select is_empty(
  $$select name, acl.privilege_type from our_tables join pg_class as c using (oid), aclexplode(c.relacl) as acl
    where acl.grantee = 0 or acl.privilege_type in ('TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN')
      and acl.grantee in ('anon'::regrole, 'authenticated'::regrole, 'service_role'::regrole)$$,
  'no table is granted to everyone, nor anything beyond its rows to a role of the Data API'
);
select is_empty(
  $$select n.nspname || '.' || t.typname
    from pg_type as t
    join pg_namespace as n on n.oid = t.typnamespace
    left join pg_class as c on c.oid = t.typrelid
    where n.nspname in ('public', 'notify')
      and (t.typtype in ('e', 'd', 'r') or (t.typtype = 'c' and c.relkind = 'c'))
      and obj_description(t.oid, 'pg_type') is null
      and not exists (select from pg_depend where classid = 'pg_type'::regclass and objid = t.oid and deptype = 'e')$$,
  'every type says what it is'
);
select is_empty(
  $$select name from our_tables where has_table_privilege('anon', oid, 'select, insert, update, delete')$$,
  'no table is open without a session'
);
select is_empty(
  $$select c.conrelid::regclass || ': ' || c.conname
    from pg_constraint as c
    join our_tables as t on t.oid = c.conrelid
    where c.contype = 'f' and not exists (
      select from pg_index as i
      where i.indrelid = c.conrelid
        and (i.indkey::smallint[])[0:cardinality(c.conkey) - 1] @> c.conkey
        and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) ~ 'IS NOT NULL')
    )$$,
  'every foreign key has an index'
);
select is_empty(
  $$select trigger.tgname, called.name from pg_trigger as trigger
    join our_functions as called
      on position(called.name || '(' in substring(pg_get_triggerdef(trigger.oid) from 'WHEN (.*) EXECUTE')) > 0
    where not has_function_privilege('authenticated', called.oid, 'EXECUTE')$$,
  'no trigger condition, which runs as whoever writes, calls an internal function'
);
select is_empty(
  $$select type.type, locale.name from notify.types as type, unnest(array['fr', 'en']) as locale (name)
    where not exists (select from notify.type_texts as words where words.type = type.type and words.locale = locale.name)
       or not exists (select from notify.category_texts as words where words.category = type.category and words.locale = locale.name)$$,
  'every type has its words in every language'
);
select is_empty(
  $$select tablename || ': ' || policyname from pg_policies
    where schemaname = 'public' and ('public' = any (roles) or cmd = 'ALL')$$,
  'every policy names its role and its verb'
);
select is_empty(
  $$select tablename || ': ' || policyname from pg_policies
    where schemaname = 'public'
      and regexp_replace(coalesce(qual, '') || coalesce(with_check, ''), '\( SELECT auth\.(uid|role|jwt)\(\)', '', 'g') ~ 'auth\.(uid|role|jwt)\(\)'$$,
  'no policy calls auth.uid() once a row'
);

select * from finish();
rollback;
