-- When a clock or a habit changes, what waits for it moves: digests to the new hour, emails to the new end of quiet hours.
-- Each statement that changes one asks once for all it concerns, and only rows that really move are written.

create function notify.take_replan_turns(organisation_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('notify.replan:' || organisation.id, 0))
  from (select distinct id from unnest(take_replan_turns.organisation_ids) as id order by id) as organisation;
end;
$$;

comment on function notify.take_replan_turns(uuid[]) is
  'Replans of one organisation take turns, until the end of their transactions: one that writes in several steps (an upsert is an insert and an update) cannot wait in a circle with another.';

create function notify.replan_digests(entry_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  waiting uuid[];
begin
  perform notify.take_replan_turns(array(
    select entry.organisation_id from public.notification_digest as entry where entry.id = any (replan_digests.entry_ids)
  ));
  -- What is due already stays due, and what a build took meanwhile stays taken. Rows are locked in one order by whoever
  -- locks several, so that nobody waits in a circle.
  waiting := array(
    select entry.id
    from public.notification_digest as entry
    where entry.id = any (replan_digests.entry_ids) and entry.sent_at is null and entry.due_at > notify.clock()
    order by entry.id
    for update
  );

  -- A statement of its own: it sees what others wrote who had the rows before.
  update public.notification_digest as entry
  set frequency = planned.frequency, due_at = planned.due_at
  from (
    select digest.id, wanted.frequency, wanted.due_at
    from (
      -- Asked once for each person and frequency, however much waits.
      select
        digest.frequency,
        notify.next_digest_of(digest.user_id, digest.organisation_id, digest.frequency, notify.clock()) as due_at,
        array_agg(digest.id) as ids
      from notify.digest_frequencies(waiting) as digest
      group by digest.user_id, digest.organisation_id, digest.frequency
    ) as wanted
    cross join unnest(wanted.ids) as digest (id)
  ) as planned
  where entry.id = planned.id
    and (entry.frequency, entry.due_at) is distinct from (planned.frequency, planned.due_at);
end;
$$;

comment on function notify.replan_digests(uuid[]) is
  'Moves digest entries that wait to the next digest that their person wants now, at their hour and day. Writes only those that move.';

create function notify.replan_emails(email_ids uuid[])
returns void
language plpgsql
set search_path = ''
as $$
declare
  waiting uuid[];
begin
  -- All as above.
  perform notify.take_replan_turns(array(
    select email.organisation_id from public.email_outbox as email where email.id = any (replan_emails.email_ids)
  ));
  waiting := array(
    select email.id
    from public.email_outbox as email
    where email.id = any (replan_emails.email_ids)
      and email.status = 'PENDING' and email.batch_id is null and email.send_after > notify.clock()
    order by email.id
    for update
  );

  update public.email_outbox as email
  set send_after = planned.send_after
  from (
    select present.id, notify.leaves_at(present.user_id, present.organisation_id, notify.clock()) as send_after
    from public.email_outbox as present
    where present.id = any (waiting)
  ) as planned
  where email.id = planned.id and email.send_after is distinct from planned.send_after;
end;
$$;

comment on function notify.replan_emails(uuid[]) is
  'Moves emails that wait for the end of quiet hours to the end of those that their person is in now. Writes only those that move.';

create function notify.replan(members public.organisation_members[])
returns void
language plpgsql
set search_path = ''
as $$
begin
  perform notify.take_replan_turns(array(select member.organisation_id from unnest(replan.members) as member));
  -- Emails before digests, as a retraction locks them.
  perform notify.replan_emails(array(
    select email.id
    from unnest(replan.members) as member
    join public.email_outbox as email
      on email.organisation_id = member.organisation_id and email.user_id = member.user_id
    where email.status = 'PENDING' and email.batch_id is null and email.send_after > notify.clock()
  ));
  perform notify.replan_digests(array(
    select entry.id
    from unnest(replan.members) as member
    join public.notification_digest as entry
      on entry.organisation_id = member.organisation_id and entry.user_id = member.user_id
    where entry.sent_at is null
  ));
end;
$$;

comment on function notify.replan(public.organisation_members[]) is
  'Moves all that waits for these members to their own times as they are now: digest entries, and emails of quiet hours.';

-- Their own hours and quiet hours.
create function notify.tg_notification_settings__after_write_replan()
returns trigger
language plpgsql
-- Definer: the digest and the outbox are closed to ordinary users.
security definer
set search_path = ''
as $$
begin
  perform notify.replan(array(
    select member
    from written
    join public.organisation_members as member
      on member.organisation_id = written.organisation_id and member.user_id = written.user_id
  ));
  return null;
end;
$$;

comment on function notify.tg_notification_settings__after_write_replan() is 'New hours apply to what waits.';

create trigger tg_notification_settings__after_insert_replan
after insert on public.notification_settings
referencing new table as written
for each statement execute function notify.tg_notification_settings__after_write_replan();

create trigger tg_notification_settings__after_update_replan
after update on public.notification_settings
referencing new table as written
for each statement execute function notify.tg_notification_settings__after_write_replan();

create trigger tg_notification_settings__after_delete_replan
after delete on public.notification_settings
referencing old table as written
for each statement execute function notify.tg_notification_settings__after_write_replan();

-- Their time zone.
create function notify.tg_profiles__after_write_replan()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.replan(array(
    select member from public.organisation_members as member where member.user_id = new.user_id
  ));
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
  perform notify.replan(array(
    select member from public.organisation_members as member where member.organisation_id = new.id
  ));
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

-- Their wishes, of which the frequency alone says when: of the category or the type that the row is about.
create function notify.tg_wishes__after_write_replan()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  beside constant text[] := '{in_app,email,push,sms,reason,created_by,created_at,updated_at}';
  wishes jsonb;
begin
  if tg_op = 'UPDATE' then
    select jsonb_agg(change.wish) into wishes
    from (
      select to_jsonb(written) - beside as wish from written
      except
      select to_jsonb(replaced) - beside from replaced
    ) as change;
  else
    select jsonb_agg(to_jsonb(written)) into wishes from written where written.frequency is not null;
  end if;
  perform notify.replan_digests(array(
    select entry.id
    from jsonb_to_recordset(wishes) as wish (
      user_id uuid, organisation_id uuid, category public.notification_category, type text
    )
    join public.notification_digest as entry
      on entry.organisation_id = wish.organisation_id and entry.user_id = wish.user_id
    join public.notification_events as event on event.id = entry.event_id
    where entry.sent_at is null and (entry.category = wish.category or event.type = wish.type)
  ));
  return null;
end;
$$;

comment on function notify.tg_wishes__after_write_replan() is
  'Another frequency of a category or a type applies to what waits of it. A row that says nothing of the frequency moves nothing.';

create trigger tg_notification_preferences__after_insert_replan
after insert on public.notification_preferences
referencing new table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_preferences__after_update_replan
after update on public.notification_preferences
referencing old table as replaced new table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_preferences__after_delete_replan
after delete on public.notification_preferences
referencing old table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_type_preferences__after_insert_replan
after insert on public.notification_type_preferences
referencing new table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_type_preferences__after_update_replan
after update on public.notification_type_preferences
referencing old table as replaced new table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_type_preferences__after_delete_replan
after delete on public.notification_type_preferences
referencing old table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_overrides__after_insert_replan
after insert on public.notification_overrides
referencing new table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_overrides__after_update_replan
after update on public.notification_overrides
referencing old table as replaced new table as written
for each statement execute function notify.tg_wishes__after_write_replan();

create trigger tg_notification_overrides__after_delete_replan
after delete on public.notification_overrides
referencing old table as written
for each statement execute function notify.tg_wishes__after_write_replan();

-- What their organisation wants of a type.
create function notify.tg_organisation_type_settings__after_write_replan()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  settings jsonb;
begin
  if tg_op = 'UPDATE' then
    select jsonb_agg(to_jsonb(written)) into settings
    from written
    left join replaced using (organisation_id, type)
    where written.frequency is distinct from replaced.frequency;
  else
    select jsonb_agg(to_jsonb(written)) into settings from written where written.frequency is not null;
  end if;
  perform notify.replan_digests(array(
    select entry.id
    from jsonb_to_recordset(settings) as setting (organisation_id uuid, type text)
    join public.notification_digest as entry on entry.organisation_id = setting.organisation_id
    join public.notification_events as event on event.id = entry.event_id and event.type = setting.type
    where entry.sent_at is null
  ));
  return null;
end;
$$;

comment on function notify.tg_organisation_type_settings__after_write_replan() is
  'As notify.tg_wishes__after_write_replan(), for all members at once: of the types alone whose frequency changes.';

create trigger tg_organisation_type_settings__after_insert_replan
after insert on public.organisation_type_settings
referencing new table as written
for each statement execute function notify.tg_organisation_type_settings__after_write_replan();

create trigger tg_organisation_type_settings__after_update_replan
after update on public.organisation_type_settings
referencing old table as replaced new table as written
for each statement execute function notify.tg_organisation_type_settings__after_write_replan();

create trigger tg_organisation_type_settings__after_delete_replan
after delete on public.organisation_type_settings
referencing old table as written
for each statement execute function notify.tg_organisation_type_settings__after_write_replan();
