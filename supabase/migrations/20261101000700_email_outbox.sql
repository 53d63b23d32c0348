-- Emails that wait for the worker, and notifications that wait for a digest.

create function notify.is_failure_code(code text)
returns boolean
language plpgsql
immutable
-- Of an email without a failure it is not asked: a list in the constraint itself would be read and set up by each insert.
strict
set search_path = ''
as $$
begin
  return is_failure_code.code in (
    -- Not wanted any more when it was claimed.
    'not_a_member', 'no_access', 'no_confirmed_address', 'suppressed', 'retracted', 'expired', 'email_off',
    'frequency_none', 'muted', 'already_read',
    -- A person's decision.
    'cancelled',
    -- notify.is_email_failure()
    'refused', 'gave_up', 'outcome_unknown'
  );
end;
$$;

comment on function notify.is_failure_code(text) is 'Whether email_outbox.failure may say this.';

create table public.email_outbox (
  id uuid primary key default gen_random_uuid(),
  organisation_id uuid not null,
  user_id uuid not null,
  event_id uuid references public.notification_events (id) on delete cascade,
  type text not null,
  subject text not null,
  template text not null constraint template_known check (
    template in ('alert', 'reminder', 'message', 'welcome', 'failure', 'digest_daily', 'digest_weekly')
  ),
  categories public.notification_category[] not null default '{}',
  locale text not null,
  payload jsonb not null,
  link text constraint link_is_relative check (link like '/%' and link not like '//%'),
  status public.email_status not null default 'PENDING',
  attempts integer not null default 0,
  failure text,
  error_message text,
  provider_message_id text,
  recipient text,
  dedupe_key text,
  batch_id uuid,
  send_after timestamptz not null default notify.clock(),
  created_at timestamptz not null default notify.clock(),
  sent_at timestamptz,
  settled_at timestamptz,
  delivered_at timestamptz,
  delayed_at timestamptz,
  bounced_at timestamptz,
  complained_at timestamptz,
  constraint sent_at_goes_with_sent check ((status = 'SENT') = (sent_at is not null)),
  constraint failed_says_why check (status <> 'FAILED' or error_message is not null),
  constraint failure_goes_with_failed check (failure is null or status = 'FAILED'),
  constraint failure_known check (notify.is_failure_code(failure))
);

create function notify.is_email_failure(failure text)
returns boolean
language plpgsql
immutable
set search_path = ''
as $$
begin
  return failure in ('refused', 'gave_up', 'outcome_unknown');
end;
$$;

comment on function notify.is_email_failure(text) is
  'Whether an email that did not leave should have: the provider refused it, the retries are used up, or nobody knows. The others were not wanted any more.';

create function notify.tg_email_outbox__before_write_settle()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.settled_at := case when new.status <> 'PENDING' then notify.clock() end;
  return new;
end;
$$;

comment on function notify.tg_email_outbox__before_write_settle() is 'settled_at follows the status, so the two cannot disagree.';

create trigger tg_email_outbox__before_insert_settle
before insert on public.email_outbox
for each row
when (new.status <> 'PENDING')
execute function notify.tg_email_outbox__before_write_settle();

create trigger tg_email_outbox__before_update_settle
before update of status on public.email_outbox
for each row
when (new.status is distinct from old.status)
execute function notify.tg_email_outbox__before_write_settle();

comment on table public.email_outbox is
  'Transactional outbox: an email is a row of the transaction that caused it; a worker sends it after the commit.';
comment on column public.email_outbox.organisation_id is 'Without foreign key, like user_id: see the migration about departures.';
comment on column public.email_outbox.type is 'Type of the event; DIGEST for a digest.';
comment on column public.email_outbox.payload is
  'Values of the template: localised words of the category, counts, the organisation''s name. Never a value of an event.';
