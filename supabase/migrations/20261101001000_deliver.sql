-- notify.deliver: what notify.route decided, as rows. Sets, never loops: texts are made once an event and language, rows
-- once a table.

create function notify.fill(candidates text[], variables jsonb)
returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
declare
  candidate text;
  pieces text[];
  piece text;
  filled text;
begin
  foreach candidate in array fill.candidates loop
    -- Cut first and filled then: braces inside a value are never read as a placeholder.
    pieces := string_to_array(candidate, '{');
    filled := pieces[1];
    foreach piece in array pieces[2:] loop
      -- "name}literal": without a value the whole candidate is null.
      filled := filled || (fill.variables ->> split_part(piece, '}', 1)) || split_part(piece, '}', 2);
    end loop;
    if filled is not null then
      return filled;
    end if;
  end loop;
  return null;
end;
$$;

comment on function notify.fill(text[], jsonb) is
  'The first candidate whose {placeholders} all have a value, filled in; null when there is none.';

create function notify.shown(payload jsonb, variables text[])
returns jsonb
language plpgsql
immutable
set search_path = ''
as $$
declare
  name text;
  value jsonb;
  said jsonb := '{}';
begin
  foreach name in array shown.variables loop
    value := shown.payload -> name;
    case jsonb_typeof(value)
      -- 30.000 is said as 30: nothing travels in digits that a number does not need.
      when 'number' then said := said || jsonb_build_object(name, trim_scale(value::numeric));
      when 'string', 'boolean' then said := said || jsonb_build_object(name, value);
      else null;
    end case;
  end loop;
  return said;
end;
$$;

comment on function notify.shown(jsonb, text[]) is
  'What of a payload may come near a text: the allow-listed keys of the channel, and of those only scalars.';

create function notify.gather(events public.notification_events[], has_turn boolean)
returns void
language plpgsql
set search_path = ''
as $$
begin
  with surplus as (
    select
      trace.organisation_id,
      trace.user_id,
      count(*) as gathered,
      max(event.severity) as severity,
      max(type.priority) as priority,
      (array_agg(event.id order by event.ordinality))[1] as event_id
    from unnest(gather.events) with ordinality as event
    join notify.types as type on type.type = event.type
    join public.notification_deliveries as trace
      on trace.event_id = event.id and trace.channel = 'in_app' and trace.decision = 'coalesce'
    group by trace.organisation_id, trace.user_id
  ),
  summary as (
    select
      surplus.organisation_id, surplus.user_id, surplus.event_id, type.type, type.category,
      greatest(surplus.severity, burst.severity) as severity,
      greatest(surplus.priority, burst.priority) as priority,
      surplus.gathered + coalesce(burst.coalesced, 0) as coalesced,
      coalesce(burst.summary_of, case when gather.has_turn then notify.clock() else clock_timestamp() end) as summary_of,
      wish.locale
    from surplus
    join notify.types as type on type.type = 'NOTIFICATION_SUMMARY'
    cross join lateral notify.wishes_of(surplus.user_id, surplus.organisation_id, type.type) as wish
    -- The summary of the burst that goes on: one that began less than a minute ago.
    left join lateral (
      select earlier.summary_of, earlier.coalesced, earlier.severity, earlier.priority
      from public.notifications as earlier
      where earlier.user_id = surplus.user_id
        and earlier.organisation_id = surplus.organisation_id
        and earlier.summary_of > notify.clock() - interval '60 seconds'
        -- Out of turn, the row may be another transaction's: rather a summary of one's own than to wait for it.
        and gather.has_turn
      order by earlier.summary_of desc
      limit 1
    ) as burst on true
  )
  insert into public.notifications as present (
    organisation_id, user_id, event_id, type, category, severity, priority, title, message, lexemes, link, coalesced,
    summary_of
  )
  select
    summary.organisation_id, summary.user_id, summary.event_id, summary.type, summary.category, summary.severity,
    summary.priority, words.title, said.message, notify.lexemes(words.title || ' ' || said.message), '/notifications',
    summary.coalesced, summary.summary_of
  from summary
  join notify.type_texts as words on words.type = summary.type and words.locale = summary.locale
  cross join lateral (
    select notify.fill(words.messages, jsonb_build_object('count', summary.coalesced)) as message
  ) as said
  order by summary.user_id
  on conflict (user_id, organisation_id, summary_of) where summary_of is not null do update
  set
    coalesced = excluded.coalesced, message = excluded.message, lexemes = excluded.lexemes, severity = excluded.severity,
    priority = excluded.priority,
    -- It grew: whatever its owner did with it, there is something new in it.
    is_read = false, seen_at = null, archived_at = null, snoozed_until = null;

  insert into public.email_outbox (
    organisation_id, user_id, event_id, type, subject, template, categories, locale, payload, link, send_after, dedupe_key
  )
  select
    surplus.organisation_id, surplus.user_id, surplus.event_id, type.type,
    coalesce(words.email_subject, general.email_subject), type.email_template, surplus.categories, wish.locale,
    jsonb_strip_nulls(jsonb_build_object(
      'category', type.category,
      'severity', surplus.severity,
      'organisation', organisation.name,
      'colour', organisation.brand_colour,
      'title', coalesce(words.email_title, general.email_title),
      'message', coalesce(notify.fill(words.email_messages, '{}'), general.email_message),
      'cta', coalesce(words.email_cta, general.email_cta)
    )),
    '/notifications',
    notify.leaves_at(surplus.user_id, surplus.organisation_id, notify.clock()),
    format('summary:%s:%s:%s', surplus.user_id, surplus.organisation_id, extract(epoch from notify.clock()))
  from (
    select
      trace.organisation_id,
      trace.user_id,
      max(event.severity) as severity,
      array_agg(distinct type.category) as categories,
      (array_agg(event.id order by event.ordinality))[1] as event_id
    from unnest(gather.events) with ordinality as event
    join notify.types as type on type.type = event.type
    join public.notification_deliveries as trace
      on trace.event_id = event.id and trace.channel = 'email' and trace.decision = 'coalesce'
    group by trace.organisation_id, trace.user_id
  ) as surplus
  join notify.types as type on type.type = 'NOTIFICATION_SUMMARY'
  cross join lateral notify.wishes_of(surplus.user_id, surplus.organisation_id, type.type) as wish
  join notify.type_texts as words on words.type = type.type and words.locale = wish.locale
  join notify.category_texts as general on general.category = type.category and general.locale = wish.locale
  join public.organisations as organisation on organisation.id = surplus.organisation_id
  -- One email for a burst: its summary is counted in-app, where it is read.
  where not exists (
    select from public.email_outbox as earlier
    where earlier.user_id = surplus.user_id
      and earlier.organisation_id = surplus.organisation_id
      and earlier.type = 'NOTIFICATION_SUMMARY'
      and earlier.created_at > notify.clock() - interval '60 seconds'
  )
  on conflict (dedupe_key) where dedupe_key is not null do nothing;
