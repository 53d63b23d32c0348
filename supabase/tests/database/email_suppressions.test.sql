-- Who sees that an address is stopped, and who lifts it.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2027-04-01 10:00+00');
-- An email that was accepted by the provider.
create function pg_temp.sent(who text) returns uuid language plpgsql as $$
declare
  email uuid := tests.new_email(who);
begin
  perform tests.ack(tests.begin_sending());
  return email;
end;
$$;
create function pg_temp.stopped(who text) returns text language sql as $$
  select reason from notify.suppressed_addresses where address = who || '@lumiere.test';
$$;

select tests.join_as('proprietaire@lumiere.test', 'owner');
insert into notify.suppressed_addresses (address, reason, detail) values
  ('praticien@lumiere.test', 'bounce', '550 no such user'), ('praticien@parc.test', 'complaint', null), ('nobody@invente.test', 'manual', null);
select tests.authenticate_as('admin');
select results_eq(
  'select full_name, reason, detail, since from public.suppressions(tests.lumiere())',
  $$values ('Basile Exemple', 'bounce', '550 no such user', timestamptz '2027-04-01 10:00+00')$$,
  'an admin sees whom no email reaches, why and since when: people of the organisation, no address'
);
select is(
  (select user_id from public.suppressions(tests.lumiere())), tests.person('praticien'), 'by their accounts'
);
select tests.authenticate_as('proprietaire');
select isnt_empty('select * from public.suppressions(tests.lumiere())', 'so does an owner');
select tests.authenticate_as_service();
select isnt_empty('select * from public.suppressions(tests.parc())', 'and a server');
select tests.authenticate_as_owner();
create temporary table caller (who text, organisation uuid);
insert into caller values
  ('praticien', tests.lumiere()), ('assistante', tests.lumiere()), ('operateur@cassius.test', tests.lumiere()),
  ('admin', tests.parc()), ('admin@parc.test', tests.lumiere()), ('admin', gen_random_uuid()), ('admin', null);
create function pg_temp.code(who text, statement text) returns text language plpgsql as $$
begin
  perform tests.authenticate_as(who);
  execute statement;
  perform tests.authenticate_as_owner();
  return 'allowed';
exception
  when others then
    perform tests.authenticate_as_owner();
    return sqlstate;
end;
$$;
select is(pg_temp.code(who, format('select public.suppressions(%L)', organisation)), 'CN008', format('%s may not read it', who)) from caller;
select is(
  pg_temp.code(who, format('select public.lift_suppression(%L, %L)', organisation, tests.person('praticien'))), 'CN008',
  format('%s may not lift it', who)
) from caller;
select isnt(pg_temp.stopped('praticien'), null, 'the address is still stopped');
select tests.authenticate_as('admin');
select is(public.lift_suppression(tests.lumiere(), tests.person('praticien@parc.test')), false, 'nobody of another organisation is freed');
select is(public.lift_suppression(tests.lumiere(), null), false, 'nor nobody');
select is(public.lift_suppression(tests.lumiere(), tests.person('praticien')), true, 'an admin lifts what stops a member');
select is(public.lift_suppression(tests.lumiere(), tests.person('praticien')), false, 'once');
select tests.authenticate_as_owner();
select results_eq(
  'select address from notify.suppressed_addresses order by 1', array['nobody@invente.test', 'praticien@parc.test'], 'the others stay'
);
select results_eq(
  $$select organisation_id, actor_id, details from public.audit_logs where action = 'suppression.lifted'$$,
  $$select tests.lumiere(), tests.person('admin'), jsonb_build_object('userId', tests.person('praticien'), 'reason', 'bounce')$$,
  'the log says who lifted it, for whom and what it was: no address'
);
select is(tests.fate(pg_temp.sent('praticien')), 'SENT', 'and emails leave again');

select * from finish();
rollback;
