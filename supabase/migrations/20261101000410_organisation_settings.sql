-- What an organisation settles for its members, without a deploy: channels and audience of a type, limits and reminders.

create table public.organisation_type_settings (
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  type text not null references notify.types (type) on delete cascade,
  audience public.member_role[]
    constraint audience_not_empty check (cardinality(audience) > 0)
    constraint audience_without_gaps check (array_position(audience, null) is null),
  in_app boolean,
  email boolean,
  push boolean,
  sms boolean,
  frequency public.notification_frequency,
  primary key (organisation_id, type)
);

comment on table public.organisation_type_settings is
  'What one organisation says of one type, stronger than the type''s own file. Null, or no row: what the type says.';
comment on column public.organisation_type_settings.audience is 'Roles that are told when an event names no recipients.';
comment on column public.organisation_type_settings.in_app is 'Default of members who have set no preference; so are the other channels and the frequency.';

create index organisation_type_settings_type_idx on public.organisation_type_settings (type, organisation_id);

create table public.organisation_notification_settings (
  organisation_id uuid primary key references public.organisations (id) on delete cascade,
  rate_limit_per_minute integer not null default 20
    constraint rate_limit_in_range check (rate_limit_per_minute between 1 and 10000),
  reminder_hours integer[] not null default '{24,2}'
    constraint reminder_hours_in_range check (0 < all (reminder_hours) and 720 >= all (reminder_hours))
    constraint reminder_hours_without_gaps check (array_position(reminder_hours, null) is null)
    constraint at_most_five_reminders check (cardinality(reminder_hours) <= 5),
  retention_days integer not null default 365 constraint retention_in_range check (retention_days between 1 and 36500)
);

comment on table public.organisation_notification_settings is 'Limits of one organisation. No row: the defaults of the columns.';
comment on column public.organisation_notification_settings.rate_limit_per_minute is
  'Notifications that one person gets on one channel in 60 seconds before the rest is gathered in a summary. Critical ones pass.';
comment on column public.organisation_notification_settings.reminder_hours is
  'Hours before an appointment at which people are reminded; empty: never.';
comment on column public.organisation_notification_settings.retention_days is
  'Days after which notifications, emails and traces are deleted.';

create trigger tg_organisation_type_settings__after_write_log
after insert or update or delete on public.organisation_type_settings
for each row execute function notify.tg_audited__after_write_log('type_settings');

create trigger tg_organisation_notification_settings__after_write_log
after insert or update or delete on public.organisation_notification_settings
for each row execute function notify.tg_audited__after_write_log('organisation_settings');

alter table public.organisation_type_settings enable row level security;
alter table public.organisation_notification_settings enable row level security;

grant select, insert, update, delete on public.organisation_type_settings, public.organisation_notification_settings
to authenticated, service_role;

create policy "Colleagues see the settings of types" on public.organisation_type_settings
for select to authenticated
using (organisation_id in (select notify.my_workplaces()));
create policy "Admins add settings of types" on public.organisation_type_settings
for insert to authenticated
with check (organisation_id in (select notify.my_administered()));
create policy "Admins change settings of types" on public.organisation_type_settings
for update to authenticated
using (organisation_id in (select notify.my_administered()))
with check (organisation_id in (select notify.my_administered()));
create policy "Admins go back to what a type says" on public.organisation_type_settings
for delete to authenticated
using (organisation_id in (select notify.my_administered()));

create policy "Colleagues see the limits" on public.organisation_notification_settings
for select to authenticated
using (organisation_id in (select notify.my_workplaces()));
create policy "Admins set the limits" on public.organisation_notification_settings
for insert to authenticated
with check (organisation_id in (select notify.my_administered()));
create policy "Admins change the limits" on public.organisation_notification_settings
for update to authenticated
using (organisation_id in (select notify.my_administered()))
with check (organisation_id in (select notify.my_administered()));
create policy "Admins go back to the default limits" on public.organisation_notification_settings
for delete to authenticated
using (organisation_id in (select notify.my_administered()));
