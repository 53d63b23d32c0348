-- Appointments: a time is taken once, whoever may see it.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_clock('2026-06-10 10:00+00');
create temporary table story as
select tests.new_team('Chirurgie', '{praticien}') as surgery, null::uuid as open, null::uuid as other, null::uuid as kept, null::uuid as foreign_file;
update story set open = tests.new_patient(), other = tests.new_patient(), kept = tests.new_patient(surgery);
update story set foreign_file = (select id from public.patients where organisation_id = tests.parc() limit 1);
grant select on story to public;
create temporary table booked (name text, id uuid);
grant all on booked to public;
create function pg_temp.book(file uuid, who text, at text, minutes integer default 30) returns uuid language sql as $$
  select public.book_appointment(book.file, tests.person(book.who), book.at::timestamptz, book.at::timestamptz + minutes * interval '1 minute');
$$;
create function pg_temp.move(name text, who text, at text, minutes integer default 30) returns boolean language sql as $$
  select public.move_appointment(
    (select booked.id from booked where booked.name = move.name), tests.person(move.who), move.at::timestamptz, move.at::timestamptz + minutes * interval '1 minute'
  );
$$;
grant execute on function pg_temp.book(uuid, text, text, integer), pg_temp.move(text, text, text, integer) to public;

-- Taken once.
select tests.authenticate_as('praticien');
insert into booked select 'first', pg_temp.book(open, 'praticien', '2026-06-11 09:00+00') from story;
select results_eq(
  $$select organisation_id, patient_id, practitioner_id, starts_at, ends_at, status from public.appointments join booked using (id)$$,
  $$select tests.lumiere(), open, tests.person('praticien'), timestamptz '2026-06-11 09:00+00', timestamptz '2026-06-11 09:30+00', 'scheduled' from story$$,
  'an appointment is made'
);
select is(
  (select count(*) from pg_locks where locktype = 'advisory' and pid = pg_backend_pid()), 2::bigint,
  'until it is settled nobody else books the patient or the practitioner'
);
select throws_ok(
  format('select pg_temp.book(other, %L, %L, %s) from story', 'praticien', at, minutes), 'CN009', 'practitionerId: has another appointment at that time',
  format('%s for %s min: the practitioner has no time', at, minutes)
) from (values ('2026-06-11 09:00+00', 30), ('2026-06-11 08:45+00', 30), ('2026-06-11 09:29+00', 30), ('2026-06-11 08:00+00', 120), ('2026-06-11 09:10+00', 5)) as wish (at, minutes);
select throws_ok(
  $$select pg_temp.book(open, 'multi@cassius.test', '2026-06-11 09:15+00') from story$$, 'CN009', 'patientId: has another appointment at that time',
  'nor has the patient, with somebody else'
);
select lives_ok($$select pg_temp.book(other, 'praticien', '2026-06-11 09:30+00') from story$$, 'one follows another');
select lives_ok($$select pg_temp.book(other, 'praticien', '2026-06-11 08:30+00') from story$$, 'and goes before it');
select lives_ok($$select pg_temp.book(other, 'multi@cassius.test', '2026-06-11 09:00+00') from story$$, 'another patient has another practitioner');
update public.appointments set status = 'cancelled' where id = (select id from booked where name = 'first');
select lives_ok(
  $$insert into booked select 'second', pg_temp.book(open, 'praticien', '2026-06-11 09:00+00') from story$$, 'what was cancelled takes no time'
);

-- Also by what one does not see.
insert into booked select 'kept', pg_temp.book(kept, 'praticien', '2026-06-11 14:00+00') from story;
select tests.authenticate_as('assistante');
select is_empty('select 1 from public.appointments join booked using (id) where name = $$kept$$', 'an assistant does not see a file of surgery');
select throws_ok(
  $$select pg_temp.book(open, 'praticien', '2026-06-11 14:00+00') from story$$, 'CN009', 'practitionerId: has another appointment at that time',
  'its appointment takes the practitioner''s time all the same'
);
select throws_ok(
  $$select pg_temp.book(kept, 'praticien', '2026-06-12 14:00+00') from story$$, 'CN007', 'patientId: no such patient in this organisation',
  'nor is that file theirs to book'
);
select is(pg_temp.move('kept', 'praticien', '2026-06-12 14:00+00'), false, 'or its appointment to move');

