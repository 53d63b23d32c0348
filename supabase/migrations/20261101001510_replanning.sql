-- When a clock or a habit changes, what waits for it moves: digests to the new hour, emails to the new end of quiet hours.

create function notify.replan(user_id uuid default null, organisation_id uuid default null)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Rows are locked in one order by whoever locks several, so that nobody waits in a circle.
  perform from public.notification_digest as entry
  where entry.sent_at is null
    and entry.due_at > notify.clock()
    and (replan.user_id is null or entry.user_id = replan.user_id)
    and (replan.organisation_id is null or entry.organisation_id = replan.organisation_id)
  order by entry.id
  for update;

  -- What is due already stays due.
  update public.notification_digest as entry
  set
    frequency = planned.frequency,
    due_at = notify.next_digest_of(entry.user_id, entry.organisation_id, planned.frequency, notify.clock())
  from (
    select
      waiting.id,
      -- Whoever asks for no digest any more is asked again when it is built.
      case when wish.frequency in ('DAILY', 'WEEKLY') then wish.frequency else waiting.frequency end as frequency
    from public.notification_digest as waiting
    join public.notification_events as event on event.id = waiting.event_id
    left join lateral notify.wishes_of(waiting.user_id, waiting.organisation_id, event.type) as wish on true
    where waiting.sent_at is null
      and waiting.due_at > notify.clock()
      and (replan.user_id is null or waiting.user_id = replan.user_id)
      and (replan.organisation_id is null or waiting.organisation_id = replan.organisation_id)
  ) as planned
  where entry.id = planned.id;

  update public.email_outbox as email
  set send_after = notify.leaves_at(email.user_id, email.organisation_id, notify.clock())
  where email.status = 'PENDING'
    and email.batch_id is null
    and email.send_after > notify.clock()
    and (replan.user_id is null or email.user_id = replan.user_id)
    and (replan.organisation_id is null or email.organisation_id = replan.organisation_id);
end;
$$;

comment on function notify.replan(uuid, uuid) is
  'Moves what waits for the clock or the habits of a person, in one organisation or (nulls) for all: digest entries to the next digest, queued emails to the end of the quiet hours that they are in now.';

create function notify.tg_wishes__after_write_replan()
returns trigger
language plpgsql
-- Definer: the digest and the outbox are closed to ordinary users.
security definer
set search_path = ''
as $$
declare
  written jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  perform notify.replan((written ->> 'user_id')::uuid, (written ->> 'organisation_id')::uuid);
  return null;
end;
$$;

comment on function notify.tg_wishes__after_write_replan() is
  'New hours, or another frequency, apply to what waits: of one person, or where the row names none of the organisation.';

create trigger tg_notification_settings__after_write_replan
after insert or update or delete on public.notification_settings
for each row execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_preferences__after_write_replan
after insert or update of frequency or delete on public.notification_preferences
for each row execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_type_preferences__after_write_replan
after insert or update of frequency or delete on public.notification_type_preferences
for each row execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_overrides__after_write_replan
after insert or update of frequency or delete on public.notification_overrides
for each row execute function notify.tg_wishes__after_write_replan();

create trigger tg_organisation_type_settings__after_write_replan
after insert or update of frequency or delete on public.organisation_type_settings
for each row execute function notify.tg_wishes__after_write_replan();

create function notify.tg_profiles__after_write_replan()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.replan(new.user_id);
  return null;
end;
$$;

comment on function notify.tg_profiles__after_write_replan() is 'A person who moves to another time zone takes what waits for them along.';

create trigger tg_profiles__after_insert_replan
after insert on public.profiles
for each row
when (new.timezone is not null)
execute function notify.tg_profiles__after_write_replan();

create trigger tg_profiles__after_update_replan
after update of timezone on public.profiles
for each row
when (new.timezone is distinct from old.timezone)
execute function notify.tg_profiles__after_write_replan();

create function notify.tg_organisations__after_update_replan()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.replan(null, new.id);
  return null;
end;
$$;

comment on function notify.tg_organisations__after_update_replan() is
  'The time zone of an organisation is that of the members who set none.';

create trigger tg_organisations__after_update_replan
after update of timezone on public.organisations
for each row
when (new.timezone is distinct from old.timezone)
execute function notify.tg_organisations__after_update_replan();
