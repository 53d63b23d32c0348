-- What applies to a person, in one place: every layer of wishes, strongest first. docs/rules.md, rules 4 to 7.

create view notify.effective_preferences as
select
  member.organisation_id,
  member.user_id,
  member.role,
  type.type,
  type.category,
  type.mandatory or coalesce(
    forced_type.in_app, forced_category.in_app, own_type.in_app, own_category.in_app, setting.in_app, type.default_in_app
  ) as in_app,
  case
    when type.mandatory then 'mandatory'
    when coalesce(forced_type.in_app, forced_category.in_app) is not null then 'override'
    when own_type.in_app is not null then 'type_preference'
    when own_category.in_app is not null then 'preference'
    when setting.in_app is not null then 'organisation_default'
    else 'default'
  end as in_app_source,
  case
    when type.mandatory then null
    when forced_type.in_app is not null then forced_type.id
    when forced_category.in_app is not null then forced_category.id
  end as in_app_override,
  coalesce(
    forced_type.email, forced_category.email, own_type.email, own_category.email, setting.email, type.default_email
  ) as email,
  case
    when coalesce(forced_type.email, forced_category.email) is not null then 'override'
    when own_type.email is not null then 'type_preference'
    when own_category.email is not null then 'preference'
    when setting.email is not null then 'organisation_default'
    else 'default'
  end as email_source,
  case when forced_type.email is not null then forced_type.id when forced_category.email is not null then forced_category.id end
    as email_override,
  coalesce(forced_type.push, forced_category.push, own_type.push, own_category.push, setting.push, type.default_push) as push,
  case
    when coalesce(forced_type.push, forced_category.push) is not null then 'override'
    when own_type.push is not null then 'type_preference'
    when own_category.push is not null then 'preference'
    when setting.push is not null then 'organisation_default'
    else 'default'
  end as push_source,
  case when forced_type.push is not null then forced_type.id when forced_category.push is not null then forced_category.id end
    as push_override,
  coalesce(forced_type.sms, forced_category.sms, own_type.sms, own_category.sms, setting.sms, type.default_sms) as sms,
  case
    when coalesce(forced_type.sms, forced_category.sms) is not null then 'override'
    when own_type.sms is not null then 'type_preference'
    when own_category.sms is not null then 'preference'
    when setting.sms is not null then 'organisation_default'
    else 'default'
  end as sms_source,
  case when forced_type.sms is not null then forced_type.id when forced_category.sms is not null then forced_category.id end
    as sms_override,
  coalesce(
    forced_type.frequency, forced_category.frequency, own_type.frequency, own_category.frequency, setting.frequency,
    type.default_frequency
  ) as frequency,
  case
    when coalesce(forced_type.frequency, forced_category.frequency) is not null then 'override'
    when own_type.frequency is not null then 'type_preference'
    when own_category.frequency is not null then 'preference'
    when setting.frequency is not null then 'organisation_default'
    else 'default'
  end as frequency_source,
  case
    when forced_type.frequency is not null then forced_type.id
    when forced_category.frequency is not null then forced_category.id
  end as frequency_override,
  coalesce(profile.locale, organisation.locale) as locale,
  coalesce(profile.timezone, organisation.timezone) as timezone,
  coalesce(times.digest_at, '08:00') as digest_at,
  coalesce(times.digest_weekday, 1::smallint) as digest_weekday,
  times.quiet_from,
  times.quiet_until
from public.organisation_members as member
cross join notify.types as type
join public.organisations as organisation on organisation.id = member.organisation_id
left join public.profiles as profile on profile.user_id = member.user_id
left join public.notification_settings as times
  on times.user_id = member.user_id and times.organisation_id = member.organisation_id
left join public.notification_overrides as forced_type
  on forced_type.organisation_id = member.organisation_id and forced_type.user_id = member.user_id
  and forced_type.type = type.type
left join public.notification_overrides as forced_category
  on forced_category.organisation_id = member.organisation_id and forced_category.user_id = member.user_id
  and forced_category.category = type.category
left join public.notification_type_preferences as own_type
  on own_type.user_id = member.user_id and own_type.organisation_id = member.organisation_id and own_type.type = type.type
left join public.notification_preferences as own_category
  on own_category.user_id = member.user_id and own_category.organisation_id = member.organisation_id
  and own_category.category = type.category
left join public.organisation_type_settings as setting
  on setting.organisation_id = member.organisation_id and setting.type = type.type;

comment on view notify.effective_preferences is
  'Wishes of each member for each type, with the layer that each comes from (…_source: a rule of docs/rules.md; …_override: id of the override), and their times. Not a member: no row.';

create function notify.wishes_of(user_id uuid, organisation_id uuid, type text)
returns setof notify.effective_preferences
language plpgsql
stable
rows 1
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select *
    from notify.effective_preferences as wish
    where wish.user_id = wishes_of.user_id
      and wish.organisation_id = wishes_of.organisation_id
      and wish.type = wishes_of.type;
end;
$$;

comment on function notify.wishes_of(uuid, uuid, text) is
  'The row of notify.effective_preferences of one member and type, through indexes; none when they are not a member.';

