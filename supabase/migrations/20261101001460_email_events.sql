-- What comes back from the provider: delivered, delayed, bounced, complained. Webhooks come in any order, more than once, and
-- sometimes before the answer to the very request that sent the email.

create table notify.email_events (
  message_id text primary key constraint message_id_length check (length(message_id) between 1 and 256),
  type text not null,
  provider_message_id text,
  outbox_id uuid,
  bounce_type text,
  detail text,
  occurred_at timestamptz not null,
  is_applied boolean not null default false,
  received_at timestamptz not null default notify.clock()
);

comment on table notify.email_events is 'Webhooks of the email provider, each once. Kept for 30 days, much longer than the provider repeats one.';
comment on column notify.email_events.message_id is 'svix-id: the same at each repetition.';
comment on column notify.email_events.outbox_id is 'The tag that every email is sent with.';
comment on column notify.email_events.is_applied is 'False: its email is not known to be sent yet; the acknowledgement applies it.';

create index email_events_waiting_idx on notify.email_events (outbox_id) where not is_applied;
create index email_events_untagged_idx on notify.email_events (provider_message_id) where not is_applied and outbox_id is null;
create index email_events_received_at_idx on notify.email_events (received_at);

alter table notify.email_events enable row level security;

create function notify.suppress_address(address text, reason text, detail text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  insert into notify.suppressed_addresses as present (address, reason, detail)
  values (lower(suppress_address.address), suppress_address.reason, suppress_address.detail)
  on conflict on constraint suppressed_addresses_pkey do update
  set reason = excluded.reason, detail = excluded.detail
  -- Whoever complained must not be taken for a full mailbox later.
  where present.reason <> 'complaint';
end;
$$;

comment on function notify.suppress_address(text, text, text) is
  'Stops all email to an address. reason: bounce, complaint, provider or manual; a complaint is never overwritten.';

create function notify.email_of(event notify.email_events)
returns uuid
language plpgsql
stable
set search_path = ''
as $$
begin
  return coalesce(
    event.outbox_id,
    (select named.id from public.email_outbox as named where named.provider_message_id = event.provider_message_id limit 1)
  );
end;
$$;

comment on function notify.email_of(notify.email_events) is 'The outbox row that a webhook is about: its tag, else the provider''s id.';

create function notify.stop_address(event notify.email_events, address text)
returns void
language plpgsql
set search_path = ''
as $$
begin
  if address is null then
    return;
  elsif event.type = 'email.complained' then
    perform notify.suppress_address(address, 'complaint', event.detail);
  elsif event.type = 'email.bounced' and event.bounce_type = 'Permanent' then
    perform notify.suppress_address(address, 'bounce', event.detail);
  elsif event.type = 'email.suppressed' then
    perform notify.suppress_address(address, 'provider', event.detail);
  end if;
end;
$$;

comment on function notify.stop_address(notify.email_events, text) is
  'Stops an address when the webhook says that it bounced for good, complained, or is on the provider''s own list.';

create function notify.apply_email_event(event notify.email_events)
returns boolean
language plpgsql
set search_path = ''
as $$
declare
  email public.email_outbox;
begin
  select * into email
  from public.email_outbox as candidate
  where candidate.id = notify.email_of(event)
  for update;
  -- Not acknowledged yet: the answer of the provider is still under way, or was lost and will be asked for again.
  if email.id is null or email.status = 'PENDING' or email.recipient is null then
    return false;
  end if;
  -- Given up, and it went out all the same: what the provider says of it settles the doubt.
  if email.failure in ('outcome_unknown', 'gave_up') and event.type not in ('email.failed', 'email.suppressed') then
    update public.email_outbox as sent
    set
      status = 'SENT', failure = null, error_message = null, sent_at = event.occurred_at,
      provider_message_id = event.provider_message_id
    where sent.id = email.id;
  end if;

  update public.email_outbox as sent
  set
    delivered_at = case event.type when 'email.delivered' then least(sent.delivered_at, event.occurred_at) else sent.delivered_at end,
    delayed_at = case event.type when 'email.delivery_delayed' then least(sent.delayed_at, event.occurred_at) else sent.delayed_at end,
    bounced_at = case event.type when 'email.bounced' then least(sent.bounced_at, event.occurred_at) else sent.bounced_at end,
    complained_at = case event.type when 'email.complained' then least(sent.complained_at, event.occurred_at) else sent.complained_at end
  where sent.id = email.id;

  -- Accepted, and then not sent after all.
  if event.type in ('email.failed', 'email.suppressed') and email.status = 'SENT'
    -- Of this sending: a person may have had it sent anew since.
    and event.provider_message_id is not distinct from email.provider_message_id
  then
    update public.email_outbox as sent
    set
      status = 'FAILED', failure = 'refused', sent_at = null,
      error_message = concat_ws(': ', 'provider', event.type, event.detail)
    where sent.id = email.id;
  end if;
  return true;
end;
$$;

comment on function notify.apply_email_event(notify.email_events) is
  'Writes a webhook into its email: the first time of each kind, whatever the order. False: there is no email to write it into yet.';

create function notify.record_email_event(message_id text, event jsonb)
returns text
language plpgsql
set search_path = ''
as $$
declare
  received notify.email_events;
begin
  if event ->> 'type' not in (
    'email.sent', 'email.delivered', 'email.delivery_delayed', 'email.bounced', 'email.complained', 'email.failed',
    'email.suppressed'
  ) is not false then
    return 'ignored';
  end if;
  insert into notify.email_events (message_id, type, provider_message_id, outbox_id, bounce_type, detail, occurred_at)
  values (
    record_email_event.message_id, event ->> 'type', event ->> 'emailId', notify.event_uuid(event, 'outboxId'), event ->> 'bounceType',
    left(event ->> 'detail', 1000), coalesce(notify.event_time(event, 'createdAt'), notify.clock())
  )
  on conflict on constraint email_events_pkey do nothing
  returning * into received;
  if received.message_id is null then
    return 'duplicate';
  end if;
  -- At once, whatever became of the email: the next claim must know. Only once, since a person may lift it again.
  perform notify.stop_address(received, coalesce(event ->> 'recipient', email.recipient))
  from public.email_outbox as email
  where email.id = notify.email_of(received);
  update notify.email_events as kept
  set is_applied = notify.apply_email_event(received)
  where kept.message_id = received.message_id;
  return 'recorded';
end;
$$;

comment on function notify.record_email_event(text, jsonb) is
  'Takes a webhook whose signature was checked. message_id: its svix-id. event: {type, createdAt, emailId, outboxId, recipient, bounceType, detail}; recipient is the address that it went to, which is not kept. Returns recorded, duplicate (it came before) or ignored (a type that says nothing of delivery). Errors CN003 outboxId, createdAt.';

create function notify.apply_overtaking_events(batch_id uuid)
returns void
language plpgsql
set search_path = ''
as $$
begin
  -- Nearly always nothing has overtaken: one look at an index, where the joins below would read the batch three times.
  if not exists (select from notify.email_events as event where not event.is_applied) then
    return;
  end if;
  update notify.email_events as event
  set is_applied = notify.apply_email_event(event)
  from public.email_outbox as email
  where email.batch_id = apply_overtaking_events.batch_id
    and email.status <> 'PENDING'
    and event.outbox_id = email.id
    and not event.is_applied;
  -- Without a tag it could not be told until now whose address to stop.
  perform notify.stop_address(event, email.recipient)
  from public.email_outbox as email
  join notify.email_events as event on event.provider_message_id = email.provider_message_id
  where email.batch_id = apply_overtaking_events.batch_id
    and email.status = 'SENT'
    and event.outbox_id is null
    and not event.is_applied;
  update notify.email_events as event
  set is_applied = notify.apply_email_event(event)
  from public.email_outbox as email
  where email.batch_id = apply_overtaking_events.batch_id
    and email.status = 'SENT'
    and event.outbox_id is null
    and event.provider_message_id = email.provider_message_id
    and not event.is_applied;
end;
$$;

comment on function notify.apply_overtaking_events(uuid) is
  'Applies the webhooks that came before their batch was settled.';

create function notify.forget_email_events(batch_size integer default 1000)
returns integer
language plpgsql
set search_path = ''
as $$
declare
  forgotten integer;
begin
  delete from notify.email_events as event
  using (
    select old.message_id from notify.email_events as old
    where old.received_at < notify.clock() - interval '30 days'
    order by old.received_at
    limit forget_email_events.batch_size
    for update skip locked
  ) as doomed
  where event.message_id = doomed.message_id;
  get diagnostics forgotten = row_count;
  return forgotten;
end;
$$;

comment on function notify.forget_email_events(integer) is 'Deletes webhooks older than 30 days, up to batch_size. Returns how many.';

create function public.suppressions(organisation_id uuid)
returns table (user_id uuid, full_name text, reason text, detail text, since timestamptz)
language plpgsql
stable
-- Definer: the list belongs to no organisation, and holds addresses.
security definer
set search_path = ''
as $$
#variable_conflict use_column
begin
  perform notify.require_admin(suppressions.organisation_id);
  return query
    select member.user_id, profile.full_name, suppressed.reason, suppressed.detail, suppressed.created_at
    from public.organisation_members as member
    join auth.users as account on account.id = member.user_id
    join notify.suppressed_addresses as suppressed on suppressed.address = lower(account.email)
    left join public.profiles as profile on profile.user_id = member.user_id
    where member.organisation_id = suppressions.organisation_id
    order by suppressed.created_at desc, member.user_id;
end;
$$;

comment on function public.suppressions(uuid) is
  'Members of an organisation whom no email reaches because their address is stopped, why and since when. For its admins (CN008 otherwise) and the service role.';
grant execute on function public.suppressions(uuid) to authenticated, service_role;

create function public.lift_suppression(organisation_id uuid, user_id uuid)
returns boolean
language plpgsql
-- Definer: as above.
security definer
set search_path = ''
as $$
declare
  lifted text;
begin
  perform notify.require_admin(lift_suppression.organisation_id);
  delete from notify.suppressed_addresses as suppressed
  using public.organisation_members as member
  join auth.users as account on account.id = member.user_id
  where member.organisation_id = lift_suppression.organisation_id
    and member.user_id = lift_suppression.user_id
    and suppressed.address = lower(account.email)
  returning suppressed.reason into lifted;
  if lifted is null then
    return false;
  end if;
  perform notify.audit(
    lift_suppression.organisation_id, 'suppression.lifted',
    jsonb_build_object('userId', lift_suppression.user_id, 'reason', lifted)
  );
  return true;
end;
$$;

comment on function public.lift_suppression(uuid, uuid) is
  'Lets emails go to a member''s address again, in every organisation. For admins of an organisation that the person belongs to (CN008 otherwise) and the service role; audited. False when nothing was stopped.';
grant execute on function public.lift_suppression(uuid, uuid) to authenticated, service_role;
