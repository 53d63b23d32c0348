-- Twenty a minute on a channel; what comes on top is gathered in one row that counts it.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-05-04 10:00+00');

-- So many events to the practitioner alone, one call each.
create function pg_temp.flood(times integer, type text default 'TEAM_ACTIVITY', who text default 'praticien') returns bigint
language sql as $$
  select count(tests.tell(array[flood.who], flood.type)) from generate_series(1, flood.times);
$$;
create function pg_temp.plain(who text default 'praticien') returns bigint language sql as $$
  select count(*) from public.notifications where user_id = tests.person(plain.who) and summary_of is null;
$$;
create function pg_temp.summaries(who text default 'praticien') returns text language sql as $$
  select string_agg(coalesced || ' ' || message, '; ' order by summary_of)
  from public.notifications where user_id = tests.person(summaries.who) and summary_of is not null;
$$;
create function pg_temp.count_in(bulk jsonb) returns jsonb language sql as $$
  select public.notify_bulk(count_in.bulk) - 'eventIds';
$$;

-- The limit is one for all types together.
select pg_temp.flood(10);
select pg_temp.flood(10, 'ISQ_WARNING');
select is(pg_temp.plain(), 20::bigint, 'twenty in a minute are shown one by one, whatever their types');
select is(pg_temp.summaries(), null, 'and there is nothing to gather');
create temporary table surplus as select tests.tell(array['praticien'], 'NOTE_MENTIONED') as event;
select is(pg_temp.plain(), 20::bigint, 'the twenty-first is not shown by itself');
select is(pg_temp.summaries(), '1 Notifications regroupées : 1.', 'it is gathered in a summary that counts one');
select is(
  tests.why((select event from surplus), 'praticien', 'in_app'),
  'coalesce rate_limit rate_limit organisation_notification_settings', 'the trace says that the rate limit gathered it'
);
select results_eq(
  $$select title, type, severity::text, priority::text, link, is_read, patient_id, event_id = (select event from surplus)
    from public.notifications where summary_of is not null$$,
  $$values ('Notifications regroupées', 'NOTIFICATION_SUMMARY', 'INFO', 'high', '/notifications', false, null::uuid, true)$$,
  'the summary is as urgent as the most urgent that it stands for, and leads to the notification centre'
);

-- One summary goes on counting, and the open tabs hear of it.
update public.notifications set is_read = true, seen_at = notify.clock() where summary_of is not null;
delete from realtime.messages;
select tests.set_clock('2026-05-04 10:00:30+00');
select pg_temp.flood(4, 'ISQ_WARNING');
select is(pg_temp.summaries(), '5 Notifications regroupées : 5.', 'what follows is counted in the same summary');
select results_eq(
  $$select severity::text, is_read, read_at from public.notifications where summary_of is not null$$,
  $$values ('WARNING', false, null::timestamptz)$$, 'a summary that was read and grows is unread again, and as serious as what came'
);
select results_eq(
  $$select topic, event, payload ->> 'id', payload ->> 'type' from realtime.messages$$,
  $$select format('user:%s:notifications', user_id), 'notification.updated', id::text, 'NOTIFICATION_SUMMARY'
    from public.notifications cross join generate_series(1, 4) where summary_of is not null$$,
  'each time the open tabs are told that it has grown'
);
select ok(not exists (select from realtime.messages where payload ? 'message'), 'the hint does not say what it counts');

-- Put away, it must not swallow what comes after.
update public.notifications set archived_at = notify.clock() where summary_of is not null;
select pg_temp.flood(1);
select is(
  (select archived_at from public.notifications where summary_of is not null order by summary_of desc limit 1), null,
  'a summary that was archived and grows is shown again'
);

-- The window slides.
select tests.set_clock('2026-05-04 10:00:59.999+00');
select pg_temp.flood(1);
select is(pg_temp.plain(), 20::bigint, 'just before the minute is over the surplus is still gathered');
select tests.set_clock('2026-05-04 10:01:00+00');
select pg_temp.flood(21);
select is(pg_temp.plain(), 40::bigint, 'a minute later twenty more may come');
select is(
  (select array_agg(coalesced order by summary_of) from public.notifications where summary_of is not null), array[7, 1],
  'and their surplus is another burst, with a summary of its own'
);
select is(
  (select count(*) from public.notification_deliveries where channel = 'in_app' and decision = 'coalesce'),
  (select sum(coalesced) from public.notifications), 'the summaries count exactly what the trace says was gathered'
);

