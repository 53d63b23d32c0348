-- Addresses that no email may go to.

create table notify.suppressed_addresses (
  address text primary key constraint address_is_lower_case check (address = lower(address)),
  reason text not null constraint reason_known check (reason in ('bounce', 'complaint', 'provider', 'manual')),
  detail text,
  created_at timestamptz not null default notify.clock()
);

comment on table notify.suppressed_addresses is
  'Addresses that bounced for good, complained, are on the provider''s own list, or were stopped by hand: nothing is sent there, by any organisation.';
comment on column notify.suppressed_addresses.detail is 'The words of the server that sent it back.';

alter table notify.suppressed_addresses enable row level security;
