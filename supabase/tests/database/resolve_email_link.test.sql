-- Where the signed link of an email leads: for the person it was sent to, and nobody else.
begin;
select no_plan();
select tests.forget_everything();
create temporary table story as select tests.new_implant(tests.lumiere()) as implant;
grant select on story to public;
select tests.measure(implant, 25) from story;
select public.notify(jsonb_build_object('type', 'APPOINTMENT_UPDATED', 'organisationId', tests.lumiere()));
create temporary table mine as
select id, type from public.email_outbox where user_id = tests.person('praticien');
grant select on mine to public;

select tests.authenticate_as('praticien');
select is(
  public.resolve_email_link((select id from mine where type = 'ISQ_CRITICAL')), '/implants/' || (select implant from story),
  'the alert leads its recipient to the implant'
);
select is(
  public.resolve_email_link((select id from mine where type = 'APPOINTMENT_UPDATED')), '/notifications',
  'an email about nothing in particular leads to the notification centre'
);
select is(public.resolve_email_link(gen_random_uuid()), null, 'an unknown email leads nowhere');
select tests.authenticate_as('admin');
select is(public.resolve_email_link((select id from mine where type = 'ISQ_CRITICAL')), null, 'a colleague is led nowhere');
select tests.authenticate_as_owner();
delete from public.organisation_members where user_id = tests.person('praticien');
select tests.authenticate_as('praticien');
select is(public.resolve_email_link((select id from mine where type = 'ISQ_CRITICAL')), null, 'nor is who has left');

select * from finish();
rollback;
