-- Digests: what waited becomes one email a person, organisation and window.

create function notify.digest_slot(
  user_id uuid, organisation_id uuid, frequency public.notification_frequency, due_at timestamptz
)
returns text
language plpgsql
immutable
set search_path = ''
as $$
begin
  return format(
    'digest:%s:%s:%s:%s', digest_slot.user_id, digest_slot.organisation_id, digest_slot.frequency,
    extract(epoch from digest_slot.due_at)
  );
end;
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
language plpgsql
immutable
set search_path = ''
as $$
begin
  -- CLDR plural rules: French has "one" for 0 and 1, English for 1.
  return case
    when plural.quantity = 1 or (plural.locale = 'fr' and plural.quantity = 0) then plural.one
    else plural.other
  end;
end;
$$;

comment on function notify.plural(text, bigint, text, text) is
  'The form of a noun phrase that goes with a whole number in a language (unicode.org/cldr, plural rules; French "many", from a million on, is written like "other").';

create function notify.digest_frequencies(entry_ids uuid[])
returns table (id uuid, user_id uuid, organisation_id uuid, frequency public.notification_frequency)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select entry.id, waiting.user_id, waiting.organisation_id, coalesce(wanted.frequency, waiting.frequency)
    from (
      -- Asked once for each person and type, however much waits.
      select present.user_id, present.organisation_id, event.type, present.frequency, array_agg(present.id) as ids
      from public.notification_digest as present
      join public.notification_events as event on event.id = present.event_id
      where present.id = any (digest_frequencies.entry_ids) and present.sent_at is null
      group by present.user_id, present.organisation_id, event.type, present.frequency
    ) as waiting
    left join lateral (
      select layers.frequency
      from notify.effective_preferences as layers
      where layers.user_id = waiting.user_id
        and layers.organisation_id = waiting.organisation_id
        and layers.type = waiting.type
      -- Person by person, through indexes.
      offset 0
    ) as wanted on wanted.frequency in ('DAILY', 'WEEKLY')
    cross join unnest(waiting.ids) as entry (id);
end;
$$;

comment on function notify.digest_frequencies(uuid[]) is
  'Of these digest entries those that wait, each with the frequency that its person wants now. Whoever wants no digest any more keeps the one it waits for: the build asks again.';

create function notify.digests_due(at timestamptz default notify.clock())
returns boolean
language sql
stable
set search_path = ''
as $$
  select exists (
    select from public.notification_digest as entry where entry.sent_at is null and entry.due_at <= digests_due.at
  );
$$;

comment on function notify.digests_due(timestamptz) is 'Whether a build would find something to do at a moment.';

create function notify.build_digests(at timestamptz default notify.clock(), batch_size integer default 500)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  entries uuid[];
  built integer;
