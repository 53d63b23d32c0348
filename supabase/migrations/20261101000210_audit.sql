-- Who did what that someone may ask about later.

create table public.audit_logs (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  actor_id uuid references auth.users (id) on delete set null,
  action text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default notify.clock()
);

comment on table public.audit_logs is
  'Append-only: a trigger refuses every change, whoever asks. What remains is erasure of a whole account or organisation.';
comment on column public.audit_logs.actor_id is 'Null: a server, or an account that was erased since.';
comment on column public.audit_logs.action is
  'What was done: notification.send_manual, notification.broadcast, notification.schedule, notification.cancel, notification.retract, email.retry, email.cancel, suppression.lifted, branding.changed; override, type_settings, organisation_settings, team or team_member with .created, .changed or .deleted; preference.changed_by_other.';

create index audit_logs_organisation_id_idx on public.audit_logs (organisation_id, created_at desc, id desc);
create index audit_logs_actor_id_idx on public.audit_logs (actor_id);

create function notify.tg_audit_logs__before_change_refuse()
returns trigger
language plpgsql
-- Definer: asks whether the account still exists.
security definer
set search_path = ''
as $$
begin
  if tg_op = 'UPDATE' and new.actor_id is null
    and to_jsonb(new) - 'actor_id' = to_jsonb(old) - 'actor_id'
    and not exists (select from auth.users where id = old.actor_id)
  then
    return new;
  end if;
  if tg_op = 'DELETE' and not exists (select from public.organisations where id = old.organisation_id) then
    return old;
  end if;
  perform notify.refuse('CN008', 'audit_logs', 'entries cannot be changed or deleted');
end;
$$;

comment on function notify.tg_audit_logs__before_change_refuse() is
  'Keeps the log append-only: lets through only what follows from the erasure of an account or an organisation.';

create trigger tg_audit_logs__before_change_refuse
before update or delete on public.audit_logs
for each row execute function notify.tg_audit_logs__before_change_refuse();

create trigger tg_audit_logs__before_truncate_refuse
before truncate on public.audit_logs
for each statement execute function notify.tg_audit_logs__before_change_refuse();

create function notify.audit(organisation_id uuid, action text, details jsonb)
returns void
language sql
set search_path = ''
as $$
  insert into public.audit_logs (organisation_id, actor_id, action, details)
  values (audit.organisation_id, (select auth.uid()), audit.action, audit.details);
$$;

comment on function notify.audit(uuid, text, jsonb) is 'Adds an entry in the name of the signed-in user (null: a server).';

create function notify.tg_audited__after_write_log()
returns trigger
language plpgsql
-- Definer: nobody writes the log directly.
security definer
set search_path = ''
as $$
declare
  written jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  -- What goes with its organisation leaves no entry: the log goes with it too.
  if exists (select from public.organisations where id = (written ->> 'organisation_id')::uuid) then
    perform notify.audit(
      (written ->> 'organisation_id')::uuid,
      tg_argv[0] || case tg_op when 'INSERT' then '.created' when 'UPDATE' then '.changed' else '.deleted' end,
      jsonb_strip_nulls(jsonb_build_object(
        'before', case when tg_op <> 'INSERT' then to_jsonb(old) end,
        'after', case when tg_op <> 'DELETE' then to_jsonb(new) end
      ))
    );
  end if;
  return null;
end;
$$;

comment on function notify.tg_audited__after_write_log() is
  'Logs each change of a row with an organisation_id. First trigger argument: what the action is called, for instance override.';

create function notify.tg_personal__after_write_log()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  written jsonb := to_jsonb(case when tg_op = 'DELETE' then old else new end);
begin
  -- One's own settings are one's own business; those that go with a membership leave no entry.
  if (written ->> 'user_id')::uuid is distinct from (select auth.uid()) and exists (
    select from public.organisation_members as member
    where member.organisation_id = (written ->> 'organisation_id')::uuid
      and member.user_id = (written ->> 'user_id')::uuid
  ) then
    perform notify.audit(
      (written ->> 'organisation_id')::uuid,
      'preference.changed_by_other',
      jsonb_strip_nulls(jsonb_build_object(
        'table', tg_table_name,
        'before', case when tg_op <> 'INSERT' then to_jsonb(old) end,
        'after', case when tg_op <> 'DELETE' then to_jsonb(new) end
      ))
    );
  end if;
  return null;
end;
$$;

comment on function notify.tg_personal__after_write_log() is
  'Logs a change of somebody''s own settings that they did not make themselves.';

create function notify.tg_organisations__after_update_log()
returns trigger
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
begin
  perform notify.audit(
    new.id, 'branding.changed',
    jsonb_build_object(
      'before', jsonb_build_object('brand_colour', old.brand_colour),
      'after', jsonb_build_object('brand_colour', new.brand_colour)
    )
  );
  return null;
end;
$$;

comment on function notify.tg_organisations__after_update_log() is 'Logs that an organisation''s emails look another way.';

create trigger tg_organisations__after_update_log
after update of brand_colour on public.organisations
for each row
when (new.brand_colour is distinct from old.brand_colour)
execute function notify.tg_organisations__after_update_log();

alter table public.audit_logs enable row level security;

grant select on public.audit_logs to authenticated, service_role;

create policy "Admins read the log of their organisations" on public.audit_logs
for select to authenticated
using (organisation_id in (select notify.my_administered()));