create function public.my_notification_preferences(organisation_id uuid)
returns table (
  category public.notification_category,
  in_app boolean,
  email boolean,
  push boolean,
  sms boolean,
  frequency public.notification_frequency,
  is_default boolean
)
language sql
stable
-- Definer: the defaults are in the private schema. Only the caller's own rows are read.
security definer
set search_path = ''
as $$
  select
    of_types.category,
    coalesce(preference.in_app, of_types.in_app),
    coalesce(preference.email, of_types.email),
    coalesce(preference.push, of_types.push),
    coalesce(preference.sms, of_types.sms),
    coalesce(preference.frequency, of_types.frequency),
    preference.user_id is null
  from (
    select
      type.category,
      mode() within group (order by coalesce(setting.in_app, type.default_in_app)) as in_app,
      mode() within group (order by coalesce(setting.email, type.default_email)) as email,
      mode() within group (order by coalesce(setting.push, type.default_push)) as push,
      mode() within group (order by coalesce(setting.sms, type.default_sms)) as sms,
      mode() within group (order by coalesce(setting.frequency, type.default_frequency)) as frequency
    from notify.types as type
    left join public.organisation_type_settings as setting
      on setting.type = type.type and setting.organisation_id = my_notification_preferences.organisation_id
    where not type.internal
    group by type.category
  ) as of_types
  left join public.notification_preferences as preference
    on preference.user_id = (select auth.uid())
    and preference.organisation_id = my_notification_preferences.organisation_id
    and preference.category = of_types.category
  where my_notification_preferences.organisation_id in (select notify.my_organisations())
  order by of_types.category;
$$;

comment on function public.my_notification_preferences(uuid) is
  'The signed-in user''s preferences by category in one organisation, defaults included; is_default where nothing was set. A default is what most types of the category say; what each of them does is in my_notification_type_preferences(). No row for an organisation that one is not a member of.';
grant execute on function public.my_notification_preferences(uuid) to authenticated;

create function public.my_notification_type_preferences(organisation_id uuid)
returns table (
  type text,
  category public.notification_category,
  priority public.notification_priority,
  mandatory boolean,
  in_app boolean,
  in_app_source text,
  email boolean,
  email_source text,
  push boolean,
  push_source text,
  sms boolean,
  sms_source text,
  frequency public.notification_frequency,
  frequency_source text,
  override_reason text
)
language sql
stable
-- Definer: as above.
security definer
set search_path = ''
as $$
  select
    wish.type, wish.category, type.priority, type.mandatory, wish.in_app, wish.in_app_source, wish.email, wish.email_source,
    wish.push, wish.push_source, wish.sms, wish.sms_source, wish.frequency, wish.frequency_source,
    (
      select string_agg(override.reason, ' ' order by override.created_at)
      from public.notification_overrides as override
      where override.id in (
        wish.in_app_override, wish.email_override, wish.push_override, wish.sms_override, wish.frequency_override
      )
    )
  from notify.effective_preferences as wish
  join notify.types as type on type.type = wish.type
  where wish.user_id = (select auth.uid())
    and wish.organisation_id = my_notification_type_preferences.organisation_id
    and not type.internal
  order by wish.category, wish.type;
$$;

comment on function public.my_notification_type_preferences(uuid) is
  'What applies to the signed-in user for each type in one organisation: channels, frequency, and the layer that each comes from (mandatory, override, type_preference, preference, organisation_default, default). override_reason: why an admin or operator forces something. No row for an organisation that one is not a member of.';
grant execute on function public.my_notification_type_preferences(uuid) to authenticated;

create function notify.switched_off(user_id uuid, organisation_id uuid, category public.notification_category)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return exists (
    select from public.notification_preferences as preference
    where preference.user_id = switched_off.user_id
      and preference.organisation_id = switched_off.organisation_id
      and preference.category = switched_off.category
      and preference.email is false
  ) and not exists (
    select from public.notification_type_preferences as preference
    join notify.types as type on type.type = preference.type
    where preference.user_id = switched_off.user_id
      and preference.organisation_id = switched_off.organisation_id
      and type.category = switched_off.category
      and preference.email
  );
end;
$$;

comment on function notify.switched_off(uuid, uuid, public.notification_category) is
  'Whether a person wishes no email of a category, for none of its types.';

create function notify.all_switched_off(
  user_id uuid, organisation_id uuid, categories public.notification_category[]
)
returns boolean
language plpgsql
stable
set search_path = ''
as $$
begin
  return cardinality(all_switched_off.categories) > 0
    and not exists (
      select from unnest(all_switched_off.categories) as category
      where not notify.switched_off(all_switched_off.user_id, all_switched_off.organisation_id, category)
    )
    and not exists (
      select from public.notification_overrides as override
      left join notify.types as type on type.type = override.type
      where override.user_id = all_switched_off.user_id
        and override.organisation_id = all_switched_off.organisation_id
        and override.email
        and coalesce(override.category, type.category) = any (all_switched_off.categories)
    );
end;
$$;

comment on function notify.all_switched_off(uuid, uuid, public.notification_category[]) is
  'Whether a person wishes no email of any of these categories, and no override sends them one all the same.';