end;
$$;

comment on function notify.gather(public.notification_events[], boolean) is
  'Writes the surplus of delivered events: for each person one in-app row that counts what a burst had too much, and one email. What it stands for is in notification_deliveries. has_turn: whether no other transaction may be writing the same summary.';

create function notify.deliver(events public.notification_events[])
returns table (event_id uuid, recipients bigint, in_app bigint, emails bigint, digests bigint, skipped bigint)
language plpgsql
set search_path = ''
as $$
#variable_conflict use_column
declare
  moment timestamptz := notify.clock();
  flooded constant text[] := array(
    select 'rate_limit:' || limits.organisation_id from notify.rate_limits(deliver.events) as limits where limits.may_exceed
  );
  -- Asked once: route() might see more than this did, and what it holds back has to be gathered.
  gathers constant boolean := cardinality(flooded) > 0;
  has_turn constant boolean := notify.take_turns(flooded);
begin
  return query
    with decision as materialized (
      select
        routed.event_id, routed.organisation_id, routed.user_id, routed.channel, routed.reason, routed.rule, routed.source,
        routed.source_id, routed.category, routed.frequency, routed.due_at, routed.locale, routed.decision,
        -- Of a boolean the planner expects half the rows, and hashes; of two texts it would expect one row, and loop.
        routed.channel = 'in_app' and routed.decision = 'send' as is_shown,
        routed.channel = 'email' and routed.decision in ('send', 'queue') as is_emailed,
        routed.decision = 'digest' as is_digested,
        lpad(to_hex(routed.ordinality), 8, '0') as place
      from notify.route(deliver.events, gathers) with ordinality as routed
    ),
    -- What is the same for everybody who is told of an event in one language. An email's words come from the type or its
    -- category; of the event they take the allow-listed variables of the channel alone.
    told as materialized (
      select
        event.id as event_id,
        own.locale,
        own.title,
        said.message,
        notify.lexemes(own.title || ' ' || said.message) as lexemes,
        notify.fill(type.links, jsonb_build_object('entityId', event.entity_id, 'patientId', event.patient_id)) as link,
        coalesce(own.email_subject, general.email_subject) as email_subject,
        jsonb_strip_nulls(jsonb_build_object(
          'category', type.category,
          'severity', event.severity,
          'organisation', organisation.name,
          'colour', organisation.brand_colour,
          'title', coalesce(own.email_title, general.email_title),
          'message', coalesce(
            notify.fill(own.email_messages, notify.shown(event.payload, type.email_variables)), general.email_message
          ),
          'cta', coalesce(own.email_cta, general.email_cta)
        )) as email_payload,
        type.type, type.category, type.priority, type.email_template, event.severity, event.entity_type, event.entity_id,
        event.patient_id, event.team_id, event.expires_at,
        -- Of one call the later event is the newer row.
        moment + (event.ordinality - 1) * interval '1 microsecond' as created_at,
        -- Its rows are numbered under it (RFC 9562, section 6.2): ids drawn at random would cost a cipher's setting up each.
        left(event.id::text, 28) as event_part
      from unnest(deliver.events) with ordinality as event
      cross join lateral (
        select
          definition.type, definition.category, definition.priority, definition.in_app_variables, definition.email_variables,
          definition.links, definition.email_template
        from notify.types as definition where definition.type = event.type
        offset 0
      ) as type
      cross join lateral (
        select teller.name, teller.brand_colour
        from public.organisations as teller where teller.id = event.organisation_id
        offset 0
      ) as organisation
      join notify.type_texts as own on own.type = event.type
        and own.locale = any (array(select distinct decision.locale from decision where decision.decision <> 'skip'))
      cross join lateral (
        select texts.email_subject, texts.email_title, texts.email_message, texts.email_cta
        from notify.category_texts as texts where texts.category = type.category and texts.locale = own.locale
        offset 0
      ) as general
      cross join lateral (
        select notify.fill(own.messages, notify.shown(event.payload, type.in_app_variables)) as message
        offset 0
      ) as said
    ),
    in_app as (
      insert into public.notifications (
        id, organisation_id, user_id, event_id, type, category, severity, priority, title, message, lexemes, entity_type,
        entity_id, patient_id, team_id, link, expires_at, created_at
      )
      select
        (told.event_part || decision.place)::uuid, decision.organisation_id, decision.user_id, told.event_id, told.type,
        told.category, told.severity, told.priority, told.title, told.message, told.lexemes, told.entity_type,
        told.entity_id, told.patient_id, told.team_id, told.link, told.expires_at, told.created_at
      from decision
      join told on told.event_id = decision.event_id and told.locale = decision.locale
      where decision.is_shown
      returning id, event_id, user_id
    ),
    email as (
      insert into public.email_outbox (
        id, organisation_id, user_id, event_id, type, subject, template, categories, locale, payload, link, send_after,
        created_at
      )
      select
        (told.event_part || decision.place)::uuid, decision.organisation_id, decision.user_id, told.event_id, told.type,
        told.email_subject, told.email_template, array[told.category], told.locale, told.email_payload, told.link, coalesce(decision.due_at, moment), moment
      from decision
      join told on told.event_id = decision.event_id and told.locale = decision.locale
      where decision.is_emailed
    ),
    digest as (
      insert into public.notification_digest (
        user_id, organisation_id, event_id, notification_id, category, frequency, due_at, created_at
      )
      select
        decision.user_id, decision.organisation_id, decision.event_id, in_app.id, decision.category, decision.frequency,
        decision.due_at, moment
      from decision
      left join in_app on in_app.event_id = decision.event_id and in_app.user_id = decision.user_id
      where decision.is_digested
    ),
    trace as (
      insert into public.notification_deliveries (
        event_id, organisation_id, user_id, channel, decision, reason, rule, source, source_id, due_at, created_at
      )
      select
        decision.event_id, decision.organisation_id, decision.user_id, decision.channel, decision.decision, decision.reason,
        decision.rule, decision.source, decision.source_id, decision.due_at, moment
      from decision
    )
    select
      event.id,
      coalesce(counted.recipients, 0),
      coalesce(counted.in_app, 0),
      coalesce(counted.emails, 0),
      coalesce(counted.digests, 0),
      coalesce(counted.skipped, 0)
    from unnest(deliver.events) with ordinality as event
    left join (
      select
        decision.event_id,
        -- Everybody has a decision for each channel.
        count(*) filter (where decision.channel = 'in_app') as recipients,
        count(*) filter (where decision.is_shown) as in_app,
        count(*) filter (where decision.is_emailed) as emails,
        count(*) filter (where decision.is_digested) as digests,
        count(*) filter (where decision.decision in ('skip', 'coalesce')) as skipped
      from decision
      group by decision.event_id
    ) as counted on counted.event_id = event.id
    order by event.ordinality;
  if gathers then
    perform notify.gather(deliver.events, has_turn);
  end if;
end;
$$;

comment on function notify.deliver(public.notification_events[]) is
  'Writes the in-app rows, the emails, the digest entries and the trace of accepted events. For each event: how many people were concerned and how many rows of each kind were written; skipped counts the channels that were decided against or gathered in a summary.';
