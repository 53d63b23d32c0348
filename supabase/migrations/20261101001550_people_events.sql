-- What happens to people: a role that changes, a patient who gets an account.

create function notify.role_rank(role public.member_role)
returns integer
language sql
immutable
set search_path = ''
as $$
  select array_position(array['client', 'operator', 'assistant', 'practitioner', 'admin', 'owner']::public.member_role[], role_rank.role);
$$;

comment on function notify.role_rank(public.member_role) is 'How much a role may do, from client (1) to owner (6).';

create function notify.tg_organisation_members__after_update_notify()
returns trigger
language plpgsql
-- Definer: whoever may change a role may cause its notification, without the right to call notify().
security definer
set search_path = ''
as $$
begin
  perform public.notify(jsonb_strip_nulls(
    jsonb_build_object(
      'organisationId', new.organisation_id,
      'entityId', new.user_id,
      'actorId', (
        select actor.user_id from public.organisation_members as actor
        where actor.organisation_id = new.organisation_id and actor.user_id = (select auth.uid())
      )
    )
    || case
      -- A new admin concerns the other admins too: the audience of the type is the policy.
      when new.role in ('owner', 'admin') and old.role not in ('owner', 'admin')
        then jsonb_build_object('type', 'ADMIN_PROMOTED')
      when notify.role_rank(new.role) > notify.role_rank(old.role)
        then jsonb_build_object('type', 'MEMBER_PROMOTED', 'recipientIds', jsonb_build_array(new.user_id))
      else jsonb_build_object('type', 'ROLE_CHANGED', 'recipientIds', jsonb_build_array(new.user_id))
    end
  ));
  return null;
end;
$$;

comment on function notify.tg_organisation_members__after_update_notify() is
  'ADMIN_PROMOTED, MEMBER_PROMOTED or ROLE_CHANGED, in the transaction that changes the role.';

create trigger tg_organisation_members__after_update_notify
after update of role on public.organisation_members
for each row
when (new.role is distinct from old.role)
execute function notify.tg_organisation_members__after_update_notify();

create function notify.tg_patients__after_write_welcome()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform public.notify(jsonb_build_object(
    'type', 'PATIENT_WELCOME',
    'organisationId', new.organisation_id,
    'patientId', new.id,
    'recipientIds', jsonb_build_array(new.user_id),
    'dedupeKey', format('welcome:%s:%s', new.id, new.user_id)
  ));
  return null;
end;
$$;

comment on function notify.tg_patients__after_write_welcome() is 'PATIENT_WELCOME, once, to a patient whose account is linked to the file.';

create trigger tg_patients__after_insert_welcome
after insert on public.patients
for each row
when (new.user_id is not null)
execute function notify.tg_patients__after_write_welcome();

create trigger tg_patients__after_update_welcome
after update of user_id on public.patients
for each row
when (new.user_id is not null and new.user_id is distinct from old.user_id)
execute function notify.tg_patients__after_write_welcome();
