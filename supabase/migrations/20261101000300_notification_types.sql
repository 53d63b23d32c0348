-- Types are data: what each one is, who it is for, and its words. The rows come from packages/contracts/src/types.

create function notify.only_harmless_variables(payload_fields jsonb, variables text[])
returns boolean
language sql
immutable
set search_path = ''
as $$
  select coalesce(bool_and(coalesce(
    case variable.field ->> 'kind'
      when 'boolean' then true
      when 'integer' then (variable.field ->> 'minimum')::numeric >= 0 and (variable.field ->> 'maximum')::numeric <= 9999
      -- One of a few words that the type itself lists.
      when 'string' then jsonb_typeof(variable.field -> 'values') = 'array'
    end,
    false
  )), true)
  from (
    select only_harmless_variables.payload_fields -> name as field
    from unnest(only_harmless_variables.variables) as name
  ) as variable;
$$;

comment on function notify.only_harmless_variables(jsonb, text[]) is
  'Whether nothing personal fits in these payload keys: each is a boolean, one of the type''s own fixed words, or an integer from 0 to 9999 at most. payload_fields: notify.types.payload_fields; variables: names of keys.';

create table notify.types (
  type text primary key,
  alias text unique,
  category public.notification_category not null,
  severity public.notification_severity not null,
  priority public.notification_priority not null,
  mandatory boolean not null,
  internal boolean not null,
  audience public.member_role[] not null,
  tells_actor boolean not null,
  entity_type text,
  default_in_app boolean not null,
  default_email boolean not null,
  default_push boolean not null,
  default_sms boolean not null,
  default_frequency public.notification_frequency not null,
  throttle_seconds integer constraint throttle_is_positive check (throttle_seconds > 0),
  expires_after_seconds integer constraint expiry_is_positive check (expires_after_seconds > 0),
  payload_fields jsonb not null,
  in_app_variables text[] not null,
  email_variables text[] not null
    constraint email_variables_are_harmless check (notify.only_harmless_variables(payload_fields, email_variables)),
  push_variables text[] not null
    constraint push_variables_are_harmless check (notify.only_harmless_variables(payload_fields, push_variables)),
  sms_variables text[] not null
    constraint sms_variables_are_harmless check (notify.only_harmless_variables(payload_fields, sms_variables)),
  links text[] not null,
  email_template text not null constraint email_template_known check (
    email_template in ('alert', 'reminder', 'message', 'welcome', 'failure')
  ),
  constraint mandatory_is_in_app check (not mandatory or default_in_app)
);

comment on table notify.types is 'The notification types. Filled by the next migration, which is generated.';
comment on column notify.types.alias is 'Another name that an event may give as its type.';
comment on column notify.types.mandatory is 'Whether nobody can turn it off in the application. Its email stays the person''s choice.';
comment on column notify.types.internal is 'Whether only the engine makes it: an event from outside is refused.';
comment on column notify.types.audience is 'Roles that are told when an event names no recipients.';
comment on column notify.types.tells_actor is 'Whether the person who caused the event is told, whatever their role, or never.';
comment on column notify.types.throttle_seconds is 'After one event of a key, others of the key are kept but told to nobody for this long. Null: no throttle.';
comment on column notify.types.expires_after_seconds is 'How long a notification is worth reading when the event does not say. Null: it does not expire.';
comment on column notify.types.payload_fields is
  'Known payload keys: {name: {kind, minimum, maximum, maxLength, values, pattern}}. values: the only words allowed; pattern: a regular expression for the whole value.';
comment on column notify.types.in_app_variables is 'Payload keys that an in-app text may show.';
comment on column notify.types.email_variables is 'Payload keys that an email text may show: harmless ones alone, since a mailbox is outside the practice.';
comment on column notify.types.push_variables is 'Payload keys that a push text may show: harmless ones alone, since a locked screen shows it.';
comment on column notify.types.sms_variables is 'Payload keys that an SMS text may show: harmless ones alone, since operators carry it in clear.';
comment on column notify.types.email_template is 'What the email of one notification looks like; digests have their own.';
comment on column notify.types.links is 'Candidates for the link; the first whose placeholders are all known is taken.';

create table notify.type_texts (
  type text not null references notify.types (type) on delete cascade,
  locale text not null,
  title text not null,
  messages text[] not null,
  digest_one text not null,
  digest_other text not null,
  email_subject text,
  email_title text,
  email_messages text[],
  email_cta text,
  primary key (type, locale),
  constraint digest_words_need_no_value check (concat(digest_one, digest_other) !~ '[{}]'),
  constraint email_words_come_together check (
    num_nulls(email_subject, email_title, email_messages, email_cta) in (0, 4)
  ),
  constraint email_words_but_the_message_need_no_value check (concat(email_subject, email_title, email_cta) !~ '[{}]')
);

comment on table notify.type_texts is 'Words of a type in one language.';
comment on column notify.type_texts.title is 'In-app title.';
comment on column notify.type_texts.messages is 'In-app candidates; the first whose placeholders are all known is taken.';
comment on column notify.type_texts.digest_one is 'Noun phrase after the number one in a digest: it names neither a specialty nor a person.';
comment on column notify.type_texts.digest_other is 'The same after any other number, as the language counts.';
comment on column notify.type_texts.email_subject is 'Null, with the other email words: those of the category.';
comment on column notify.type_texts.email_messages is
  'Candidates; the first whose placeholders are all known is taken. They may name notify.types.email_variables.';

create function notify.tg_type_texts__before_write_check()
returns trigger
language plpgsql
set search_path = ''
as $$
declare
  definition notify.types;
  unlisted text;
begin
  select * into definition from notify.types where types.type = new.type;
  select placeholder.name[1] into unlisted
  from (
    select new.title as text, '{}'::text[] as allowed
    union all
    select unnest(new.messages), definition.in_app_variables
    union all
    select unnest(new.email_messages), definition.email_variables
  ) as said
  cross join lateral regexp_matches(said.text, '\{(\w*)\}', 'g') as placeholder (name)
  where placeholder.name[1] <> all (said.allowed)
  limit 1;
  if unlisted is not null then
    perform notify.refuse('CN003', new.type, format('{%s} is not allow-listed for the channel of this text', unlisted));
  end if;
  return new;
end;
$$;

comment on function notify.tg_type_texts__before_write_check() is
  'Refuses a text that names a variable which its channel may not show.';

create trigger tg_type_texts__before_write_check
before insert or update on notify.type_texts
for each row execute function notify.tg_type_texts__before_write_check();

create table notify.category_texts (
  category public.notification_category not null,
  locale text not null,
  label text not null,
  email_subject text not null,
  email_title text not null,
  email_message text not null,
  email_cta text not null,
  primary key (category, locale),
  constraint words_need_no_value check (
    concat(label, email_subject, email_title, email_message, email_cta) !~ '[{}]'
  )
);

comment on table notify.category_texts is
  'What the emails of a category say, by language, unless the type has words of its own. No placeholder: nothing of an event can reach a mailbox this way.';

alter table notify.types enable row level security;
alter table notify.type_texts enable row level security;
alter table notify.category_texts enable row level security;
