-- Rule 2: only who may see the file hears of it, and who loses sight of the file loses sight of what was said about it.
begin;
select no_plan();
select tests.forget_everything();
select tests.join_as('titulaire@lumiere.test', 'owner'), tests.join_as('patiente@lumiere.test', 'client'), tests.join_as('voisine@lumiere.test', 'client');
create function pg_temp.everybody() returns text[] language sql as $$
  select array[
    'admin', 'assistante', 'multi@cassius.test', 'operateur@cassius.test', 'patiente', 'praticien', 'titulaire', 'voisine'
  ];
$$;
create temporary table story as
select
  tests.new_team('Chirurgie', '{praticien}') as surgery, tests.new_team('Orthodontie', '{multi@cassius.test}') as orthodontics,
  null::uuid as kept, null::uuid as open, null::uuid as implant, null::uuid as event;
update story set kept = tests.new_patient(surgery, 'patiente'), open = tests.new_patient(null, 'patiente');
create temporary table kept_implant as
with implant as (
  insert into public.implants (organisation_id, patient_id, tooth) select tests.lumiere(), kept, '26' from story returning id
)
select id from implant;
update story set implant = id from kept_implant;
grant select on story to public;
delete from public.notification_events;
-- Who was told of the latest event, and who was not because they may not see what it is about.
create function pg_temp.told() returns text[] language sql as $$
  select tests.people(array_agg(trace.user_id)) from public.notification_deliveries as trace, story
  where trace.event_id = story.event and trace.channel = 'in_app' and trace.decision = 'send';
$$;
create function pg_temp.kept_from() returns text[] language sql as $$
  select tests.people(array_agg(trace.user_id)) from public.notification_deliveries as trace, story
  where trace.event_id = story.event
    and (trace.channel, trace.decision, trace.reason, trace.rule, trace.source) = ('in_app', 'skip', 'no_access', 'access', 'organisation_members');
$$;

-- Who hears of what.
update story set event = tests.tell(null, 'ISQ_CRITICAL', jsonb_build_object('entityId', implant));
select is(
  pg_temp.told(), array['admin@lumiere.test', 'praticien@lumiere.test', 'titulaire@lumiere.test'],
  'of a file that a team keeps the team hears, and who administers'
);
select is(pg_temp.kept_from(), array['multi@cassius.test'], 'and the trace says who does not, and why');
update story set event = tests.tell(pg_temp.everybody(), 'APPOINTMENT_UPDATED', jsonb_build_object('patientId', kept));
select is(
  pg_temp.told(), array['admin@lumiere.test', 'patiente@lumiere.test', 'praticien@lumiere.test', 'titulaire@lumiere.test'],
  'whoever is named: the team, who administers, and the patient''s own account'
);
select is(
  pg_temp.kept_from(), array['assistante@lumiere.test', 'multi@cassius.test', 'operateur@cassius.test', 'voisine@lumiere.test'],
  'not the other teams, other clients or operators'
);
select results_eq(
  $$select distinct decision, reason, rule from public.notification_deliveries where channel = 'email' and user_id = tests.person('voisine')$$,
  $$values ('skip', 'no_access', 'access')$$, 'on no channel'
);
update story set event = tests.tell(pg_temp.everybody(), 'APPOINTMENT_UPDATED', jsonb_build_object('patientId', open));
select is(
  pg_temp.told(),
  array['admin@lumiere.test', 'assistante@lumiere.test', 'multi@cassius.test', 'patiente@lumiere.test', 'praticien@lumiere.test', 'titulaire@lumiere.test'],
  'of a file that no team keeps all of the staff hears, and the patient'
);
update story set event = tests.tell(pg_temp.everybody(), 'TEAM_ACTIVITY', jsonb_build_object('teamId', orthodontics));
select is(
  pg_temp.told(), array['admin@lumiere.test', 'multi@cassius.test', 'titulaire@lumiere.test'],
  'of a team''s own affairs the team hears, and who administers'
);
update story set event = tests.tell(pg_temp.everybody(), 'TEAM_ACTIVITY');
select is(cardinality(pg_temp.told()), 8, 'of nothing in particular everybody who is named');
update story set event = tests.tell(null, 'SYSTEM_NOTICE', jsonb_build_object('patientId', kept));
select is(
  pg_temp.told(), array['admin@lumiere.test', 'patiente@lumiere.test', 'praticien@lumiere.test', 'titulaire@lumiere.test'],
  'a mandatory type does not open a file'
);
select tests.force('multi@cassius.test', 'ISQ_CRITICAL', in_app => true, email => true);
update story set event = tests.tell(null, 'ISQ_CRITICAL', jsonb_build_object('entityId', implant));
select is(pg_temp.kept_from(), array['multi@cassius.test'], 'nor does an override');
select throws_ok(
  format($$select tests.tell(null, 'TEAM_ACTIVITY', %L)$$, jsonb_build_object('teamId', orthodontics, 'patientId', kept)), 'CN007',
  'teamId: is not the team that keeps this patient''s file', 'an event cannot name another team than the file''s'
) from story;

