-- Search: what a person has been told, found by words as they are being typed.

create function notify.plain_words(text text)
returns text
language plpgsql
immutable
strict
set search_path = ''
as $$
begin
  return translate(
    lower(extensions.unaccent('extensions.unaccent', normalize(plain_words.text, nfkc))),
    E'!"#$%&''()*+,-./:;<=>?@[\\]^_`{|}~«»‹›“”„‘’‚–—•·…°№\t\n\013\f\r',
    repeat(' ', 58)
  );
end;
$$;

comment on function notify.plain_words(text) is
  'A text without accents, capitals and punctuation: words with spaces between them. The same in every locale of a database.';

create function notify.lexemes(text text)
returns tsvector
language plpgsql
immutable
strict
set search_path = ''
as $$
declare
  words constant text := notify.plain_words(lexemes.text);
begin
  -- The stem finds other forms of the word; the word itself is found by each of its beginnings, also those without that stem.
  return strip(to_tsvector('pg_catalog.french', words) || to_tsvector('pg_catalog.simple', words));
end;
$$;

comment on function notify.lexemes(text) is 'What a search compares: each word of a text, plain and as its French stem.';

create function notify.search_query(query text)
returns tsquery
language sql
immutable
set search_path = ''
as $$
  select string_agg(format('(%L:* | %L:*)', word.plain, word.stems[1]), ' & ')::tsquery
  from (
    select distinct part as plain, ts_lexize('pg_catalog.french_stem', part) as stems
    from regexp_split_to_table(btrim(notify.plain_words(left(search_query.query, 200))), ' +') as part
  ) as word
  -- What French leaves out, with or without its accent.
  where word.plain <> '' and word.stems <> '{}' and word.plain not in ('a', 'meme', 'memes');
$$;

comment on function notify.search_query(text) is
  'Every word of a text, each as the beginning of a word or of its French stem, with accents, capitals and punctuation ignored; no character is an operator. Null when nothing is left to look for: empty, or only words as le, de and à.';

create function notify.tg_notifications__before_write_index()
returns trigger
language plpgsql
set search_path = ''
as $$
begin
  new.lexemes := notify.lexemes(new.title || ' ' || new.message);
  return new;
end;
$$;

comment on function notify.tg_notifications__before_write_index() is 'lexemes follow the words, so that a search finds what is shown.';

-- notify.deliver() brings them: the recipients of one event share its words.
create trigger tg_notifications__before_insert_index
before insert on public.notifications
for each row
when (new.lexemes is null)
execute function notify.tg_notifications__before_write_index();

create trigger tg_notifications__before_update_index
before update of title, message on public.notifications
for each row
when (new.title is distinct from old.title or new.message is distinct from old.message)
execute function notify.tg_notifications__before_write_index();

create function notify.channel_called(name text)
returns public.notification_channel
language plpgsql
stable
set search_path = ''
as $$
declare
  known constant jsonb := '{"in_app": "in_app", "web": "in_app", "email": "email", "push": "push", "mobile_push": "push", "sms": "sms"}';
begin
  if channel_called.name is not null and not known ? channel_called.name then
    perform notify.refuse('CN003', 'channel', 'must be in_app, email, push or sms');
  end if;
  return known ->> channel_called.name;
end;
$$;

comment on function notify.channel_called(text) is
  'The channel of a name; web and mobile_push are other names of in_app and push. Null: null. Error CN003 for any other.';

create function public.find_notifications(query text default null, channel text default null)
returns setof public.notifications
language plpgsql
stable
-- Definer: the policy looks at the file of one row after another, too slow for all of an inbox. Here the same is asked of
-- all at once; a test holds the two together. The trace, which says what was sent where, is the admins' to read.
security definer
set search_path = ''
as $$
declare
  words constant tsquery := notify.search_query(find_notifications.query);
  wanted constant public.notification_channel := notify.channel_called(find_notifications.channel);
  -- Asked once, whatever the planner thinks of asking for each row.
  organisations constant uuid[] := array(select notify.my_organisations());
  practices constant uuid[] := array(select notify.my_practices());
  administered constant uuid[] := array(select notify.my_administered());
  teams constant uuid[] := array(select notify.my_teams());
  files constant uuid[] := array(select notify.my_files());
begin
  return query
    select notification.*
    from public.notifications as notification
    left join public.patients as file on file.id = notification.patient_id
    where notification.user_id = (select auth.uid())
      and notification.organisation_id = any (organisations)
      and (
        notification.patient_id is null
        or notification.patient_id = any (files)
        or (
          notification.organisation_id = any (practices)
          and (file.team_id is null or file.team_id = any (teams))
        )
      )
      and (
        notification.team_id is null
        or notification.team_id = any (teams)
        or notification.organisation_id = any (administered)
        or notification.patient_id = any (files)
      )
      and (words is null or notification.lexemes @@ words)
      and (
        wanted is null
        or wanted = 'in_app'
        or notification.event_id in (
          select trace.event_id
          from public.notification_deliveries as trace
          where trace.user_id = (select auth.uid())
            and trace.channel = wanted
            and trace.decision in ('send', 'queue', 'digest')
        )
      );
end;
$$;

comment on function public.find_notifications(text, text) is
  'Notifications that the signed-in user may see, whatever their state: filters, order and range are those of the Data API. query: words that all have to be in the title or the message, each as the beginning of a word; accents, capitals and punctuation are ignored, other forms of a French word are found; empty, null or nothing but words as le and de: everything. channel: those that were also sent by email, push or sms, or will be when quiet hours end or with a digest; in_app, null: all. CN003 for another channel.';
grant execute on function public.find_notifications(text, text) to authenticated;