begin
  -- One build at a time: two that shared a window would each take a part of it, and the slot has room for one.
  perform pg_advisory_xact_lock(hashtextextended('notify.build_digests', 0));
  -- The windows that are due the longest, each whole: half of one would take its slot.
  entries := array(
    select entry.id
    from (
      select distinct waiting.due_at, waiting.organisation_id, waiting.user_id, waiting.frequency
      from public.notification_digest as waiting
      where waiting.sent_at is null and waiting.due_at <= build_digests.at
      order by waiting.due_at, waiting.organisation_id, waiting.user_id, waiting.frequency
      limit build_digests.batch_size
    ) as due
    join public.notification_digest as entry
      on entry.due_at = due.due_at and entry.organisation_id = due.organisation_id
      and entry.user_id = due.user_id and entry.frequency = due.frequency
    where entry.sent_at is null
    -- Rows are locked in one order by whoever locks several, so that nobody waits in a circle.
    order by entry.id
    for update of entry
  );

  -- Into its next window goes what its person wants in another digest by now, and what was committed after the email
  -- of its window was built.
  update public.notification_digest as entry
  set
    frequency = wanted.frequency,
    due_at = notify.next_digest_of(entry.user_id, entry.organisation_id, wanted.frequency, build_digests.at)
  from notify.digest_frequencies(entries) as wanted
  where entry.id = wanted.id
    and (
      wanted.frequency <> entry.frequency
      or exists (
        select from public.email_outbox as email
        where email.dedupe_key
          = notify.digest_slot(entry.user_id, entry.organisation_id, entry.frequency, entry.due_at)
      )
    );

  with taken as (
    update public.notification_digest as entry
    set sent_at = build_digests.at
    where entry.id = any (entries) and entry.due_at <= build_digests.at
    returning entry.*
  ),
  told as (
    select
      taken.*, event.type, event.entity_type, event.entity_id, event.patient_id, event.team_id, event.expires_at,
      event.retracted_at
    from taken
    join public.notification_events as event on event.id = taken.event_id
  ),
  -- Asked again now: membership, wishes, mutes, access, and what was read or archived meanwhile. Wishes once for each
  -- person and type, however much waits.
  wished as materialized (
    select
      person.user_id, person.organisation_id, person.type, wish.role, wish.email, wish.frequency, wish.locale,
      exists (
        select from public.notification_mutes as mute
        where mute.organisation_id = person.organisation_id and mute.user_id = person.user_id
      ) as mutes
    from (select distinct told.user_id, told.organisation_id, told.type from told) as person
    cross join lateral (
      select layers.role, layers.email, layers.frequency, layers.locale
      from notify.effective_preferences as layers
      where layers.user_id = person.user_id
        and layers.organisation_id = person.organisation_id
        and layers.type = person.type
      offset 0
    ) as wish
  ),
  kept as (
    select told.user_id, told.organisation_id, told.frequency, told.due_at, told.type, wish.locale
    from told
    join wished as wish
      on wish.user_id = told.user_id and wish.organisation_id = told.organisation_id and wish.type = told.type
    left join public.notifications as item on item.id = told.notification_id
    where not coalesce(item.is_read, false)
      and item.archived_at is null
      and (coalesce(item.expires_at, told.expires_at) > build_digests.at) is not false
      and told.retracted_at is null
      and wish.email
      and wish.frequency <> 'NONE'
      and notify.may_see(told.organisation_id, told.user_id, wish.role, told.patient_id, told.team_id)
      and (
        not wish.mutes
        or notify.mute_of(told.user_id, told.organisation_id, told.entity_type, told.entity_id, told.patient_id) is null
      )
  ),
  counted as (
    select kept.user_id, kept.organisation_id, kept.frequency, kept.due_at, kept.locale, kept.type, count(*) as items
    from kept
    group by kept.user_id, kept.organisation_id, kept.frequency, kept.due_at, kept.locale, kept.type
  ),
  inserted as (
    insert into public.email_outbox (
      organisation_id, user_id, type, subject, template, categories, locale, payload, send_after, dedupe_key
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
      array_agg(distinct type.category),
      counted.locale,
      jsonb_strip_nulls(jsonb_build_object(
        'organisation', organisation.name,
        'colour', organisation.brand_colour,
        'items', jsonb_agg(
          jsonb_build_object(
            'label', notify.plural(counted.locale, counted.items, words.digest_one, words.digest_other),
            'count', counted.items
          )
          order by type.priority desc, counted.type
        ),
        'total', sum(counted.items)
      )),
      notify.leaves_at(counted.user_id, counted.organisation_id, notify.clock()),
      notify.digest_slot(counted.user_id, counted.organisation_id, counted.frequency, counted.due_at)
    from counted
    join notify.types as type on type.type = counted.type
    join notify.type_texts as words on words.type = counted.type and words.locale = counted.locale
    join public.organisations as organisation on organisation.id = counted.organisation_id
    group by counted.organisation_id, counted.user_id, counted.frequency, counted.due_at, counted.locale, organisation.name,
      organisation.brand_colour
    on conflict (dedupe_key) where dedupe_key is not null do nothing
    returning 1
  )
  select count(*)::integer into built from inserted;
  return built;
end;
$$;

comment on function notify.build_digests(timestamptz, integer) is
  'Turns the digest entries that are due at a moment into emails: one for each person, organisation, frequency and window; at most batch_size windows in one call, those due the longest first, so that no call holds locks for long. Grouped by type, with counts. Leaves out what was read, archived, retracted, muted, switched off or out of sight meanwhile, and sends nothing when nothing is left; what its person wants in another digest by now waits for that one. Returns how many emails it made.';