-- Critical ones are never held back, and hold nothing back.
select tests.forget_everything();
select pg_temp.flood(20, 'ISQ_CRITICAL');
select pg_temp.flood(5, 'ISQ_CRITICAL');
select is(pg_temp.plain(), 25::bigint, 'critical ones pass, however many');
select pg_temp.flood(20);
select is(pg_temp.plain(), 45::bigint, 'nor do they count: twenty others pass beside them');
select pg_temp.flood(1);
select is(pg_temp.summaries(), '1 Notifications regroupées : 1.', 'and the twenty-first of those is gathered');

-- Each channel counts by itself.
select tests.forget_everything();
select tests.set_preference('praticien', 'alerts', false, true);
select pg_temp.flood(20);
select pg_temp.flood(20, 'ISQ_WARNING');
select is(
  (select count(*) from public.email_outbox where type = 'ISQ_WARNING'), 20::bigint,
  'twenty in-app notifications leave room for twenty emails'
);
select pg_temp.flood(3, 'ISQ_WARNING');
select results_eq(
  $$select type, count(*) from public.email_outbox group by type order by type$$,
  $$values ('ISQ_WARNING', 20::bigint), ('NOTIFICATION_SUMMARY', 1)$$, 'what comes on top of them is one email'
);
select results_eq(
  $$select subject, template, link, payload from public.email_outbox where type = 'NOTIFICATION_SUMMARY'$$,
  $$values ('Plusieurs notifications vous attendent dans Cassius', 'alert', '/notifications', jsonb_build_object(
    'category', 'activity', 'severity', 'WARNING', 'organisation', 'Cabinet Lumière',
    'title', 'Plusieurs notifications vous attendent', 'cta', 'Voir mes notifications dans Cassius',
    'message', 'De nombreuses notifications sont arrivées en peu de temps. Elles sont regroupées dans Cassius.'))$$,
  'it says that many wait, and names nothing of them'
);
select is(pg_temp.summaries(), null, 'no in-app summary is made for who wants none of them in the application');

-- A summary's email is about all that it gathered, not about the first of it.
select tests.forget_everything();
select pg_temp.flood(20, 'ISQ_WARNING');
create temporary table first_surplus as select tests.tell(array['praticien'], 'ISQ_WARNING') as event;
select pg_temp.flood(3, 'ISQ_WARNING');
select public.retract_notification((select event from first_surplus), 'Erreur de saisie');
select results_eq(
  $$select status::text from public.email_outbox where type = 'NOTIFICATION_SUMMARY'$$, array['PENDING'],
  'withdrawing one of the gathered does not stop the email that stands for the others'
);

-- Emails that wait for a digest do not count.
select tests.forget_everything();
select tests.set_preference('praticien', 'alerts', false, true, 'DAILY');
select pg_temp.flood(30, 'ISQ_WARNING');
select is((select count(*) from public.notification_digest), 30::bigint, 'what waits for a digest is never gathered');
select tests.set_preference('praticien', 'alerts', false, true, 'IMMEDIATE');
select pg_temp.flood(20, 'ISQ_WARNING');
select is((select count(*) from public.email_outbox), 20::bigint, 'and leaves the emails of the minute their room');

-- Quiet hours: what they hold counts, and the summary waits with it.
select tests.forget_everything();
select tests.set_times('praticien', quiet_from => '10:00', quiet_until => '14:00');
select pg_temp.flood(22, 'ISQ_WARNING');
select results_eq(
  $$select decision, count(*) from public.notification_deliveries where channel = 'email' group by decision order by decision$$,
  $$values ('coalesce', 2::bigint), ('queue', 20)$$, 'emails that wait for the end of quiet hours count'
);
select is(
  (select array_agg(distinct send_after) from public.email_outbox), array[timestamptz '2026-05-04 12:00+00'],
  'the email of the summary waits for it too'
);

