-- Accounts and organisations that are deleted: rows that a fan-out writes have no foreign keys to them, and go all the same.
begin;
select no_plan();
select tests.forget_everything();

create function pg_temp.rows_of(column_name text, id uuid) returns table (name text, rows bigint) language plpgsql as $$
declare
  of_table regclass;
begin
  for of_table in
    select attrelid::regclass from pg_attribute join pg_class on pg_class.oid = attrelid
    where attname = column_name and not attisdropped and relnamespace = 'public'::regnamespace and relkind = 'r'
  loop
    name := of_table;
    execute format('select count(*) from %s where %I = %L', of_table, column_name, id) into rows;
    if rows > 0 then
      return next;
    end if;
  end loop;
end;
$$;

-- Somebody with something in every table.
create temporary table leaver as select tests.join_as('depart@invente.test', 'practitioner') as id;
select tests.set_preference('depart@invente.test', 'activity', true, true, 'DAILY');
select tests.measure(tests.new_implant(tests.lumiere()), 25);
select public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere(), 'actorId', tests.person('admin')));
update public.notification_digest set due_at = '2026-01-01 08:00+00';
select notify.build_digests('2026-01-02');
select public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere(), 'actorId', tests.person('admin')));
select set_has(
  $$select name from pg_temp.rows_of('user_id', tests.person('depart@invente.test'))$$,
  $$values ('notifications'), ('email_outbox'), ('notification_digest'), ('notification_deliveries')$$,
  'somebody with a history'
);
create temporary table others as select count(*) as items from public.notifications where user_id <> tests.person('depart@invente.test');
create temporary table departed as select tests.person('depart@invente.test') as id;
select lives_ok('delete from auth.users where id = (select id from departed)', 'can be erased');
select is_empty($$select * from pg_temp.rows_of('user_id', (select id from departed))$$, 'and nothing of theirs remains in any table');
select is((select count(*) from public.notifications), (select items from others), 'what others were told stays');

-- A fan-out that was under way commits after the account is gone.
insert into public.notifications (organisation_id, user_id, event_id, type, category, severity, priority, title, message, lexemes)
select event.organisation_id, departed.id, event.id, 'TEAM_ACTIVITY', 'activity', 'INFO', 'normal', 'Trop tard', 'Trop tard', ''
from departed, (select * from public.notification_events limit 1) as event;
insert into public.email_outbox (organisation_id, user_id, type, subject, template, locale, payload)
select tests.lumiere(), id, 'DIGEST', 'Trop tard', 'digest_daily', 'fr', '{}' from departed;
select is_empty(
  $$select 1 from notify.claim_emails() as claimed
    join public.email_outbox as email on email.id = claimed.id where email.user_id = (select id from departed)$$,
  'its email is not sent'
);
select is(
  (select failure from public.email_outbox where user_id = (select id from departed)), 'not_a_member', 'and says why'
);
select cmp_ok((notify.clean_up() ->> 'expired')::integer, '>=', 2, 'upkeep finds both rows');
select is_empty($$select * from pg_temp.rows_of('user_id', (select id from departed))$$, 'and deletes them');
select is((notify.clean_up() ->> 'expired')::integer, 0, 'once');
select isnt_empty('select 1 from notify.departures', 'it looks again for a day');
select tests.set_clock(notify.clock() + interval '25 hours');
select notify.clean_up();
select is_empty('select 1 from notify.departures', 'then it has forgotten who left');

-- An organisation, with a digest that hangs on no event.
select tests.forget_everything();
insert into public.email_outbox (organisation_id, user_id, type, subject, template, locale, payload)
values (tests.parc(), tests.person('admin@parc.test'), 'DIGEST', 'Résumé', 'digest_daily', 'fr', '{}');
delete from public.organisations where id = tests.parc();
select is_empty($$select * from pg_temp.rows_of('organisation_id', tests.parc())$$, 'an organisation takes its unsent digests along');
select is_empty(
  $$select grantee from information_schema.role_table_grants
    where table_schema = 'notify' and table_name = 'departures' and grantee in ('anon', 'authenticated', 'service_role')$$,
  'who left is nobody''s to read'
);

select * from finish();
rollback;
