-- Mutes: "no more about this patient's file".

create table public.notification_mutes (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null default auth.uid(),
  organisation_id uuid not null,
  entity_type text not null,
  entity_id uuid not null,
  muted_until timestamptz,
  created_at timestamptz not null default notify.clock(),
  unique (user_id, organisation_id, entity_type, entity_id),
  foreign key (organisation_id, user_id)
    references public.organisation_members (organisation_id, user_id) on delete cascade
);

comment on table public.notification_mutes is
  'Entities of which a person wants to hear nothing, on any channel. Mandatory types are still shown in-app.';
comment on column public.notification_mutes.entity_type is 'As in an event; patient: everything about that patient''s file.';
comment on column public.notification_mutes.muted_until is 'Null: until it is lifted.';

create index notification_mutes_membership_idx on public.notification_mutes (organisation_id, user_id);
-- "Who has muted what this event is about?"
create index notification_mutes_entity_idx on public.notification_mutes (entity_id);

create trigger tg_notification_mutes__after_write_log
after insert or update or delete on public.notification_mutes
for each row execute function notify.tg_personal__after_write_log();

alter table public.notification_mutes enable row level security;

grant select, delete on public.notification_mutes to authenticated;
grant insert (user_id, organisation_id, entity_type, entity_id, muted_until) on public.notification_mutes to authenticated;
grant update (muted_until) on public.notification_mutes to authenticated;
grant select, insert, update, delete on public.notification_mutes to service_role;

create policy "People see what they have muted" on public.notification_mutes
for select to authenticated
using (user_id = (select auth.uid()));
create policy "Members mute" on public.notification_mutes
for insert to authenticated
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));
create policy "People change how long they mute" on public.notification_mutes
for update to authenticated
using (user_id = (select auth.uid()))
with check (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));
create policy "People lift their mutes" on public.notification_mutes
for delete to authenticated
using (user_id = (select auth.uid()));

create function notify.mute_of(
  user_id uuid, organisation_id uuid, entity_type text, entity_id uuid, patient_id uuid
)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return (
    select mute.id
    from public.notification_mutes as mute
    where mute.user_id = mute_of.user_id
      and mute.organisation_id = mute_of.organisation_id
      and (
        (mute.entity_type = mute_of.entity_type and mute.entity_id = mute_of.entity_id)
        or (mute.entity_type = 'patient' and mute.entity_id = mute_of.patient_id)
      )
      and (mute.muted_until is null or mute.muted_until > (select notify.clock()))
    order by mute.entity_type = 'patient', mute.id
    limit 1
  );
end;
$$;

comment on function notify.mute_of(uuid, uuid, text, uuid, uuid) is
  'The mute of a person that covers an entity or the patient''s file now; null: there is none.';
