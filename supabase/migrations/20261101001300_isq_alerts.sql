-- A weak ISQ tells the people concerned, in the transaction that writes it.

create function notify.isq_alert(value integer)
returns text
language sql
immutable
set search_path = ''
as $$
  select case when isq_alert.value < 55 then 'ISQ_CRITICAL' when isq_alert.value < 60 then 'ISQ_WARNING' end;
$$;

comment on function notify.isq_alert(integer) is
  'Type of the alert that an ISQ raises: below 55 ISQ_CRITICAL, 55-59 ISQ_WARNING, null from 60 on.';

create function notify.tg_isq_measurements__after_write_notify()
returns trigger
language plpgsql
-- Definer: whoever may write a measurement may cause its alert, without the right to call notify().
security definer
set search_path = ''
as $$
begin
  -- Once per crossing: a correction that stays in its band tells nobody again.
  if tg_op = 'UPDATE' and new.implant_id = old.implant_id
    and notify.isq_alert(new.value) = notify.isq_alert(old.value)
  then
    return null;
  end if;
  perform public.notify(jsonb_build_object(
    'type', notify.isq_alert(new.value),
    'organisationId', new.organisation_id,
    'patientId', implant.patient_id,
    'entityId', new.implant_id,
    'actorId', author.user_id,
    'payload', jsonb_build_object('value', new.value, 'tooth', implant.tooth)
  ))
  from public.implants as implant
  -- Who types now, else who is said to have measured. A server, or someone who has left, is nobody's actor.
  left join public.organisation_members as author
    on author.organisation_id = new.organisation_id and author.user_id = coalesce(auth.uid(), new.created_by)
  where implant.id = new.implant_id;
  return null;
end;
$$;

comment on function notify.tg_isq_measurements__after_write_notify() is
  'Raises ISQ_CRITICAL or ISQ_WARNING for the written value.';

-- The conditions below run with the rights of whoever writes, so they call nothing; they only spare healthy values the call.
create trigger tg_isq_measurements__after_insert_notify
after insert on public.isq_measurements
for each row
when (new.value < 60)
execute function notify.tg_isq_measurements__after_write_notify();

create trigger tg_isq_measurements__after_update_notify
after update of value, implant_id on public.isq_measurements
for each row
when (new.value < 60 and (new.value <> old.value or new.implant_id <> old.implant_id))
execute function notify.tg_isq_measurements__after_write_notify();
