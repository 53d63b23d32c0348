-- One-click unsubscribe (RFC 8058): who holds the signed link of an email may stop what it is about, and take that back,
-- without signing in. The web application checks the signature and calls these as a server.

create table notify.email_unsubscriptions (
  user_id uuid not null,
  organisation_id uuid not null,
  category public.notification_category not null,
  outbox_id uuid not null,
  previous jsonb not null,
  created_at timestamptz not null default notify.clock(),
  primary key (user_id, organisation_id, category),
  foreign key (organisation_id, user_id) references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table notify.email_unsubscriptions is 'What a link turned off, and what was wished before, so that it can be taken back exactly.';
comment on column notify.email_unsubscriptions.outbox_id is 'The email whose link it was. No foreign key: retention may delete it.';
comment on column notify.email_unsubscriptions.previous is
  '{"email": what the category said, "types": [those that were on by themselves]}.';

create index email_unsubscriptions_membership_idx on notify.email_unsubscriptions (organisation_id, user_id);

alter table notify.email_unsubscriptions enable row level security;

create function public.email_subscription(outbox_id uuid)
returns jsonb
language plpgsql
stable
-- Definer: the reader of an email need not have an account open.
security definer
set search_path = ''
as $$
begin
  return (
    select jsonb_build_object(
      'locale', email.locale,
      'organisation', organisation.name,
      'colour', organisation.brand_colour,
      'categories', email.categories,
      'subscribed', exists (
        select from unnest(email.categories) as category
        where not notify.switched_off(email.user_id, email.organisation_id, category)
      ),
      'forced', exists (
        select from public.notification_overrides as override
        left join notify.types as type on type.type = override.type
        where override.user_id = email.user_id
          and override.organisation_id = email.organisation_id
          and override.email
          and coalesce(override.category, type.category) = any (email.categories)
      )
    )
    from public.email_outbox as email
    join public.organisations as organisation on organisation.id = email.organisation_id
    join public.organisation_members as member
      on member.organisation_id = email.organisation_id and member.user_id = email.user_id
    where email.id = email_subscription.outbox_id
  );
end;
$$;

comment on function public.email_subscription(uuid) is
  'What the unsubscribe link of an email would turn off, and whether it is on: {locale, organisation, colour, categories, subscribed, forced}; forced: an admin''s override sends such emails whatever the person wishes. Null: no such email, or its recipient has left the organisation. For servers that have checked the link.';
grant execute on function public.email_subscription(uuid) to service_role;

create function public.unsubscribe_email(outbox_id uuid)
returns jsonb
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  email public.email_outbox;
  asked public.notification_category;
begin
  select * into email from public.email_outbox as sent where sent.id = unsubscribe_email.outbox_id;
  -- Locked, so that two clicks at once do not take each other for what was wished before.
  perform from public.organisation_members as member
  where member.organisation_id = email.organisation_id and member.user_id = email.user_id
  for no key update;
  if found then
    foreach asked in array email.categories loop
      continue when notify.switched_off(email.user_id, email.organisation_id, asked);
      insert into notify.email_unsubscriptions as present (user_id, organisation_id, category, outbox_id, previous)
      values (
        email.user_id, email.organisation_id, asked, email.id,
        jsonb_build_object(
          'email', (
            select preference.email from public.notification_preferences as preference
            where preference.user_id = email.user_id and preference.organisation_id = email.organisation_id
              and preference.category = asked
          ),
          'types', (
            select coalesce(jsonb_agg(preference.type order by preference.type), '[]')
            from public.notification_type_preferences as preference
            join notify.types as type on type.type = preference.type
            where preference.user_id = email.user_id and preference.organisation_id = email.organisation_id
              and type.category = asked and preference.email
          )
        )
      )
      on conflict on constraint email_unsubscriptions_pkey do update
      set outbox_id = excluded.outbox_id, previous = excluded.previous, created_at = notify.clock();

      insert into public.notification_preferences as present (user_id, organisation_id, category, email)
      values (email.user_id, email.organisation_id, asked, false)
      on conflict on constraint notification_preferences_pkey do update set email = false;
      update public.notification_type_preferences as preference
      set email = false
      from notify.types as type
      where type.type = preference.type and type.category = asked
        and preference.user_id = email.user_id and preference.organisation_id = email.organisation_id
        and preference.email;
    end loop;
  end if;
  return public.email_subscription(unsubscribe_email.outbox_id);
end;
$$;

comment on function public.unsubscribe_email(uuid) is
  'Switches email off for the categories of an email, for its recipient; what comes in-app stays. Again: no change. Returns as email_subscription(). For servers that have checked the link.';
grant execute on function public.unsubscribe_email(uuid) to service_role;

create function public.resubscribe_email(outbox_id uuid)
returns jsonb
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  email public.email_outbox;
  asked public.notification_category;
  before jsonb;
begin
  select * into email from public.email_outbox as sent where sent.id = resubscribe_email.outbox_id;
  perform from public.organisation_members as member
  where member.organisation_id = email.organisation_id and member.user_id = email.user_id
  for no key update;
  if found then
    foreach asked in array email.categories loop
      continue when not notify.switched_off(email.user_id, email.organisation_id, asked);
      before := null;
      delete from notify.email_unsubscriptions as unsubscription
      where unsubscription.user_id = email.user_id and unsubscription.organisation_id = email.organisation_id
        and unsubscription.category = asked
      returning unsubscription.previous into before;
      update public.notification_preferences as preference
      -- Switched off on the preferences page instead: there is nothing to go back to but on.
      set email = case when before is null then true else (before ->> 'email')::boolean end
      where preference.user_id = email.user_id and preference.organisation_id = email.organisation_id
        and preference.category = asked;
      update public.notification_type_preferences as preference
      set email = true
      where preference.user_id = email.user_id and preference.organisation_id = email.organisation_id
        and before -> 'types' ? preference.type;
      if notify.switched_off(email.user_id, email.organisation_id, asked) then
        -- What was on then is gone since.
        update public.notification_preferences as preference
        set email = true
        where preference.user_id = email.user_id and preference.organisation_id = email.organisation_id
          and preference.category = asked;
      end if;
      -- Who had no wish has none again.
      delete from public.notification_preferences as preference
      where preference.user_id = email.user_id and preference.organisation_id = email.organisation_id
        and preference.category = asked
        and num_nonnulls(preference.in_app, preference.email, preference.push, preference.sms, preference.frequency) = 0;
    end loop;
  end if;
  return public.email_subscription(resubscribe_email.outbox_id);
end;
$$;

comment on function public.resubscribe_email(uuid) is
  'Takes unsubscribe_email() back: what was wished before is wished again. Again: no change. Returns as email_subscription(). For servers that have checked the link.';
grant execute on function public.resubscribe_email(uuid) to service_role;
