-- pg_net 0.20 for the local stack: same schema, signatures and rights. Requests are made by a process of
-- the stack (startNet) instead of a background worker: it looks at the queue many times a second.

create schema net;

create domain net.http_method as text check (lower(value) in ('get', 'post', 'delete'));

-- Unlogged as in pg_net: a crash of the server forgets the requests that were not made yet.
create unlogged table net.http_request_queue (
  id bigserial,
  method net.http_method not null,
  url text not null,
  headers jsonb,
  body bytea,
  timeout_milliseconds int not null
);

create unlogged table net._http_response (
  id bigint,
  status_code int,
  content_type text,
  headers jsonb,
  content text,
  timed_out boolean,
  error_msg text,
  created timestamptz not null default now()
);
create index on net._http_response (created);

-- Nothing to do: the worker looks by itself. NOTIFY would make commits wait for each other.
create function net.wake()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
end
$$;

create function net.check_worker_is_up()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  if not exists (select from pg_catalog.pg_stat_activity where application_name = 'pg_net') then
    raise exception using
      message = 'the pg_net background worker is not up',
      detail = 'the pg_net background worker is down due to an internal error and cannot process requests',
      hint = 'make sure that you didn''t modify any of pg_net internal tables';
  end if;
end
$$;
comment on function net.check_worker_is_up()
  is 'raises an exception if the pg_net background worker is not up, otherwise it doesn''t return anything';

create function net.wait_until_running()
  returns void
  language plpgsql
  set search_path = ''
as $$
begin
  while not exists (select from pg_catalog.pg_stat_activity where application_name = 'pg_net') loop
    perform pg_sleep(0.05);
    perform pg_stat_clear_snapshot();
  end loop;
end
$$;
comment on function net.wait_until_running() is 'waits until the worker is running';

create function net.worker_restart()
  returns boolean
  language sql
  set search_path = ''
as $$
  select true
$$;

create function net._urlencode_string(string varchar)
  returns text
  language sql immutable
  set search_path = ''
as $$
  select coalesce(string_agg(
    case when chr(byte) ~ '[A-Za-z0-9._~-]' then chr(byte) else '%' || upper(lpad(to_hex(byte), 2, '0')) end,
    '' order by place
  ), '')
  from (
    select place, get_byte(convert_to(string, 'UTF8'), place) as byte
    from generate_series(0, octet_length(convert_to(string, 'UTF8')) - 1) as place
  ) as bytes
$$;

create function net._encode_url_with_params_array(url text, params_array text[])
  returns text
  language plpgsql immutable
  set search_path = ''
as $$
declare
  address text := split_part(url, '#', 1);
  fragment text := substr(url, length(split_part(url, '#', 1)) + 1);
begin
  if url !~* '^https?://[^/?#\s]+([/?#]\S*)?$' then
    if url !~* '^[a-z][a-z0-9+.-]*://' then
      raise exception 'Bad scheme';
    elsif url !~* '^https?://' then
      raise exception 'Unsupported URL scheme';
    end if;
    raise exception 'Malformed input to a URL function';
  end if;
  if cardinality(params_array) = 0 then
    return url;
  end if;
  return address
    || case when position('?' in address) = 0 then '?' when address ~ '[?&]$' then '' else '&' end
    || array_to_string(params_array, '&')
    || fragment;
end
$$;

create function net._enqueue(method text, url text, params jsonb, headers jsonb, body jsonb, timeout_milliseconds int)
  returns bigint
  language plpgsql
  set search_path = ''
as $$
declare
  request_id bigint;
begin
  insert into net.http_request_queue as queue (method, url, headers, body, timeout_milliseconds)
  values (
    _enqueue.method,
    net._encode_url_with_params_array(_enqueue.url, array(
      select net._urlencode_string(param.key) || '=' || net._urlencode_string(param.value)
      from jsonb_each_text(_enqueue.params) as param
    )),
    _enqueue.headers,
    convert_to(_enqueue.body::text, 'UTF8'),
    _enqueue.timeout_milliseconds
  )
  returning queue.id into request_id;
  return request_id;
end
$$;

create function net.http_get(
  url text,
  params jsonb default '{}',
  headers jsonb default '{}',
  timeout_milliseconds int default 5000
)
  returns bigint
  language sql
  set search_path = ''
as $$
  select net._enqueue('GET', url, params, headers, null, timeout_milliseconds)
$$;

create function net.http_post(
  url text,
  body jsonb default '{}',
  params jsonb default '{}',
  headers jsonb default '{"Content-Type": "application/json"}',
  timeout_milliseconds int default 5000
)
  returns bigint
  language plpgsql
  set search_path = ''
as $$
declare
  content_type text := headers ->> 'Content-Type';
begin
  if content_type is null then
    select header.value into content_type
    from jsonb_each_text(coalesce(headers, '{}')) as header
    where lower(header.key) = 'content-type' limit 1;
  end if;
  if content_type <> 'application/json' then
    raise exception 'Content-Type header must be "application/json"';
  end if;
  return net._enqueue(
    'POST', url, params,
    case when content_type is null then headers || '{"Content-Type": "application/json"}' else headers end,
    body, timeout_milliseconds
  );
end
$$;

create function net.http_delete(
  url text,
  params jsonb default '{}',
  headers jsonb default '{}',
  timeout_milliseconds int default 5000,
  body jsonb default null
)
  returns bigint
  language sql
  set search_path = ''
as $$
  select net._enqueue('DELETE', url, params, headers, body, timeout_milliseconds)
$$;

create type net.request_status as enum ('PENDING', 'SUCCESS', 'ERROR');
create type net.http_response as (status_code int, headers jsonb, body text);
create type net.http_response_result as (status net.request_status, message text, response net.http_response);

create function net._await_response(request_id bigint)
  returns boolean
  language plpgsql
  set search_path = ''
as $$
begin
  while not exists (select from net._http_response where id = request_id) loop
    perform pg_sleep(0.05);
  end loop;
  return true;
end
$$;

create function net._http_collect_response(request_id bigint, async boolean default true)
  returns net.http_response_result
  language plpgsql
  set search_path = ''
as $$
declare
  answer net._http_response;
begin
  if not async then
    perform net._await_response(request_id);
  end if;
  select * into answer from net._http_response where id = request_id;
  if not found or answer.error_msg is not null then
    return ('ERROR', coalesce(answer.error_msg, 'request matching request_id not found'), null)::net.http_response_result;
  end if;
  return (
    'SUCCESS', 'ok', (answer.status_code, answer.headers, answer.content)::net.http_response
  )::net.http_response_result;
end
$$;

create function net.http_collect_response(request_id bigint, async boolean default true)
  returns net.http_response_result
  language plpgsql
  set search_path = ''
as $$
begin
  raise notice 'The net.http_collect_response function is deprecated.';
  return net._http_collect_response(request_id, async);
end
$$;

grant usage on schema net to public;
grant all on all sequences in schema net to public;
grant all on all tables in schema net to public;
