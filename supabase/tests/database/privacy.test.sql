-- Whatever an event carries, nothing of a patient reaches an email, a digest or a hint: and the database itself sees to it.
-- supabase/tests/properties/privacy.test.ts tries thousands of other payloads.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_preference('admin', category, true, true, 'DAILY')
from unnest(enum_range(null::public.notification_category)) as category;
select tests.set_preference('praticien', category, true, true)
from unnest(enum_range(null::public.notification_category)) as category;
insert into public.organisation_notification_settings (organisation_id, rate_limit_per_minute) values (tests.lumiere(), 10000);

-- Every type, with a patient's data under every payload key that takes a text and some that no type knows.
create temporary table secret as select 'Hortense Imaginaire 1958-03-14' as words;
create temporary table sent as
select public.notify(jsonb_build_object(
  'type', type.type,
  'organisationId', tests.lumiere(),
  'recipientIds', array[tests.person('admin'), tests.person('praticien')],
  'patientId', (select id from public.patients where organisation_id = tests.lumiere() limit 1),
  'dedupeKey', type.type || words,
  'payload', jsonb_build_object('patientName', words, 'title', words, 'message', words, 'organisation', words, 'cta', words)
    || coalesce((
      select jsonb_object_agg(field.key, case
        when field.value ? 'values' then field.value -> 'values' -> 0
        when field.value ? 'pattern' then '"08:05"'
        when field.value ->> 'kind' = 'string' then to_jsonb(left(words, (field.value ->> 'maxLength')::int))
        when field.value ->> 'kind' = 'integer' then field.value -> 'maximum'
        else 'true'
      end)
      from jsonb_each(type.payload_fields) as field
    ), '{}')
) || case when type.throttle_seconds is not null then jsonb_build_object('throttleKey', words) else '{}' end) as outcome
from notify.types as type, secret
where not type.internal;
select notify.build_digests('infinity');

select is(
  (select count(*) from public.notification_events), (select count(*) from notify.types where not internal), 'every type was sent'
);
select is(
  (select count(*) from public.email_outbox where type <> 'DIGEST'), (select count(*) from notify.types where not internal),
  'each made an email'
);
select isnt_empty($$select 1 from public.email_outbox where type = 'DIGEST'$$, 'and a digest was built');

-- The date whole: its year alone also stands in random ids.
create function pg_temp.leaks(row_text text) returns boolean language sql
return row_text ~* '(hortense|imaginaire|1958-03-14|patientname)';
select is_empty(
  $$select * from public.email_outbox as email where pg_temp.leaks(
    (to_jsonb(email) - array['id', 'organisation_id', 'user_id', 'event_id', 'created_at', 'send_after'])::text)$$,
  'no email holds any of it'
);
select is_empty($$select * from public.notification_digest as entry where pg_temp.leaks(entry::text)$$, 'no digest entry');
select is_empty($$select * from realtime.messages as hint where pg_temp.leaks(hint.payload::text)$$, 'no hint');
select is_empty($$select * from public.notification_deliveries as trace where pg_temp.leaks(trace::text)$$, 'no trace');
select is_empty(
  $$select * from public.notifications where pg_temp.leaks(title) or pg_temp.leaks(link)$$, 'no title and no link of the inbox'
);

-- What an email may say is a rule of the table, not a habit of whoever writes types.
create function pg_temp.with_email_variables(variables text[], fields jsonb default '{}') returns text language plpgsql as $$
begin
  update notify.types
  set payload_fields = payload_fields || with_email_variables.fields, email_variables = with_email_variables.variables
  where type = 'PATIENT_INACTIVE';
  return 'accepted';
exception when check_violation then return 'refused';
end;
$$;
select is_empty(
  $$select field from unnest(array[
      '{"kind": "string", "maxLength": 5}', '{"kind": "string", "pattern": "^a$"}', '{"kind": "string", "values": "a"}',
      '{"kind": "string", "values": null}', '{"kind": "integer"}', '{"kind": "integer", "minimum": 0}',
      '{"kind": "integer", "minimum": -1, "maximum": 9}', '{"kind": "integer", "minimum": 0, "maximum": 10000}',
      '{"kind": "integer", "minimum": 0, "maximum": "NaN"}', '{"kind": "number", "minimum": 0, "maximum": 9}',
      '{"kind": "object"}', '{}', 'null'
    ]) as field
    where pg_temp.with_email_variables('{x}', jsonb_build_object('x', field::jsonb)) <> 'refused'$$,
  'an email takes no free text, no number without close bounds, and nothing of another kind'
);
select results_eq(
  $$select pg_temp.with_email_variables(variables) from (values ('{patientName}'::text[]), (array[null]), ('{days,title}')) as tried (variables)$$,
  array['refused', 'refused', 'refused'], 'nor a key that the type does not describe'
);
select is(pg_temp.with_email_variables('{days}'), 'accepted', 'only what is harmless');
select is(
  pg_temp.with_email_variables('{days}', '{"days": {"kind": "string", "maxLength": 40}}'), 'refused',
  'and a key that is said in emails does not become a free text later'
);
select throws_ok(
  $$update notify.types set push_variables = in_app_variables, sms_variables = in_app_variables where type = 'TASK_ASSIGNED'$$, '23514',
  null, 'a locked screen and an SMS are as public'
);
select throws_ok(
  $$update notify.type_texts set email_subject = 'À propos de {patientName}' where email_subject is not null$$, '23514', null,
  'the subject of an email takes no value at all'
);
select throws_ok(
  $$update notify.category_texts set email_message = '{message}'$$, '23514', null, 'nor do the words of a category'
);
select throws_ok($$update notify.type_texts set digest_one = '{title}'$$, '23514', null, 'nor those of a digest');

