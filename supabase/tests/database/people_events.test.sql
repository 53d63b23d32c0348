-- A role that changes and a patient who gets an account tell the people concerned, in the transaction that does it.
begin;
select no_plan();
select tests.forget_everything();
create function pg_temp.told() returns table (type text, people text[]) language sql as $$
  select event.type, tests.people(array_agg(item.user_id))
  from public.notification_events as event left join public.notifications as item on item.event_id = event.id
  group by event.type order by event.type;
$$;
create function pg_temp.make(who text, role public.member_role) returns void language sql as $$
  delete from public.notification_events;
  delete from public.email_outbox;
  update public.organisation_members set role = make.role where organisation_id = tests.lumiere() and user_id = tests.person(make.who);
$$;

-- Roles.
select pg_temp.make('assistante', 'practitioner');
select results_eq(
  'select * from pg_temp.told()', $$values ('MEMBER_PROMOTED', array['assistante@lumiere.test'])$$, 'who gets more rights is told, and nobody else'
);
select is((select entity_id from public.notification_events), tests.person('assistante'), 'the event is about them');
select pg_temp.make('assistante', 'assistant');
select results_eq(
  'select * from pg_temp.told()', $$values ('ROLE_CHANGED', array['assistante@lumiere.test'])$$, 'who gets fewer rights is told of a change'
);
select pg_temp.make('assistante', 'operator');
select results_eq('select type from pg_temp.told()', array['ROLE_CHANGED'], 'from the staff to an operator is no promotion');
select pg_temp.make('assistante', 'admin');
select results_eq(
  'select * from pg_temp.told()', $$values ('ADMIN_PROMOTED', array['admin@lumiere.test', 'assistante@lumiere.test'])$$,
  'a new admin is told, and so are the other admins'
);
select is((select count(*) from public.email_outbox), 2::bigint, 'by email too: it is a matter of safety');
select pg_temp.make('assistante', 'owner');
select results_eq(
  'select * from pg_temp.told()', $$values ('MEMBER_PROMOTED', array['assistante@lumiere.test'])$$, 'from admin to owner is a promotion like another'
);
select pg_temp.make('assistante', 'practitioner');
select results_eq('select type from pg_temp.told()', array['ROLE_CHANGED'], 'an owner who becomes a practitioner is no promotion');
select pg_temp.make('assistante', 'practitioner');
select is_empty('select * from pg_temp.told()', 'a role that stays tells nobody');
savepoint promoted;
select pg_temp.make('assistante', 'admin');
rollback to savepoint promoted;
select is_empty('select * from pg_temp.told()', 'a promotion that is rolled back was never told');

-- Many at once, and who does it.
select tests.forget_everything();
select tests.join_as('nouvelle@invente.test', 'client');
update public.organisation_members set role = 'admin'
where organisation_id = tests.lumiere() and user_id in (tests.person('praticien'), tests.person('nouvelle@invente.test'));
select is((select count(*) from public.notification_events where type = 'ADMIN_PROMOTED'), 2::bigint, 'two who are promoted together are two events');
select is((select array_agg(distinct actor_id) from public.notification_events), array[null::uuid], 'a server is nobody''s actor');
insert into public.organisation_members (organisation_id, user_id, role) values (tests.lumiere(), tests.person('praticien'), 'practitioner')
on conflict (organisation_id, user_id) do update set role = excluded.role;
select is((select count(*) from public.notification_events where type = 'ROLE_CHANGED'), 1::bigint, 'a role that is written by an upsert counts too');
select is(
  (select message from public.notifications where type = 'ADMIN_PROMOTED' limit 1), 'Un membre peut désormais administrer l’organisation.',
  'no text names the person'
);

-- A mandatory type cannot be turned off.
select tests.forget_everything();
select tests.set_preference('admin', 'system', false, false, 'NONE');
select pg_temp.make('multi@cassius.test', 'admin');
select is(
  (select count(*) from public.notifications where user_id = tests.person('admin')), 1::bigint,
  'an admin who wants to hear nothing of the system still hears of a new admin'
);

-- Patients.
select tests.forget_everything();
select tests.join_as('zelie@invente.test', 'client');
create temporary table story as select tests.new_patient() as patient;
select is_empty('select * from pg_temp.told()', 'a patient without an account is welcomed by nobody');
update public.patients set user_id = tests.person('zelie@invente.test') where id = (select patient from story);
select results_eq(
  'select * from pg_temp.told()', $$values ('PATIENT_WELCOME', array['zelie@invente.test'])$$, 'whose account is linked to their file is welcome'
);
select is((select count(*) from public.email_outbox), 1::bigint, 'by email too');
update public.patients set user_id = tests.person('zelie@invente.test'), first_name = 'Zélie' where id = (select patient from story);
update public.patients set user_id = null where id = (select patient from story);
update public.patients set user_id = tests.person('zelie@invente.test') where id = (select patient from story);
select is((select count(*) from public.notifications), 1::bigint, 'once, also after the link was taken away and made again');
select tests.join_as('yves@invente.test', 'client');
update public.patients set user_id = tests.person('yves@invente.test') where id = (select patient from story);
select is(
  (select count(*) from public.notifications where user_id = tests.person('yves@invente.test')), 1::bigint, 'another account is another welcome'
);
select tests.authenticate_as('zelie@invente.test');
select is(public.unread_notification_count(), 0, 'and whoever lost the file no longer sees that it was theirs');
select tests.authenticate_as_owner();
select tests.forget_everything();
update story set patient = tests.new_patient(account => 'zelie@invente.test');
select results_eq(
  'select * from pg_temp.told()', $$values ('PATIENT_WELCOME', array['zelie@invente.test'])$$, 'a file that is created with its account welcomes as well'
);
update story set patient = tests.new_patient(tests.new_team('Équipe du soir', array['multi@cassius.test']), 'yves@invente.test');
select is(
  (select count(*) from public.notifications where user_id = tests.person('yves@invente.test')), 1::bigint, 'also when a team keeps the file'
);

-- The staff does it under their own rights.
select tests.forget_everything();
update story set patient = tests.new_patient();
grant select on story to authenticated;
select tests.authenticate_as('praticien');
select lives_ok(
  $$update public.patients set user_id = tests.person('zelie@invente.test') where id = (select patient from story)$$, 'a practitioner may link an account'
);
select tests.authenticate_as_owner();
select results_eq('select type from pg_temp.told()', array['PATIENT_WELCOME'], 'and causes the welcome without the right to notify');

select * from finish();
rollback;
