-- Booking: a time is taken once, also when two people book it at the same moment. That is a rule of these functions: who
-- writes to the table itself, as imports do and as an emergency may ask for, is not held back.

create function notify.claim_time(
  organisation_id uuid, patient_id uuid, practitioner_id uuid, starts_at timestamptz, ends_at timestamptz,
  appointment_id uuid
)
returns void
language plpgsql
-- Definer: asks of appointments with patients whose files the caller may not see.
security definer
set search_path = ''
as $$
declare
  taken text;
begin
  if claim_time.organisation_id is null or claim_time.organisation_id not in (select notify.my_practices()) then
    perform notify.refuse('CN007', 'patientId', 'no such patient in this organisation');
  end if;
  if claim_time.starts_at is null or claim_time.ends_at is null then
    perform notify.refuse('CN002', case when claim_time.starts_at is null then 'startsAt' else 'endsAt' end, 'is required');
  end if;
  if claim_time.starts_at <= notify.clock() then
    perform notify.refuse('CN003', 'startsAt', 'must be in the future');
  end if;
  if claim_time.ends_at <= claim_time.starts_at then
    perform notify.refuse('CN003', 'endsAt', 'must be after startsAt');
  end if;
  if claim_time.ends_at > claim_time.starts_at + interval '1 day' then
    perform notify.refuse('CN003', 'endsAt', 'must be within a day of startsAt');
  end if;
  if claim_time.practitioner_id is not null and not exists (
    select from public.organisation_members as member
    where member.organisation_id = claim_time.organisation_id
      and member.user_id = claim_time.practitioner_id
      and member.role in ('owner', 'admin', 'practitioner')
  ) then
    perform notify.refuse('CN007', 'practitionerId', 'no such practitioner in this organisation');
  end if;
  -- The second of two who book somebody's same hour waits, and looks after the first has written. In one order, so that
  -- two who book each other's people do not wait in a circle.
  perform pg_advisory_xact_lock(hashtextextended('notify.claim_time:' || person.id, 0))
  from (
    select wanted.id
    from unnest(array[claim_time.patient_id, claim_time.practitioner_id]) as wanted (id)
    where wanted.id is not null
    order by wanted.id
  ) as person;
  select case when other.practitioner_id = claim_time.practitioner_id then 'practitionerId' else 'patientId' end
  into taken
  from public.appointments as other
  where other.organisation_id = claim_time.organisation_id
    and (other.practitioner_id = claim_time.practitioner_id or other.patient_id = claim_time.patient_id)
    and other.id is distinct from claim_time.appointment_id
    and other.status in ('scheduled', 'confirmed')
    and other.starts_at < claim_time.ends_at
    and other.ends_at > claim_time.starts_at
    -- A range of the index, however old the practice.
    and other.starts_at > claim_time.starts_at - interval '1 day'
  order by 1 desc
  limit 1;
  if taken is not null then
    perform notify.refuse('CN009', taken, 'has another appointment at that time');
  end if;
end;
$$;

comment on function notify.claim_time(uuid, uuid, uuid, timestamptz, timestamptz, uuid) is
  'Refuses (CN009) a time at which the practitioner or the patient has another appointment, also one that the caller may not see; until the end of the transaction nobody else books or moves an appointment of either of them through these functions. appointment_id: the one that is moved; null: a new one. CN007 unless the caller works in the organisation, and when the practitioner is no owner, admin or practitioner of it.';
-- Called by the two functions below, which have the rights of their caller.
grant execute on function notify.claim_time(uuid, uuid, uuid, timestamptz, timestamptz, uuid) to authenticated;

create function public.book_appointment(
  patient_id uuid, practitioner_id uuid, starts_at timestamptz, ends_at timestamptz
)
returns uuid
language plpgsql
set search_path = ''
as $$
declare
  file public.patients;
  appointment_id uuid;
begin
  -- Under the policies: a file that one does not see does not exist.
  select * into file from public.patients as patient where patient.id = book_appointment.patient_id;
  perform notify.claim_time(
    file.organisation_id, file.id, book_appointment.practitioner_id, book_appointment.starts_at, book_appointment.ends_at,
    null
  );
  insert into public.appointments (organisation_id, patient_id, practitioner_id, starts_at, ends_at)
  values (
    file.organisation_id, file.id, book_appointment.practitioner_id, book_appointment.starts_at, book_appointment.ends_at
  )
  returning id into appointment_id;
  return appointment_id;
end;
$$;

comment on function public.book_appointment(uuid, uuid, timestamptz, timestamptz) is
  'Makes an appointment to come, of a day at most, of a patient whose file the caller sees. Returns its id. CN009 names whose time is taken: practitionerId or patientId; CN007 when there is no such file.';
grant execute on function public.book_appointment(uuid, uuid, timestamptz, timestamptz) to authenticated;

create function public.move_appointment(
  id uuid, practitioner_id uuid, starts_at timestamptz, ends_at timestamptz
)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  moved public.appointments;
begin
  -- Under the policies. One that is over, or cancelled, stays as it was.
  select * into moved
  from public.appointments as appointment
  where appointment.id = move_appointment.id
    and appointment.status in ('scheduled', 'confirmed')
    and appointment.starts_at > notify.clock()
  for update;
  if not found then
    return false;
  end if;
  perform notify.claim_time(
    moved.organisation_id, moved.patient_id, move_appointment.practitioner_id, move_appointment.starts_at,
    move_appointment.ends_at, moved.id
  );
  update public.appointments as appointment
  set
    practitioner_id = move_appointment.practitioner_id,
    starts_at = move_appointment.starts_at,
    ends_at = move_appointment.ends_at
  where appointment.id = moved.id;
  return true;
end;
$$;

comment on function public.move_appointment(uuid, uuid, timestamptz, timestamptz) is
  'Moves an appointment to come to another time or practitioner; false when there is none that the caller may change. CN009 as in book_appointment().';
grant execute on function public.move_appointment(uuid, uuid, timestamptz, timestamptz) to authenticated;
