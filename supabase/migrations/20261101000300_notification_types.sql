-- Types are data: what each one is, who it is for, and its words. The rows come from packages/contracts/src/types.

create table notify.types (
  type text primary key,
  category public.notification_category not null,
  severity public.notification_severity not null,
  priority public.notification_priority not null,
  audience public.member_role[] not null,
  tells_actor boolean not null,
  entity_type text,
  default_in_app boolean not null,
  default_email boolean not null,
  default_push boolean not null,
  default_sms boolean not null,
  default_frequency public.notification_frequency not null,
  payload_fields jsonb not null,
  in_app_variables text[] not null,
  links text[] not null
);

comment on table notify.types is 'The notification types. Filled by the next migration, which is generated.';
comment on column notify.types.audience is 'Roles that are told when an event names no recipients.';
comment on column notify.types.tells_actor is 'Whether the person who caused the event is told, whatever their role, or never.';
comment on column notify.types.payload_fields is 'Known payload keys: {name: {kind, minimum, maximum, maxLength}}.';
comment on column notify.types.in_app_variables is 'Payload keys that an in-app text may show. No other channel shows any.';
comment on column notify.types.links is 'Candidates for the link; the first whose placeholders are all known is taken.';

create table notify.type_texts (
  type text not null references notify.types (type) on delete cascade,
  locale text not null,
  title text not null,
  messages text[] not null,
  primary key (type, locale)
);

comment on table notify.type_texts is 'In-app words of a type in one language.';
comment on column notify.type_texts.messages is 'Candidates; the first whose placeholders are all known is taken.';

create table notify.category_texts (
  category public.notification_category not null,
  locale text not null,
  label text not null,
  email_subject text not null,
  email_title text not null,
  email_message text not null,
  email_cta text not null,
  primary key (category, locale)
);

comment on table notify.category_texts is
  'All that an email can say, by category and language. No placeholder: nothing of an event can reach a mailbox.';

alter table notify.types enable row level security;
alter table notify.type_texts enable row level security;
alter table notify.category_texts enable row level security;