-- The records themselves.
insert into public.isq_measurements (organisation_id, implant_id, value) select tests.lumiere(), implant, 70 from story;
insert into public.appointments (organisation_id, patient_id, starts_at, ends_at)
select tests.lumiere(), kept, now() + interval '3 days', now() + interval '3 days 1 hour' from story;
create function pg_temp.sees(who text) returns text language plpgsql as $$
declare
  seen text;
begin
  perform tests.authenticate_as(sees.who);
  select concat_ws(' ',
    (select 'file' from public.patients, story where id = kept),
    (select 'implant' from public.implants, story where id = implant),
    (select 'measurement' from public.isq_measurements, story where implant_id = implant),
    (select 'appointment' from public.appointments, story where patient_id = kept)
  ) into seen;
  perform tests.authenticate_as_owner();
  return seen;
end;
$$;
select is(pg_temp.sees(who), records, format('%s sees: %s', who, records)) from (values
  ('praticien', 'file implant measurement appointment'), ('admin', 'file implant measurement appointment'),
  ('titulaire', 'file implant measurement appointment'), ('patiente', 'file appointment'),
  ('multi@cassius.test', ''), ('assistante', ''), ('operateur@cassius.test', ''), ('voisine', ''), ('admin@parc.test', '')
) as eye (who, records);
select tests.authenticate_as('multi@cassius.test');
select throws_ok(
  $$insert into public.isq_measurements (organisation_id, implant_id, value) select tests.lumiere(), implant, 25 from story$$,
  '42501', null, 'who does not see a file writes nothing into it'
);
select throws_ok(
  $$insert into public.patients (organisation_id, first_name, last_name, team_id) select tests.lumiere(), 'X', 'Y', surgery from story$$,
  '42501', null, 'nor adds one to a team that they are not in'
);
select tests.authenticate_as('praticien');
select throws_ok(
  $$update public.patients set team_id = orthodontics from story where id = kept$$, '42501', null, 'nor gives one away to such a team'
);
select tests.authenticate_as('patiente');
update public.patients set last_name = 'Autre';
update public.appointments set status = 'cancelled';
select tests.authenticate_as_owner();
select is((select last_name || ' ' || status from public.patients join public.appointments on patient_id = patients.id, story where patients.id = kept), 'Introuvable scheduled', 'a patient reads their file, and does not write it');

-- A client's list.
select tests.authenticate_as('patiente');
select isnt_empty('select 1 from public.notifications', 'a client sees what they were told');
select is_empty('select 1 from public.notifications as item, story where item.patient_id not in (kept, open)', 'which is about their own file, or nobody''s');
select tests.authenticate_as('voisine');
select is_empty('select 1 from public.notifications where patient_id is not null or team_id is not null', 'another client nothing of a file');

-- Losing sight. Everybody is told of a file, and has an email queued and another image waiting for the digest.
select tests.authenticate_as_owner();
select tests.set_clock('2026-06-10 10:00+00');
create function pg_temp.tell_everybody(file uuid) returns void language plpgsql as $$
begin
  perform tests.forget_everything();
  perform tests.tell(pg_temp.everybody(), type, jsonb_build_object('patientId', tell_everybody.file))
  from unnest(array['ISQ_WARNING', 'IMAGING_ADDED']) as type;
end;
$$;
-- What somebody still has of it: rows in the list, the unread count, how many they can mark; emails and digests that leave.
create function pg_temp.still_has(who text) returns int[] language plpgsql as $$
declare
  ids uuid[] := array(select id from public.notifications where user_id = tests.person(still_has.who) and patient_id is not null);
  answer int[];
begin
  perform tests.authenticate_as(still_has.who);
  answer := array[
    -- As the policy says; find_notifications() asks by itself, and has to answer the same.
    (
      select case
        when array_agg(item.id order by item.id) is not distinct from
          (select array_agg(found.id order by found.id) from public.find_notifications() as found)
        then count(*) filter (where item.id = any (ids)) else -1
      end
      from public.notifications as item
    ),
    public.unread_notification_count(tests.lumiere()), public.mark_notifications_read(ids)
  ];
  perform tests.authenticate_as_owner();
  update public.notifications set is_read = false where id = any (ids);
  perform notify.build_digests('2026-06-12 00:00+00');
  perform notify.claim_emails();
  return answer || array[
    (select count(*) from public.email_outbox where user_id = tests.person(still_has.who) and status = 'PENDING' and type <> 'DIGEST'),
    (select count(*) from public.email_outbox where user_id = tests.person(still_has.who) and status = 'PENDING' and type = 'DIGEST')
  ]::int[];
