-- What a person was told, found by a word that is still being typed.
begin;
select no_plan();
select tests.forget_everything();
create temporary table story as
select type, tests.tell(array['praticien', 'multi@cassius.test'], type, jsonb_build_object('payload', payload)) as event
from (values
  ('ISQ_CRITICAL', '{"value": 30, "tooth": "26"}'::jsonb), ('IMPORT_COMPLETED', '{"rows": 1042}'),
  ('MESSAGE_RECEIVED', '{"from": "Zoé L’Écuyer-Œil"}'), ('MANDAT_CREATED', '{"title": "Contrôles généraux des journaux"}'),
  ('REPORT_GENERATED', '{"title": "Étalonnage (lot B-7) du 14/05/2026 à 14:30"}'), ('TASK_ASSIGNED', '{"title": "Vérification : 100 % des envois"}')
) as told (type, payload);
create function pg_temp.finds(query text, channel text default null, who text default 'praticien') returns text language plpgsql as $$
declare
  found text;
begin
  perform tests.authenticate_as(finds.who);
  -- Planned anew each time: a plan that is kept would keep the clock that a story has stopped.
  execute 'select string_agg(type, '' '' order by type) from public.find_notifications($1, $2)' into found using query, channel;
  perform tests.authenticate_as_owner();
  return coalesce(found, '');
end;
$$;
create temporary table everything as select pg_temp.finds(null) as types;
select is(array_length(string_to_array(types, ' '), 1), 6, 'nothing to look for finds everything') from everything;

