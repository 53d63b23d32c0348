-- Who did what that someone may ask about later.

create table public.audit_logs (
  id bigint generated always as identity primary key,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  actor_id uuid references auth.users (id) on delete set null,
  action text not null,
  details jsonb not null default '{}',
  created_at timestamptz not null default now()
);

comment on table public.audit_logs is 'Append-only. No role of the Data API may change or delete a row.';
comment on column public.audit_logs.action is 'What was done: notification.send_manual.';

create index audit_logs_organisation_id_idx on public.audit_logs (organisation_id, created_at desc);
create index audit_logs_actor_id_idx on public.audit_logs (actor_id);

alter table public.audit_logs enable row level security;

grant select on public.audit_logs to authenticated, service_role;

create policy "Admins read the log of their organisations" on public.audit_logs
for select to authenticated
using (organisation_id in (select notify.my_administered()));
