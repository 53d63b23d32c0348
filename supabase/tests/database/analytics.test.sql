-- What became of what was sent: by week and type, for those who administer.
begin;
select no_plan();
select tests.forget_everything();
create function pg_temp.at(moment text, statement text) returns void language plpgsql as $$
begin
  perform tests.set_clock(at.moment::timestamptz);
  execute at.statement;
end;
$$;
-- In Paris, where the week of Monday 1 June begins on Sunday at 22:00 UTC.
select pg_temp.at('2026-05-31 21:59+00', $$select tests.tell(array['praticien'], 'TEAM_ACTIVITY')$$);
select pg_temp.at('2026-05-31 22:00+00', $$select tests.tell(array['praticien', 'admin', 'assistante', 'multi@cassius.test'], 'TEAM_ACTIVITY')$$);
select pg_temp.at('2026-06-03 09:00+00', $$select tests.tell(array['praticien', 'admin'], 'ISQ_CRITICAL')$$);
select pg_temp.at('2026-06-10 09:00+00', $$select tests.tell(array['praticien'], 'ISQ_CRITICAL')$$);
-- One opens, one reads, one follows; one, last week, read.
create function pg_temp.react(who text, type text, change text) returns void language plpgsql as $$
begin
  perform tests.authenticate_as(react.who);
  execute format('update public.notifications set %s where user_id = auth.uid() and type = %L', change, type);
  perform tests.authenticate_as_owner();
end;
$$;
select pg_temp.at('2026-06-01 08:00+00', $$select pg_temp.react('assistante', 'TEAM_ACTIVITY', 'seen_at = notify.clock()')$$);
select pg_temp.at('2026-05-31 22:10+00', $$select pg_temp.react('admin', 'TEAM_ACTIVITY', 'is_read = true')$$);
select tests.set_clock('2026-05-31 22:30+00');
select tests.authenticate_as('multi@cassius.test');
select public.mark_notification_clicked(id) from public.notifications;
select tests.authenticate_as_owner();
select pg_temp.at('2026-06-03 09:01+00', $$select pg_temp.react('admin', 'ISQ_CRITICAL', 'is_read = true, archived_at = notify.clock()')$$);

select tests.set_clock('2026-06-12 12:00+00');
select tests.authenticate_as('admin');
select results_eq(
  'select * from public.notification_analytics(tests.lumiere(), 3)',
  $$values
    (null::date, null::text, 8, 4, 3, 1, 600, 3),
    (null, 'ISQ_CRITICAL', 3, 1, 1, 0, 60, 3),
    (null, 'TEAM_ACTIVITY', 5, 3, 2, 1, 1200, 0),
    ('2026-05-25', null, 1, 0, 0, 0, null, 0),
    ('2026-05-25', 'TEAM_ACTIVITY', 1, 0, 0, 0, null, 0),
    ('2026-06-01', null, 6, 4, 3, 1, 600, 2),
    ('2026-06-01', 'ISQ_CRITICAL', 2, 1, 1, 0, 60, 2),
    ('2026-06-01', 'TEAM_ACTIVITY', 4, 3, 2, 1, 1200, 0),
    ('2026-06-08', null, 1, 0, 0, 0, null, 1),
    ('2026-06-08', 'ISQ_CRITICAL', 1, 0, 0, 0, null, 1)$$,
  'each week, type and total: sent, seen, read, clicked, how long it took the middle one, and its emails'
);
select results_eq(
  'select week, type, sent from public.notification_analytics(tests.lumiere(), 1) where week is not null', $$values (date '2026-06-08', null, 1), ('2026-06-08', 'ISQ_CRITICAL', 1)$$,
  'one week is this one'
);
select is(
  (select sent from public.notification_analytics(tests.lumiere()) where week is null and type is null), 8, 'twelve when nothing is said'
);
select tests.authenticate_as_owner();
update public.organisations set timezone = 'Pacific/Auckland' where id = tests.lumiere();
select tests.authenticate_as('admin');
select results_eq(
  'select week, sent from public.notification_analytics(tests.lumiere(), 3) where week is not null and type is null',
  $$values (date '2026-06-01', 7), ('2026-06-08', 1)$$, 'where Monday comes earlier, weeks begin earlier'
);

-- What counts, whatever became of it.
select tests.authenticate_as_owner();
update public.notifications set expires_at = '2026-06-11 00:00+00', archived_at = '2026-06-11 00:00+00';
update public.email_outbox set status = 'FAILED', error_message = 'x' where user_id = tests.person('admin');
insert into public.email_outbox (organisation_id, user_id, type, subject, template, locale, payload)
values (tests.lumiere(), tests.person('admin'), 'DIGEST', 'x', 'digest_daily', 'fr', '{}');
select tests.authenticate_as('admin');
select results_eq(
  'select sent, emails from public.notification_analytics(tests.lumiere()) where week is null and type is null', $$values (8, 2)$$,
  'what expired or was put away was sent; an email that failed was not, and a digest is of no type'
);
update public.notifications set is_read = false where user_id = (select auth.uid()) and type = 'TEAM_ACTIVITY';
select results_eq(
  $$select seen, read, clicked from public.notification_analytics(tests.lumiere()) where week is null and type = 'TEAM_ACTIVITY'$$, $$values (2, 1, 1)$$,
  'what is marked as unread again is unread'
);

-- Nothing to say.
select tests.authenticate_as('admin@parc.test');
select results_eq(
  'select * from public.notification_analytics(tests.parc())', $$values (null::date, null::text, 0, 0, 0, 0, null::integer, 0)$$,
  'where nothing was sent there is the total, of nothing'
);

-- Who may ask, and what.
select throws_ok(
  'select * from public.notification_analytics(tests.lumiere())', 'CN008', 'organisationId: only an admin of the organisation may do this',
  'an admin of another organisation does not see this one''s'
);
create function pg_temp.is_refused(who text) returns text language plpgsql as $$
begin
  perform tests.authenticate_as(is_refused.who);
  return throws_ok('select * from public.notification_analytics(tests.lumiere())', 'CN008', null, who || ' does not see them');
end;
$$;
select pg_temp.is_refused(who) from unnest(array['praticien', 'assistante', 'multi@cassius.test', 'operateur@cassius.test']) as who;
select tests.authenticate_as('admin');
select throws_ok(
  format('select * from public.notification_analytics(tests.lumiere(), %s)', weeks), 'CN003', 'weeks: must be between 1 and 52',
  format('%s weeks are refused', weeks)
) from unnest(array['0', '53', '-1', 'null']) as weeks;
select lives_ok('select * from public.notification_analytics(tests.lumiere(), 52)', '52 are not');
select throws_ok('select * from public.notification_analytics(null)', 'CN008', null, 'nor is there an answer for no organisation');
select throws_ok('select * from public.notification_analytics(gen_random_uuid())', 'CN008', null, 'nor for one that there is not');
select tests.authenticate_as_service();
select is((select sent from public.notification_analytics(tests.lumiere()) where week is null and type is null), 8, 'a server may ask');
select tests.authenticate_as_nobody();
select throws_ok('select * from public.notification_analytics(tests.lumiere())', '42501', null, 'nobody may not');

select * from finish();
rollback;