select is(pg_temp.finds(query), types, format('%L finds: %s', query, types)) from (values
  -- Accents, capitals and ligatures, on either side.
  ('étalonnage', 'REPORT_GENERATED'), ('ETALONNAGE', 'REPORT_GENERATED'), ('Étalonnâge', 'REPORT_GENERATED'),
  (U&'e\0301talonnage', 'REPORT_GENERATED'), ('oeil', 'MESSAGE_RECEIVED'), ('Œil', 'MESSAGE_RECEIVED'),
  -- As it is typed, letter by letter.
  ('r', 'REPORT_GENERATED'), ('étal', 'REPORT_GENERATED'), ('étalonnag', 'REPORT_GENERATED'),
  ('vérificati', 'TASK_ASSIGNED'), ('talonnage', ''),
  -- Other forms of a French word.
  ('implants', 'ISQ_CRITICAL'), ('critiques', 'ISQ_CRITICAL'), ('contrôle général', 'MANDAT_CREATED'),
  ('journal', 'MANDAT_CREATED'), ('vérifier', 'TASK_ASSIGNED'), ('envoyer', 'TASK_ASSIGNED'), ('importé', 'IMPORT_COMPLETED'),
  -- Every word, in any order, from the title or the message.
  ('zoé message', 'MESSAGE_RECEIVED'), ('message zoé', 'MESSAGE_RECEIVED'), ('zoé import', ''), ('nouveau', 'MANDAT_CREATED MESSAGE_RECEIVED'),
  -- What French leaves out is not looked for.
  ('le message de l’Écuyer', 'MESSAGE_RECEIVED'), ('rapport à étalonnage', 'REPORT_GENERATED'), ('rapport a étalonnage', 'REPORT_GENERATED'),
  -- Numbers, dates and codes.
  ('26', 'ISQ_CRITICAL'), ('104', 'IMPORT_COMPLETED'), ('14/05/2026', 'REPORT_GENERATED'), ('14:30', 'REPORT_GENERATED'), ('05', 'REPORT_GENERATED'),
  ('b-7', 'REPORT_GENERATED'), ('100%', 'TASK_ASSIGNED'),
  -- Nothing is an operator.
  ('zoé & !message | rapport', ''), ('message:*', 'MESSAGE_RECEIVED'), ('«message»', 'MESSAGE_RECEIVED'), ('(message', 'MESSAGE_RECEIVED'),
  ('message <-> zoé', 'MESSAGE_RECEIVED'), ('message\', 'MESSAGE_RECEIVED'), ('mess%', 'MESSAGE_RECEIVED'), ('m_ssage', ''), ('ecuyer''oeil', 'MESSAGE_RECEIVED')
) as asked (query, types);
select is(pg_temp.finds(query), types, to_json(query) || ' is nothing to look for')
from everything, unnest(array['', '   ', 'le', 'de la', 'à', ':*', '''', '\', '&', '!', '()', '“”', U&'\00A0', U&'\202F!', E'\t\n']) as query;
select is(pg_temp.finds(repeat('étalonnage ', 1000)), 'REPORT_GENERATED', 'of a text without end the beginning is looked for');
select lives_ok(
  $$select pg_temp.finds(string_agg(chr(code), '')) from generate_series(1, 1500) as code group by code / 7$$, 'no character upsets it'
);

-- Whose, and in what state.
select is(pg_temp.finds('zoé', who => 'admin'), '', 'a colleague who was not told finds nothing');
select is(pg_temp.finds('zoé', who => 'admin@parc.test'), '', 'nor another tenant');
select is(pg_temp.finds('zoé', who => 'multi@cassius.test'), 'MESSAGE_RECEIVED', 'who was told as well finds their own');
update public.notifications set archived_at = now() where type = 'MESSAGE_RECEIVED';
update public.notifications set snoozed_until = now() + interval '1 hour' where type = 'MANDAT_CREATED';
update public.notifications set expires_at = now() - interval '1 hour', is_read = true where type = 'REPORT_GENERATED';
select is(
  array[pg_temp.finds('zoé'), pg_temp.finds('journaux'), pg_temp.finds('étalonnage')], array['MESSAGE_RECEIVED', 'MANDAT_CREATED', 'REPORT_GENERATED'],
  'what is archived, put off, read or past is found: the state is for the caller to filter'
);
select tests.authenticate_as('praticien');
select results_eq(
  $$select type from public.find_notifications('nouveau') where archived_at is null order by created_at desc limit 1$$,
  $$values ('MANDAT_CREATED')$$, 'with filters, order and limit around it'
);
select tests.authenticate_as_owner();

-- By channel.
select is(pg_temp.finds(null, channel), types, channel || ': all') from everything, unnest(array['in_app', 'web']) as channel;
select is(pg_temp.finds(null, channel), '', channel || ': none yet') from unnest(array['push', 'mobile_push', 'sms']) as channel;
create temporary table by_email as
select string_agg(type, ' ' order by type) as types
from public.notification_deliveries as trace join story on story.event = trace.event_id
where trace.user_id = tests.person('praticien') and trace.channel = 'email' and trace.decision = 'send';
select is(pg_temp.finds(null, 'email'), types, 'email: those that were emailed') from by_email;
select ok(by_email.types <> '' and by_email.types <> everything.types, 'which some were, and others not') from by_email, everything;
update public.notification_deliveries set decision = 'skip' where user_id = tests.person('praticien') and channel = 'email';
select is(pg_temp.finds(null, 'email'), '', 'one that was decided against is not');
select is(pg_temp.finds(null, 'email', 'multi@cassius.test'), types, 'whatever was sent to somebody else') from by_email;
update public.notification_deliveries set decision = told.decision
from story join (values ('ISQ_CRITICAL', 'queue'), ('MESSAGE_RECEIVED', 'digest'), ('MANDAT_CREATED', 'coalesce')) as told (type, decision) using (type)
where story.event = notification_deliveries.event_id and user_id = tests.person('praticien') and channel = 'email';
select is(pg_temp.finds(null, 'email'), 'ISQ_CRITICAL MESSAGE_RECEIVED', 'one that waits for the morning or for a digest is');
select is(pg_temp.finds('implant', 'email'), 'ISQ_CRITICAL', 'words and channel go together');
select throws_ok(
  format('select pg_temp.finds(null, %L)', channel), 'CN003', 'channel: must be in_app, email, push or sms', format('%L is no channel', channel)
) from unnest(array['pigeon', '', 'EMAIL']) as channel;

-- What it compares is what is shown.
select tests.forget_everything();
create temporary table withdrawn as
select tests.tell(array['praticien'], 'MESSAGE_RECEIVED', '{"payload": {"from": "Zoé Fictive"}}') as event;
select is(pg_temp.finds('fictive'), 'MESSAGE_RECEIVED', 'what was said is found');
select public.retract_notification(event, 'Erreur de saisie') from withdrawn;
select is(pg_temp.finds('fictive'), '', 'until it is withdrawn');
select is(pg_temp.finds('supprimé'), 'MESSAGE_RECEIVED', 'then its tombstone is');
select is(
  (select lexemes from public.notifications), (select notify.lexemes(title || ' ' || message) from public.notifications),
  'nothing is left of its words'
);
select tests.forget_everything();
insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) values (tests.lumiere(), 1)
on conflict (organisation_id) do update set rate_limit_per_minute = 1;
select tests.tell(array['praticien'], 'TEAM_ACTIVITY') from generate_series(1, 8);
select is(pg_temp.finds('regroupées 7'), 'NOTIFICATION_SUMMARY', 'a summary is found by what it counts now');
select is(pg_temp.finds('regroupées 3'), '', 'not by what it counted before');

-- Who has left, of what concerns neither a patient nor a team.
select tests.forget_everything();
select tests.tell(array['praticien'], 'SYSTEM_UPDATE');
select is(pg_temp.finds('jour'), 'SYSTEM_UPDATE', 'a member finds the news of the service');
delete from public.organisation_members where user_id = tests.person('praticien');
select is(pg_temp.finds('jour'), '', 'who is not a member any more finds nothing, though the row is still theirs');

-- Without a session.
select tests.authenticate_as_nobody();
select throws_ok('select * from public.find_notifications()', '42501', null, 'nobody searches');

select * from finish();
rollback;
