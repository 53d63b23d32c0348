-- A weak ISQ tells the people concerned, in the transaction that writes it.

create function notify.isq_alert(value integer)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return case when isq_alert.value < 55 then 'ISQ_CRITICAL' when isq_alert.value < 60 then 'ISQ_WARNING' end;
end;
$$;

comment on function notify.isq_alert(integer) is
  'Type of the alert that an ISQ raises: below 55 ISQ_CRITICAL, 55-59 ISQ_WARNING, null from 60 on.';

create function notify.raise_isq_alerts(written public.isq_measurements[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  alerts jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'type', notify.isq_alert(measurement.value),
    'organisationId', measurement.organisation_id,
    'patientId', implant.patient_id,
    'entityId', measurement.implant_id,
    'actorId', author.user_id,
    'payload', jsonb_build_object('value', measurement.value, 'tooth', implant.tooth)
  ) order by measurement.ordinality)
  into alerts
  from unnest(raise_isq_alerts.written) with ordinality as measurement
  join public.implants as implant on implant.id = measurement.implant_id
  -- Who types now, else who is said to have measured. A server, or someone who has left, is nobody's actor.
  left join public.organisation_members as author
    on author.organisation_id = measurement.organisation_id
    and author.user_id = coalesce((select auth.uid()), measurement.created_by)
  where notify.isq_alert(measurement.value) is not null;
  if alerts is not null then
    perform notify.send_all(alerts);
  end if;
end;
$$;

comment on function notify.raise_isq_alerts(public.isq_measurements[]) is
  'Raises ISQ_CRITICAL or ISQ_WARNING for each of these measurements that asks for it, in one call.';

create function notify.tg_isq_measurements__after_insert_notify()
returns trigger
language plpgsql
-- Definer: whoever may write a measurement may cause its alert, without the right to call notify().
security definer
set search_path = ''
as $$
begin
  perform notify.raise_isq_alerts(array(select row(written.*)::public.isq_measurements from written where value < 60));
  return null;
end;
$$;

comment on function notify.tg_isq_measurements__after_insert_notify() is 'Alerts for new measurements.';

create trigger tg_isq_measurements__after_insert_notify
after insert on public.isq_measurements
referencing new table as written
for each statement execute function notify.tg_isq_measurements__after_insert_notify();

create function notify.tg_isq_measurements__after_update_notify()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.raise_isq_alerts(array(
    select row(written.*)::public.isq_measurements
    from written
    join before on before.id = written.id
    where written.value < 60
      -- Once per crossing: a correction that stays in its band tells nobody again.
      and (
        written.implant_id <> before.implant_id
        or notify.isq_alert(written.value) is distinct from notify.isq_alert(before.value)
      )
  ));
  return null;
end;
$$;

comment on function notify.tg_isq_measurements__after_update_notify() is 'Alerts for measurements that were corrected into another band.';

create trigger tg_isq_measurements__after_update_notify
after update on public.isq_measurements
referencing old table as before new table as written
for each statement execute function notify.tg_isq_measurements__after_update_notify();
