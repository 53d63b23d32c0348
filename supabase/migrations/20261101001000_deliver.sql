-- notify.deliver: what notify.route decided, as rows. Sets, never loops: texts are made once a language, rows once a table.

create function notify.fill(candidates text[], variables jsonb)
returns text
language sql
immutable
set search_path = ''
as $$
  select filled.text
  from unnest(fill.candidates) with ordinality as candidate (template, rank)
  cross join lateral (
    -- Cut into "literal{name}" pieces and glued again in one pass: braces inside a value are never read as a placeholder.
    select
      string_agg(piece.match[1] || coalesce(fill.variables ->> piece.match[2], ''), '' order by piece.rank) as text,
      bool_and(piece.match[2] is null or fill.variables ->> piece.match[2] is not null) as is_complete
    from regexp_matches(candidate.template, '([^{]*)(?:\{(\w+)\})?', 'g') with ordinality as piece (match, rank)
  ) as filled
  where filled.is_complete
  order by candidate.rank
  limit 1;
$$;

comment on function notify.fill(text[], jsonb) is
  'The first candidate whose {placeholders} all have a value, filled in; null when there is none.';

create function notify.in_app_text(event public.notification_events, locale text)
returns table (title text, message text)
language plpgsql
stable
set search_path = ''
as $$
#variable_conflict use_column
begin
  return query
    select words.title, notify.fill(words.messages, shown.variables)
    from notify.types as type
    join notify.type_texts as words on words.type = type.type and words.locale = in_app_text.locale
    cross join lateral (
      -- Nothing but the allow-listed keys, and of those only scalars, can come near a text.
      select coalesce(jsonb_object_agg(entry.key, entry.value) filter (
        where entry.key = any (type.in_app_variables) and jsonb_typeof(entry.value) in ('string', 'number', 'boolean')
      ), '{}') as variables
      from jsonb_each((in_app_text.event).payload) as entry
    ) as shown
    where type.type = (in_app_text.event).type;
end;
$$;

comment on function notify.in_app_text(public.notification_events, text) is 'Title and message of an event in one language.';

create function notify.event_link(event public.notification_events)
returns text
language sql
stable
set search_path = ''
as $$
  select notify.fill(
    type.links, jsonb_build_object('entityId', (event_link.event).entity_id, 'patientId', (event_link.event).patient_id)
  )
  from notify.types as type
  where type.type = (event_link.event).type;
$$;

comment on function notify.event_link(public.notification_events) is 'Path that a click on the notification leads to; null: nowhere.';

create function notify.deliver(event public.notification_events)
returns jsonb
language plpgsql
set search_path = ''
as $$
declare
  link text := notify.event_link(deliver.event);
  counts jsonb;
begin
  with decision as materialized (
    select * from notify.route(deliver.event)
  ),
  words as materialized (
    select used.locale, in_app.title, in_app.message, email.*
    from (select distinct locale from decision where decision.decision <> 'skip') as used
    cross join lateral notify.in_app_text(deliver.event, used.locale) as in_app
    cross join lateral (
      select category_text.email_subject, jsonb_build_object(
        'category', category_text.category,
        'severity', (deliver.event).severity,
        'organisation', organisation.name,
        'title', category_text.email_title,
        'message', category_text.email_message,
        'cta', category_text.email_cta
      ) as email_payload
      from notify.types as type
      join notify.category_texts as category_text
        on category_text.category = type.category and category_text.locale = used.locale
      join public.organisations as organisation on organisation.id = (deliver.event).organisation_id
      where type.type = (deliver.event).type
    ) as email
  ),
  in_app as (
    insert into public.notifications (
      organisation_id, user_id, event_id, type, category, severity, priority, title, message, entity_type, entity_id, link
    )
    select
      (deliver.event).organisation_id, decision.user_id, (deliver.event).id, type.type, type.category,
      (deliver.event).severity, type.priority, words.title, words.message,
      (deliver.event).entity_type, (deliver.event).entity_id, link
    from decision
    join words on words.locale = decision.locale
    cross join (select * from notify.types where types.type = (deliver.event).type) as type
    where decision.channel = 'in_app' and decision.decision = 'send'
    returning id, user_id
  ),
  email as (
    insert into public.email_outbox (
      organisation_id, user_id, event_id, type, subject, template, locale, payload, link
    )
    select
      (deliver.event).organisation_id, decision.user_id, (deliver.event).id, (deliver.event).type,
      words.email_subject, 'alert', decision.locale, words.email_payload, link
    from decision
    join words on words.locale = decision.locale
    where decision.channel = 'email' and decision.decision = 'send'
    returning id
  ),
  digest as (
    insert into public.notification_digest (
      user_id, organisation_id, event_id, notification_id, category, frequency, due_at
    )
    select
      decision.user_id, (deliver.event).organisation_id, (deliver.event).id, in_app.id, decision.category,
      decision.frequency, decision.due_at
    from decision
    left join in_app on in_app.user_id = decision.user_id
    where decision.decision = 'digest'
    returning id
  ),
  trace as (
    insert into public.notification_deliveries (event_id, user_id, channel, decision, reason)
    select (deliver.event).id, decision.user_id, decision.channel, decision.decision, decision.reason
    from decision
  )
  select jsonb_build_object(
    'recipients', (select count(distinct decision.user_id) from decision),
    'inApp', (select count(*) from in_app),
    'emails', (select count(*) from email),
    'digests', (select count(*) from digest),
    'skipped', (select count(*) from decision where decision.decision = 'skip')
  )
  into counts;
  return counts;
end;
$$;

comment on function notify.deliver(public.notification_events) is
  'Writes the in-app rows, the emails, the digest entries and the trace of an accepted event. Returns how many people were concerned and how many rows of each kind were written; skipped counts the channels that were decided against.';