-- Moved.
select is(pg_temp.move('second', 'praticien', '2026-06-11 10:00+00', 60), true, 'an appointment is moved');
select is(pg_temp.move('second', 'praticien', '2026-06-11 10:15+00', 60), true, 'also into its own time');
select is(pg_temp.move('second', 'multi@cassius.test', '2026-06-11 10:15+00', 60), true, 'or to somebody else');
select throws_ok(
  $$select pg_temp.move('second', 'praticien', '2026-06-11 08:15+00')$$, 'CN009', 'practitionerId: has another appointment at that time',
  'not where there is another one'
);
select is(
  (select starts_at from public.appointments join booked using (id) where name = 'second'), timestamptz '2026-06-11 10:15+00', 'it stays where it was'
);
select is(pg_temp.move('first', 'praticien', '2026-06-12 09:00+00'), false, 'a cancelled one stays cancelled');
select tests.authenticate_as_owner();
select tests.set_clock('2026-06-11 10:16+00');
select tests.authenticate_as('praticien');
select is(pg_temp.move('second', 'praticien', '2026-06-12 09:00+00'), false, 'one that has begun is not moved');

-- Times that are none.
select throws_ok(format('select pg_temp.book(open, %L, %L, %s) from story', 'praticien', at, minutes), code, message, message) from (values
  ('2026-06-11 10:16+00', 30, 'CN003', 'startsAt: must be in the future'), ('2026-06-12 10:00+00', 0, 'CN003', 'endsAt: must be after startsAt'),
  ('2026-06-12 10:00+00', -30, 'CN003', 'endsAt: must be after startsAt'), ('2026-06-12 10:00+00', 1441, 'CN003', 'endsAt: must be within a day of startsAt')
) as wish (at, minutes, code, message);
select throws_ok($$select pg_temp.book(open, 'praticien', null) from story$$, 'CN002', 'startsAt: is required', 'no beginning');
select throws_ok(
  $$select public.book_appointment(open, tests.person('praticien'), '2026-06-12 10:00+00', null) from story$$, 'CN002', 'endsAt: is required', 'no end'
);
select lives_ok($$select pg_temp.book(open, 'praticien', '2026-06-12 10:00+00', 1440) from story$$, 'a whole day is one');
select throws_ok($$select pg_temp.book(open, 'praticien', '2026-06-13 09:00+00') from story$$, 'CN009', null, 'which lasts until the next');

-- Whose.
select throws_ok(
  format('select pg_temp.book(open, %L, %L) from story', who, '2026-06-15 10:00+00'), 'CN007',
  'practitionerId: no such practitioner in this organisation', format('%s receives no patients here', who)
) from (values ('praticien@parc.test'), ('assistante'), ('operateur@cassius.test')) as member (who);
select throws_ok($$select pg_temp.book(foreign_file, 'praticien', '2026-06-15 10:00+00') from story$$, 'CN007', null, 'and so is the patient');
select throws_ok($$select pg_temp.book(null, 'praticien', '2026-06-15 10:00+00')$$, 'CN007', null, 'of whom there is one');
select throws_ok(
  $$select notify.claim_time(tests.parc(), foreign_file, null, '2026-06-15 10:00+00', '2026-06-15 11:00+00', null) from story$$, 'CN007', null,
  'nobody asks for the time of another organisation''s people'
);
select lives_ok($$select public.book_appointment(open, null, '2026-06-15 10:00+00', '2026-06-15 11:00+00') from story$$, 'for the moment it may be nobody''s');
select tests.authenticate_as('operateur@cassius.test');
select throws_ok($$select pg_temp.book(open, 'praticien', '2026-06-16 10:00+00') from story$$, 'CN007', null, 'an operator books nothing');
select tests.authenticate_as_owner();
select tests.join_as('patiente@lumiere.test', 'client');
update public.patients set user_id = tests.person('patiente') from story where patients.id = open;
select tests.authenticate_as('patiente');
select isnt_empty('select 1 from public.appointments', 'a patient sees their appointments');
select throws_ok($$select pg_temp.book(open, 'praticien', '2026-06-16 10:00+00') from story$$, 'CN007', null, 'and makes none');
select tests.authenticate_as_nobody();
select throws_ok($$select public.book_appointment(null, null, null, null)$$, '42501', null, 'without a session nobody does');
select throws_ok($$select public.move_appointment(null, null, null, null)$$, '42501', null, 'or moves one');

select * from finish();
rollback;