-- Each person by themselves.
select tests.forget_everything();
select pg_temp.flood(25);
select pg_temp.flood(20, 'TEAM_ACTIVITY', 'assistante');
select is(pg_temp.plain('assistante'), 20::bigint, 'one person''s flood is not another''s');

-- An organisation chooses its own limit.
select tests.forget_everything();
insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) values (tests.lumiere(), 3);
select pg_temp.flood(5);
select is(pg_temp.plain(), 3::bigint, 'an organisation that allows three a minute gets three');
select is(pg_temp.summaries(), '2 Notifications regroupées : 2.', 'and the rest in a summary');
update public.organisation_notification_settings set rate_limit_per_minute = 100 where organisation_id = tests.lumiere();
select pg_temp.flood(50);
select is(pg_temp.plain(), 53::bigint, 'a higher limit applies from the next one on');

-- Two organisations of one person are separate.
select tests.forget_everything();
select pg_temp.flood(25, 'TEAM_ACTIVITY', 'multi@cassius.test');
select public.notify(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.parc(), 'recipientIds', array[tests.person('multi@cassius.test')]))
from generate_series(1, 20);
select results_eq(
  $$select organisation_id, coalesced is not null, count(*) from public.notifications group by 1, 2 order by 1, 2$$,
  $$values (tests.lumiere(), false, 20::bigint), (tests.lumiere(), true, 1), (tests.parc(), false, 20)$$,
  'a flood in one organisation takes nothing from the other'
);

-- The reader's language.
select tests.forget_everything();
update public.profiles set locale = 'en' where user_id = tests.person('praticien');
select pg_temp.flood(22);
select is(pg_temp.summaries(), '2 Notifications gathered: 2.', 'the summary speaks the language of its reader');

-- Inside one call, in the order given.
select tests.forget_everything();
update public.profiles set locale = null where user_id = tests.person('praticien');
select is(
  pg_temp.count_in((
    select jsonb_agg(jsonb_build_object(
      'type', case when place = 40 then 'ISQ_CRITICAL' else 'ISQ_WARNING' end, 'organisationId', tests.lumiere(),
      'recipientIds', array[tests.person('praticien')]
    ) order by place)
    from generate_series(1, 50) as place
  )),
  '{"events": 50, "duplicates": 0, "recipients": 50, "inApp": 21, "emails": 21, "digests": 0, "skipped": 58}'::jsonb,
  'a call of fifty is counted like fifty calls: twenty of each channel pass, and the critical one'
);
select is(pg_temp.summaries(), '29 Notifications regroupées : 29.', 'one summary counts the surplus of the call');
select is(
  (select count(*) from public.email_outbox where type = 'NOTIFICATION_SUMMARY'), 1::bigint, 'one email announces it'
);
create temporary table bulk as
select public.notify_bulk((
  select jsonb_agg(jsonb_build_object('type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere(), 'recipientIds', array[tests.person('assistante')]))
  from generate_series(1, 22)
)) as answer;
select is(
  (
    select array_agg(trace.decision order by ids.place)
    from bulk, jsonb_array_elements_text(answer -> 'eventIds') with ordinality as ids (id, place)
    join public.notification_deliveries as trace on trace.event_id = ids.id::uuid and trace.channel = 'in_app'
  ),
  array_fill('send'::text, array[20]) || array['coalesce', 'coalesce'], 'the first of a call are sent, the last are gathered'
);

-- An explanation asks the same rule.
select tests.forget_everything();
select pg_temp.flood(20);
select results_eq(
  $$select decision, reason, rule from public.explain_notification(jsonb_build_object(
      'type', 'TEAM_ACTIVITY', 'organisationId', tests.lumiere(), 'recipientIds', array[tests.person('praticien')]))
    where user_id = tests.person('praticien') and channel = 'in_app'$$,
  $$values ('coalesce', 'rate_limit', 'rate_limit')$$, 'an explanation says that the next one would be gathered'
);
select is(pg_temp.summaries(), null, 'and gathers nothing');

-- A person whose burst is counted can still read it under their own rights.
select pg_temp.flood(3);
select tests.authenticate_as('praticien');
select is(public.unread_notification_count(), 21, 'its reader sees twenty and their summary');
select is(public.mark_all_notifications_read(), 21, 'and marks the summary read like any other');

select * from finish();
rollback;
