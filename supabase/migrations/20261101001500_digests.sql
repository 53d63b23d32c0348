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

create function notify.build_digests(at timestamptz default now())
returns integer
language plpgsql
set search_path = ''
as $$
declare
  built integer;
begin
  -- One build at a time: two that shared a window would each take a part of it, and the slot has room for one.
  perform pg_advisory_xact_lock(hashtextextended('notify.build_digests', 0));
  -- An entry that was committed after its window's email was built goes into the next one.
  update public.notification_digest as entry
  set due_at = notify.next_digest_at(
    entry.frequency, coalesce(profile.timezone, organisation.timezone), build_digests.at
  )
  from public.organisations as organisation, auth.users as account
  left join public.profiles as profile on profile.user_id = account.id
  where entry.sent_at is null
    and entry.due_at <= build_digests.at
    and organisation.id = entry.organisation_id
    and account.id = entry.user_id
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
    select taken.*
    from taken
    join public.organisation_members as member
      on member.organisation_id = taken.organisation_id and member.user_id = taken.user_id
    join public.notification_events as event on event.id = taken.event_id
    join notify.types as type on type.type = event.type
    left join public.notifications as item on item.id = taken.notification_id
    left join public.notification_preferences as preference
      on preference.user_id = taken.user_id
      and preference.organisation_id = taken.organisation_id
      and preference.category = taken.category
    -- Asked again now: read meanwhile, archived, or switched off since.
    where not coalesce(item.is_read, false)
      and item.archived_at is null
      and coalesce(preference.email, type.default_email)
      and coalesce(preference.frequency, type.default_frequency) <> 'NONE'
  ),
  counted as (
    select user_id, organisation_id, frequency, due_at, category, count(*) as items
    from kept
    group by user_id, organisation_id, frequency, due_at, category
  ),
  inserted as (
    insert into public.email_outbox (
      organisation_id, user_id, type, subject, template, locale, payload, dedupe_key
    )
    select
      counted.organisation_id,
      counted.user_id,
      'DIGEST',
      case language.locale
        when 'en' then case counted.frequency when 'DAILY' then 'Your daily summary from Cassius' else 'Your weekly summary from Cassius' end
        else case counted.frequency when 'DAILY' then 'Votre résumé du jour dans Cassius' else 'Votre résumé de la semaine dans Cassius' end
      end,
      'digest_' || lower(counted.frequency::text),
      language.locale,
      jsonb_build_object(
        'organisation', organisation.name,
        'items', jsonb_agg(jsonb_build_object('category', counted.category, 'count', counted.items) order by counted.category),
        'total', sum(counted.items)
      ),
      notify.digest_slot(counted.user_id, counted.organisation_id, counted.frequency, counted.due_at)
    from counted
    join public.organisations as organisation on organisation.id = counted.organisation_id
    left join public.profiles as profile on profile.user_id = counted.user_id
    cross join lateral (select coalesce(profile.locale, organisation.locale) as locale) as language
    group by counted.organisation_id, counted.user_id, counted.frequency, counted.due_at, language.locale, organisation.name
    on conflict (dedupe_key) do nothing
    returning 1
  )
  select count(*)::integer into built from inserted;
  return built;
end;
$$;

comment on function notify.build_digests(timestamptz) is
  'Turns the digest entries that are due at a moment into emails: one for each person, organisation, frequency and window. Leaves out what was read, archived or switched off meanwhile, and sends nothing when nothing is left. Returns how many emails it made.';