end;
$$;
-- The same, taken back afterwards, so that the next one can be asked.
create function pg_temp.has_after(change text, who text) returns int[] language plpgsql as $$
declare
  answer int[];
begin
  begin
    execute has_after.change;
    answer := pg_temp.still_has(has_after.who);
    raise exception 'undone' using errcode = 'ZZ001';
  exception
    when sqlstate 'ZZ001' then return answer;
  end;
end;
$$;
select pg_temp.tell_everybody(open) from story;
select is(pg_temp.has_after('select', 'multi@cassius.test'), array[2, 2, 2, 1, 1], 'a practitioner has a file''s notifications, its email and its digest');
select is(
  pg_temp.has_after('update public.patients set team_id = surgery from story where id = open', 'multi@cassius.test'), array[0, 0, 0, 0, 0],
  'when a team takes the file, who is not in it has nothing of it any more'
);
select is(
  pg_temp.has_after('update public.patients set team_id = surgery from story where id = open', who), array[2, 2, 2, 1, 1],
  who || ' keeps it all'
) from unnest(array['praticien', 'admin', 'titulaire', 'patiente']) as who;
select is(
  pg_temp.has_after($$update public.organisation_members set role = 'client' where organisation_id = tests.lumiere() and user_id = tests.person('multi@cassius.test')$$, 'multi@cassius.test'),
  array[0, 1, 0, 0, 0], 'who leaves the staff has nothing of it any more: what is left to read is the news of that'
);
select is(
  pg_temp.has_after($$delete from public.organisation_members where organisation_id = tests.lumiere() and user_id = tests.person('multi@cassius.test')$$, 'multi@cassius.test'),
  array[0, 0, 0, 0, 0], 'nor has who leaves the organisation'
);
select is(
  pg_temp.has_after('update public.patients set user_id = null from story where id = open', 'patiente'), array[0, 0, 0, 0, 0],
  'nor an account that is no longer the patient''s'
);

select pg_temp.tell_everybody(kept) from story;
select is(pg_temp.has_after('select', 'praticien'), array[2, 2, 2, 1, 1], 'a member of the team has a kept file''s notifications');
select is(
  pg_temp.has_after($$delete from public.team_members where user_id = tests.person('praticien')$$, 'praticien'), array[0, 0, 0, 0, 0],
  'until they leave the team'
);
select is(
  pg_temp.has_after('update public.patients set team_id = orthodontics from story where id = kept', 'praticien'), array[0, 0, 0, 0, 0],
  'or the file moves to another one'
);
select is(
  pg_temp.has_after($$update public.organisation_members set role = 'practitioner' where user_id = tests.person('admin')$$, 'admin'), array[0, 1, 0, 0, 0],
  'or, for an admin outside the team, until they no longer are one'
);
select is(
  pg_temp.has_after('update public.patients set team_id = null from story where id = kept', 'praticien'), array[2, 2, 2, 1, 1],
  'a file that is everybody''s again stays theirs'
);
select throws_ok(
  'delete from public.teams using story where id = surgery', '23503', null,
  'a team that keeps files is not dissolved: they would be everybody''s'
);
select is(
  pg_temp.has_after('update public.patients set team_id = null from story where id = kept; delete from public.teams using story where id = surgery', 'praticien'), array[2, 2, 2, 1, 1],
  'one that keeps none can be'
);
select is(
  pg_temp.has_after('update public.patients set team_id = orthodontics from story where id = kept; update public.patients set team_id = surgery from story where id = kept', 'praticien'),
  array[2, 2, 2, 1, 1], 'and one that comes back, comes back'
);

-- The outbox says why.
update public.patients set team_id = orthodontics from story where id = kept;
select notify.claim_emails();
select is(
  (select error_message from public.email_outbox where user_id = tests.person('praticien') and type = 'ISQ_WARNING'),
  'not sent: no longer has access to the subject', 'an email that did not leave says why'
);

-- A team's own affairs, when the team is no more.
select tests.forget_everything();
select tests.tell(pg_temp.everybody(), 'TEAM_ACTIVITY', jsonb_build_object('teamId', orthodontics)) from story;
update public.patients set team_id = null from story where team_id = orthodontics;
delete from public.teams using story where id = orthodontics;
select tests.authenticate_as('multi@cassius.test');
select is(public.unread_notification_count(), 0, 'what a dissolved team was told is nobody''s');
select is_empty('select 1 from public.find_notifications()', 'to find either');
select tests.authenticate_as('admin');
select is(public.unread_notification_count(), 1, 'except who administers');
select isnt_empty('select 1 from public.find_notifications()', 'and finds it');

select * from finish();
rollback;