-- A text that names what its channel may not show is refused; were it there, it would be passed over for the next one.
alter table notify.type_texts disable trigger tg_type_texts__before_write_check;
update notify.type_texts
set email_subject = 'x', email_title = 'x', email_cta = 'x',
  messages = array['{patientName}', '{message}', 'Dit en clair : {title}'],
  email_messages = array['{patientName}', '{title}', '{{title}}', '{title', 'Rien de plus.']
where type = 'TASK_ASSIGNED';
select tests.forget_everything();
select tests.set_preference('praticien', 'activity', true, true);
select public.notify(jsonb_build_object('type', 'TASK_ASSIGNED', 'organisationId', tests.lumiere(),
  'recipientIds', array[tests.person('praticien')], 'payload', jsonb_build_object('title', words, 'patientName', words, 'message', words)))
from secret;
select is_empty(
  $$select payload from public.email_outbox where pg_temp.leaks(payload::text)$$, 'an email never says what it may not, whatever its text names'
);
select results_eq(
  'select message from public.notifications', $$select 'Dit en clair : ' || words from secret$$, 'nor does the inbox'
);
alter table notify.type_texts enable trigger tg_type_texts__before_write_check;
select throws_ok(
  $$update notify.type_texts set email_messages = array['{title}'] where type = 'TASK_ASSIGNED'$$, null, null,
  'a text that names what its channel may not show is refused'
);
select is_empty(
  $$select type, match[1] from notify.types join notify.type_texts using (type), unnest(messages || title) as words,
      regexp_matches(words, '\{(\w+)\}', 'g') as match
    where type <> 'TASK_ASSIGNED' and match[1] <> all (in_app_variables)$$,
  'an in-app text names allow-listed variables only'
);
select is_empty(
  $$select type, match[1] from notify.types join notify.type_texts using (type), unnest(email_messages) as words,
      regexp_matches(words, '\{(\w+)\}', 'g') as match
    where type <> 'TASK_ASSIGNED' and match[1] <> all (email_variables)$$,
  'and an email text those of emails'
);

-- A number is said as a number: its zeros could hold more than it says, or make the email too long to be sent.
select tests.forget_everything();
select tests.set_preference('praticien', 'reminders', true, true);
select public.notify(jsonb_build_object('type', 'PATIENT_INACTIVE', 'organisationId', tests.lumiere(),
  'recipientIds', array[tests.person('praticien')], 'payload', jsonb_build_object('days', ('30.' || repeat('0', 2000))::jsonb)));
select is_empty(
  $$select length(payload ->> 'message') from public.email_outbox where payload ->> 'message' ~ '30\.0'$$, 'an integer has no decimals in an email'
);
select is_empty($$select message from public.notifications where message ~ '30\.0'$$, 'nor in the inbox');

-- A refusal goes to logs: it names the field and never what was in it.
create function pg_temp.said(event jsonb) returns text language plpgsql as $$
declare
  detail text;
  hint text;
begin
  perform public.notify(event);
  return null;
exception when others then
  get stacked diagnostics detail = pg_exception_detail, hint = pg_exception_hint;
  return sqlerrm || detail || hint;
end;
$$;
select is_empty(
  $$select refused.type, refused.key, refused.said from (
      select type.type, field.key, pg_temp.said(jsonb_build_object(
        'type', type.type, 'organisationId', tests.lumiere(), 'payload', jsonb_build_object(field.key, given.value))) as said
      from notify.types as type, jsonb_each(type.payload_fields) as field, secret,
        unnest(array[to_jsonb(repeat(words, 50)), jsonb_build_array(words), jsonb_build_object(words, words), '19580314.5', 'null']) as given (value)
      where not type.internal
    ) as refused where refused.said is null or refused.said !~ ('^payload\.' || refused.key || ': ') or refused.said ~* 'hortense|19580314'$$,
  'a payload that is refused is not quoted'
);

select * from finish();
rollback;
