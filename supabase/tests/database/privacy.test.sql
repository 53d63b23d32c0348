-- Whatever an event carries, nothing of a patient reaches an email, a digest or a hint.
begin;
select no_plan();
select tests.forget_everything();
select tests.set_preference('admin', category, true, true, 'DAILY')
from unnest(enum_range(null::public.notification_category)) as category;
select tests.set_preference('praticien', category, true, true)
from unnest(enum_range(null::public.notification_category)) as category;

-- Every type, with a patient's data under every payload key that its texts could know and some that they cannot.
create temporary table secret as select 'Hortense Imaginaire 1958-03-14' as words;
select public.notify(jsonb_build_object(
  'type', type.type,
  'organisationId', tests.lumiere(),
  'recipientIds', array[tests.person('admin'), tests.person('praticien')],
  'patientId', (select id from public.patients where organisation_id = tests.lumiere() limit 1),
  'payload', jsonb_build_object('patientName', words, 'title', words, 'message', words, 'organisation', words, 'cta', words)
    || coalesce((
      select jsonb_object_agg(field.key, left(words, (field.value ->> 'maxLength')::int))
      from jsonb_each(type.payload_fields) as field where field.value ->> 'kind' = 'string'
    ), '{}')
))
from notify.types as type, secret;
select notify.build_digests('infinity');

select is((select count(*) from public.notification_events), (select count(*) from notify.types), 'every type was sent');
select is((select count(*) from public.email_outbox where type <> 'DIGEST'), (select count(*) from notify.types), 'each made an email');
select isnt_empty($$select 1 from public.email_outbox where type = 'DIGEST'$$, 'and a digest was built');

create function pg_temp.leaks(row_text text) returns boolean language sql as $$
  select row_text ~* '(hortense|imaginaire|1958-03-14|patientname)';
$$;
select is_empty($$select * from public.email_outbox as email where pg_temp.leaks(email.subject || email.payload::text)$$, 'no email holds any of it');
select is_empty($$select * from public.notification_digest as entry where pg_temp.leaks(entry::text)$$, 'no digest entry');
select is_empty($$select * from realtime.messages as hint where pg_temp.leaks(hint.payload::text)$$, 'no hint');
select is_empty($$select * from public.notification_deliveries as trace where pg_temp.leaks(trace::text)$$, 'no trace');
select is_empty($$select * from notify.category_texts as words where words::text ~ '\{'$$, 'no email text has a placeholder');
select is_empty(
  $$select type, match[1] from notify.types join notify.type_texts using (type), unnest(messages || title) as words,
      regexp_matches(words, '\{(\w+)\}', 'g') as match where match[1] <> all (in_app_variables)$$,
  'an in-app text names allow-listed variables only'
);

select * from finish();
rollback;
