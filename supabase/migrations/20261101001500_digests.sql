-- Digests: what waited becomes one email a person, organisation and window.

create function notify.digest_slot(
  user_id uuid, organisation_id uuid, frequency public.notification_frequency, due_at timestamptz
)
returns text
language sql
immutable
set search_path = ''
as $$
  select format(
    'digest:%s:%s:%s:%s', digest_slot.user_id, digest_slot.organisation_id, digest_slot.frequency,
    extract(epoch from digest_slot.due_at)
  );
$$;

comment on function notify.digest_slot(uuid, uuid, public.notification_frequency, timestamptz) is
  'The unique key of a digest in the outbox: one person, organisation, frequency and window.';

create function notify.next_digest_of(
  user_id uuid, organisation_id uuid, frequency public.notification_frequency, since timestamptz
)
returns timestamptz
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select notify.next_digest_at(
      next_digest_of.frequency, coalesce(times.digest_at, '08:00'), coalesce(times.digest_weekday, 1::smallint),
      coalesce(profile.timezone, organisation.timezone), next_digest_of.since
    )
    from public.organisations as organisation
    left join public.profiles as profile on profile.user_id = next_digest_of.user_id
    left join public.notification_settings as times
      on times.user_id = next_digest_of.user_id and times.organisation_id = organisation.id
    where organisation.id = next_digest_of.organisation_id
  );
end;
$$;

comment on function notify.next_digest_of(uuid, uuid, public.notification_frequency, timestamptz) is
  'First digest of a person in an organisation after a moment, at their own hour and day, in their own time zone.';

create function notify.plural(locale text, quantity bigint, one text, other text)
returns text
language sql
immutable
set search_path = ''
-- CLDR plural rules: French has "one" for 0 and 1, English for 1.
return case when plural.quantity = 1 or (plural.locale = 'fr' and plural.quantity = 0) then plural.one else plural.other end;

comment on function notify.plural(text, bigint, text, text) is
  'The form of a noun phrase that goes with a whole number in a language (unicode.org/cldr, plural rules; French "many", from a million on, is written like "other").';

create function notify.build_digests(at timestamptz default notify.clock())
returns integer
language plpgsql
set search_path = ''
as $$
declare
  built integer;
begin
  -- One build at a time: two that shared a window would each take a part of it, and the slot has room for one.
  perform pg_advisory_xact_lock(hashtextextended('notify.build_digests', 0));
  -- Rows are locked in one order by whoever locks several, so that nobody waits in a circle.
  perform from public.notification_digest as entry
  where entry.sent_at is null and entry.due_at <= build_digests.at
  order by entry.id
  for update;

  -- An entry that was committed after its window's email was built goes into the next one.
  update public.notification_digest as entry
  set due_at = notify.next_digest_of(entry.user_id, entry.organisation_id, entry.frequency, build_digests.at)
  where entry.sent_at is null
    and entry.due_at <= build_digests.at
    and exists (
      select from public.email_outbox as email
      where email.dedupe_key
        = notify.digest_slot(entry.user_id, entry.organisation_id, entry.frequency, entry.due_at)
    );

  with due as (
    select entry.*
    from public.notification_digest as entry
    where entry.sent_at is null and entry.due_at <= build_digests.at
    order by entry.due_at
    for update
  ),
  taken as (
    update public.notification_digest as entry
    set sent_at = build_digests.at
    from due
    where entry.id = due.id
    returning entry.*
  ),
  kept as (
    select taken.*, event.type, wish.locale
    from taken
    -- Asked again now: membership, wishes, mutes, access, and what was read or archived meanwhile.
    join public.notification_events as event on event.id = taken.event_id
    cross join lateral notify.wishes_of(taken.user_id, taken.organisation_id, event.type) as wish
    left join public.notifications as item on item.id = taken.notification_id
    where not coalesce(item.is_read, false)
      and item.archived_at is null
      and (coalesce(item.expires_at, event.expires_at) > build_digests.at) is not false
      and event.retracted_at is null
      and wish.email
      and wish.frequency <> 'NONE'
      and notify.may_see(taken.organisation_id, taken.user_id, wish.role, event.patient_id, event.team_id)
      and notify.mute_of(taken.user_id, taken.organisation_id, event.entity_type, event.entity_id, event.patient_id) is null
  ),
  counted as (
    select kept.user_id, kept.organisation_id, kept.frequency, kept.due_at, kept.locale, kept.type, count(*) as items
    from kept
    group by kept.user_id, kept.organisation_id, kept.frequency, kept.due_at, kept.locale, kept.type
  ),
  inserted as (
    insert into public.email_outbox (
      organisation_id, user_id, type, subject, template, locale, payload, send_after, dedupe_key
    )
    select
      counted.organisation_id,
      counted.user_id,
      'DIGEST',
      case counted.locale
        when 'en' then case counted.frequency when 'DAILY' then 'Your daily summary from Cassius' else 'Your weekly summary from Cassius' end
        else case counted.frequency when 'DAILY' then 'Votre résumé du jour dans Cassius' else 'Votre résumé de la semaine dans Cassius' end
      end,
      'digest_' || lower(counted.frequency::text),
      counted.locale,
      jsonb_build_object(
        'organisation', organisation.name,
        'items', jsonb_agg(
          jsonb_build_object(
            'label', notify.plural(counted.locale, counted.items, words.digest_one, words.digest_other),
            'count', counted.items
          )
          order by type.priority desc, counted.type
        ),
        'total', sum(counted.items)
      ),
      notify.leaves_at(counted.user_id, counted.organisation_id, notify.clock()),
      notify.digest_slot(counted.user_id, counted.organisation_id, counted.frequency, counted.due_at)
    from counted
    join notify.types as type on type.type = counted.type
    join notify.type_texts as words on words.type = counted.type and words.locale = counted.locale
    join public.organisations as organisation on organisation.id = counted.organisation_id
    group by counted.organisation_id, counted.user_id, counted.frequency, counted.due_at, counted.locale, organisation.name
    on conflict (dedupe_key) do nothing
    returning 1
  )
  select count(*)::integer into built from inserted;
  return built;
end;
$$;

comment on function notify.build_digests(timestamptz) is
  'Turns the digest entries that are due at a moment into emails: one for each person, organisation, frequency and window. Grouped by type, with counts. Leaves out what was read, archived, retracted, muted, switched off or out of sight meanwhile, and sends nothing when nothing is left. Returns how many emails it made.';
