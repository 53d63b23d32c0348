-- Emails that wait for the worker, and notifications that wait for a digest.

create table public.email_outbox (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  user_id uuid not null references auth.users (id) on delete cascade,
  event_id uuid references public.notification_events (id) on delete cascade,
  type text not null,
  subject text not null,
  template text not null constraint template_known check (template in ('alert', 'digest_daily', 'digest_weekly')),
  locale text not null,
  payload jsonb not null,
  link text constraint link_is_relative check (link like '/%' and link not like '//%'),
  status public.email_status not null default 'PENDING',
  attempts integer not null default 0,
  error_message text,
  provider_message_id text,
  recipient text,
  dedupe_key text unique,
  batch_id uuid,
  send_after timestamptz not null default notify.clock(),
  created_at timestamptz not null default notify.clock(),
  sent_at timestamptz,
  constraint sent_at_goes_with_sent check ((status = 'SENT') = (sent_at is not null)),
  constraint failed_says_why check (status <> 'FAILED' or error_message is not null)
);

comment on table public.email_outbox is
  'Transactional outbox: an email is a row of the transaction that caused it; a worker sends it after the commit.';
comment on column public.email_outbox.type is 'Type of the event; DIGEST for a digest.';
comment on column public.email_outbox.payload is
  'Values of the template: localised words of the category, counts, the organisation''s name. Never a value of an event.';
comment on column public.email_outbox.link is 'Where the signed link leads after sign-in; null: the notification centre.';
comment on column public.email_outbox.attempts is 'How many times a worker has claimed it.';
comment on column public.email_outbox.error_message is 'The provider''s words for the last failure.';
comment on column public.email_outbox.recipient is 'Address, fixed by the first claim so that a retry is the same email.';
comment on column public.email_outbox.dedupe_key is 'Unique slot of a digest: two builds of the same window make one email.';
comment on column public.email_outbox.batch_id is
  'Batch that it is or was sent in; the batch''s id is the idempotency key, so its rows never change.';

comment on column public.email_outbox.send_after is 'Not before: the end of its person''s quiet hours, else when it was queued.';

-- What a claim looks for: each organisation's rows that are due the longest and that no batch holds yet.
create index email_outbox_unbatched_idx on public.email_outbox (organisation_id, send_after)
where status = 'PENDING' and batch_id is null;
create index email_outbox_batch_id_idx on public.email_outbox (batch_id) where batch_id is not null;
create index email_outbox_organisation_id_idx on public.email_outbox (organisation_id, created_at desc);
create index email_outbox_user_id_idx on public.email_outbox (user_id);
create index email_outbox_event_id_idx on public.email_outbox (event_id);
-- "Has this burst had its email?"
create index email_outbox_summary_idx on public.email_outbox (user_id, organisation_id, created_at)
where type = 'NOTIFICATION_SUMMARY';
-- The oldest of an organisation, for retention.
create index email_outbox_settled_idx on public.email_outbox (organisation_id, created_at) where status <> 'PENDING';

create table public.notification_digest (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null references auth.users (id) on delete cascade,
  organisation_id uuid not null references public.organisations (id) on delete cascade,
  event_id uuid not null references public.notification_events (id) on delete cascade,
  notification_id uuid references public.notifications (id) on delete cascade,
  category public.notification_category not null,
  frequency public.notification_frequency not null
    constraint frequency_is_a_digest check (frequency in ('DAILY', 'WEEKLY')),
  due_at timestamptz not null,
  sent_at timestamptz,
  created_at timestamptz not null default notify.clock(),
  unique (event_id, user_id)
);

comment on table public.notification_digest is 'A notification that waits for its person''s next digest.';
comment on column public.notification_digest.notification_id is 'The in-app item, when there is one: read meanwhile, it is left out.';
comment on column public.notification_digest.due_at is 'When the digest is built: the person''s own hour, for WEEKLY on their day. Moves with their settings and time zone.';
comment on column public.notification_digest.sent_at is 'When a digest took it up, or left it out as already read.';

create index notification_digest_due_idx on public.notification_digest (due_at) where sent_at is null;
create index notification_digest_user_id_idx on public.notification_digest (user_id);
create index notification_digest_organisation_id_idx on public.notification_digest (organisation_id);
create index notification_digest_notification_id_idx on public.notification_digest (notification_id);

alter table public.email_outbox enable row level security;
alter table public.notification_digest enable row level security;

grant select on public.email_outbox, public.notification_digest to authenticated;
grant select, delete on public.email_outbox, public.notification_digest to service_role;

create policy "Admins see the emails of their organisations" on public.email_outbox
for select to authenticated
using (organisation_id in (select notify.my_administered()));

create policy "People see what waits for their digest" on public.notification_digest
for select to authenticated
using (user_id = (select auth.uid()) and organisation_id in (select notify.my_organisations()));

create function public.resolve_email_link(outbox_id uuid)
returns text
language sql
stable
-- Definer: a person may follow their own email's link without reading the outbox.
security definer
set search_path = ''
as $$
  select coalesce(email.link, '/notifications')
  from public.email_outbox as email
  where email.id = resolve_email_link.outbox_id
    and email.user_id = (select auth.uid())
    and email.organisation_id in (select notify.my_organisations());
$$;

comment on function public.resolve_email_link(uuid) is
  'Path that the signed link of an email leads to, for the person it was sent to; null for anyone else, and when the membership has ended.';
grant execute on function public.resolve_email_link(uuid) to authenticated;