comment on column public.email_outbox.link is 'Where the signed link leads after sign-in; null: the notification centre.';
comment on column public.email_outbox.categories is 'What its unsubscribe link turns off: the category of an alert, those of all that a digest or a summary counts.';
comment on column public.email_outbox.attempts is 'How many times a worker has claimed it.';
comment on column public.email_outbox.failure is 'Why it is FAILED, as a code; error_message has the words.';
comment on column public.email_outbox.error_message is 'The words of the last failure: the provider''s, or why it was not sent.';
comment on column public.email_outbox.recipient is 'Address, fixed by the first claim so that a retry is the same email.';
comment on column public.email_outbox.settled_at is 'Since when it is SENT or FAILED.';
comment on column public.email_outbox.delivered_at is 'When the recipient''s server took it, as the provider''s webhook says.';
comment on column public.email_outbox.delayed_at is 'When the provider first said that the recipient''s server keeps it waiting.';
comment on column public.email_outbox.bounced_at is 'When the recipient''s server sent it back.';
comment on column public.email_outbox.complained_at is 'When the recipient called it spam.';
comment on column public.email_outbox.dedupe_key is 'Unique slot of a digest: two builds of the same window make one email.';
comment on column public.email_outbox.batch_id is
  'Batch that it is or was sent in; the batch''s id is the idempotency key, so its rows never change.';
comment on column public.email_outbox.send_after is 'Not before: the end of its person''s quiet hours, else when it was queued.';

-- What a claim looks for: each organisation's rows that are due the longest and that no batch holds yet.
create index email_outbox_unbatched_idx on public.email_outbox (organisation_id, send_after)
where status = 'PENDING' and batch_id is null;
-- The race-free half of dedupe_key; the many emails without one cost it nothing.
create unique index email_outbox_dedupe_key_idx on public.email_outbox (dedupe_key) where dedupe_key is not null;
create index email_outbox_batch_id_idx on public.email_outbox (batch_id) where batch_id is not null;
create index email_outbox_organisation_id_idx on public.email_outbox (organisation_id, created_at desc);
create index email_outbox_user_id_idx on public.email_outbox (user_id);
create index email_outbox_event_id_idx on public.email_outbox (event_id);
-- "Has this burst had its email?"
create index email_outbox_summary_idx on public.email_outbox (user_id, organisation_id, created_at)
where type = 'NOTIFICATION_SUMMARY';
-- A webhook without our tag knows the email by the provider's name alone.
create index email_outbox_provider_message_id_idx
on public.email_outbox (provider_message_id) where provider_message_id is not null;
-- What ended lately, for its rates, and what ended long ago, for retention.
create index email_outbox_settled_idx on public.email_outbox (organisation_id, settled_at) where status <> 'PENDING';

create table public.notification_digest (
  id uuid primary key default gen_random_uuid(),
  user_id uuid not null,
  organisation_id uuid not null,
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
comment on column public.notification_digest.user_id is 'Without foreign key, like organisation_id: see the migration about departures.';
comment on column public.notification_digest.notification_id is 'The in-app item, when there is one: read meanwhile, it is left out.';
comment on column public.notification_digest.due_at is 'When the digest is built: the person''s own hour, for WEEKLY on their day. Moves with their settings and time zone.';
comment on column public.notification_digest.sent_at is 'When a digest took it up, or left it out as already read.';

-- What cron looks for, window by window: a build takes the first ones whole.
create index notification_digest_due_idx
on public.notification_digest (due_at, organisation_id, user_id, frequency) where sent_at is null;
-- What waits for one person, or for an organisation: it moves with their habits.
create index notification_digest_waiting_idx
on public.notification_digest (organisation_id, user_id) where sent_at is null;
create index notification_digest_user_id_idx on public.notification_digest (user_id);
create index notification_digest_organisation_id_idx on public.notification_digest (organisation_id);
create index notification_digest_notification_id_idx on public.notification_digest (notification_id);

alter table public.email_outbox enable row level security;
alter table public.notification_digest enable row level security;

grant select on public.email_outbox, public.notification_digest to authenticated;
grant select, delete on public.email_outbox, public.notification_digest to service_role;

create policy "Admins and operators see the emails of their organisations" on public.email_outbox
for select to authenticated
using (organisation_id in (select notify.my_overseen()));

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
