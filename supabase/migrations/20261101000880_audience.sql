-- notify.audience: whom an event concerns, before anything is asked of them.

create function notify.audience(events public.notification_events[])
returns table (event_id uuid, user_id uuid, role public.member_role)
language plpgsql
stable
-- An estimate that leads the planner from the people to their wishes, never through everybody's.
rows 20
set search_path = ''
as $$
#variable_conflict use_column
declare
  given public.notification_events;
  names_people boolean := false;
  asks_for_roles boolean := false;
begin
  foreach given in array audience.events loop
    names_people := names_people or given.recipient_ids is not null;
    asks_for_roles := asks_for_roles or given.recipient_ids is null;
  end loop;

  if names_people then
    return query
      select event.id, member.user_id, member.role
      from unnest(audience.events) as event
      -- Event by event, through the index: never the members of every tenant.
      cross join lateral (
        select colleague.user_id, colleague.role
        from public.organisation_members as colleague
        where colleague.organisation_id = event.organisation_id and colleague.user_id = any (event.recipient_ids)
        offset 0
      ) as member;
  end if;

  if asks_for_roles then
    return query
      select event.id, member.user_id, member.role
      from unnest(audience.events) as event
      cross join lateral (
        select definition.audience, definition.mandatory, definition.tells_actor
        from notify.types as definition where definition.type = event.type
        offset 0
      ) as type
      left join lateral (
        select here.audience
        from public.organisation_type_settings as here
        where here.organisation_id = event.organisation_id and here.type = event.type
        offset 0
      ) as setting on true
      cross join lateral (
        select colleague.user_id, colleague.role
        from public.organisation_members as colleague
        where colleague.organisation_id = event.organisation_id
        offset 0
      ) as member
      where event.recipient_ids is null
        and (
          member.role = any (coalesce(setting.audience, type.audience))
          -- A mandatory type can be told to more people, never to fewer.
          or (type.mandatory and member.role = any (type.audience))
          or (type.tells_actor and member.user_id = event.actor_id)
        );
  end if;
end;
$$;

comment on function notify.audience(public.notification_events[]) is
  'Members whom each event concerns: those it names, else the roles that the organisation or the type says, and its actor where the type tells them.';
