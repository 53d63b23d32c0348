-- Supabase Vault 0.3.1 for the local stack: same table, view, functions and rights. Secrets are sealed
-- with pgcrypto under a key kept in a file of the server's data directory, so a dump holds no clear text.

-- The schema may have been made by CREATE EXTENSION for the ordinary role that ran it.
alter schema vault owner to current_user;

-- Written once and kept over DROP EXTENSION: secrets of a restored dump stay readable on this server.
do $$
declare
  path constant text := current_setting('data_directory') || '/vault_root.key';
begin
  if pg_stat_file(path, true) is null then
    execute format(
      'copy (select encode(sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), %L)) to %L',
      'hex', path
    );
  end if;
end
$$;

-- In PL/pgSQL, like the others that every decryption calls: it keeps its plan, where SQL would be prepared each time.
create function vault._root_key()
  returns bytea
  language plpgsql stable
  set search_path = ''
as $$
begin
  return decode(btrim(pg_read_file(current_setting('data_directory') || '/vault_root.key'), E'\n'), 'hex');
end
$$;

create function vault._crypto_aead_det_noncegen()
  returns bytea
  language sql volatile
  set search_path = ''
as $$
  select uuid_send(gen_random_uuid())
$$;

-- The synthetic initialisation vector: a MAC over everything, so that it authenticates the message too.
create function vault._synthetic_iv(
  message bytea, additional bytea, key_id bigint, context bytea, nonce bytea, root_key bytea
)
  returns bytea
  language plpgsql stable
as $$
begin
  return substr(hmac(
    int4send(octet_length(additional)) || additional
      || int4send(octet_length(coalesce(nonce, ''))) || coalesce(nonce, '') || message,
    hmac('mac'::bytea || context || int8send(key_id), root_key, 'sha256'),
    'sha256'
  ), 1, 16);
end
$$;

create function vault._crypto_aead_det_encrypt(
  message bytea, additional bytea, key_id bigint, context bytea default 'pgsodium', nonce bytea default null
)
  returns bytea
  language plpgsql stable security definer
as $$
declare
  root_key constant bytea := vault._root_key();
  iv constant bytea := vault._synthetic_iv(message, additional, key_id, context, nonce, root_key);
begin
  return iv || encrypt_iv(
    message, hmac('key'::bytea || context || int8send(key_id), root_key, 'sha256'), iv, 'aes-cbc/pad:pkcs'
  );
end
$$;

-- Security definer: it alone may read the key. Whoever may call it can read every secret, as on the platform.
create function vault._crypto_aead_det_decrypt(
  message bytea, additional bytea, key_id bigint, context bytea default 'pgsodium', nonce bytea default null
)
  returns bytea
  language plpgsql stable security definer
as $$
declare
  root_key constant bytea := vault._root_key();
  iv constant bytea := substr(message, 1, 16);
  clear bytea;
begin
  clear := decrypt_iv(
    substr(message, 17), hmac('key'::bytea || context || int8send(key_id), root_key, 'sha256'), iv,
    'aes-cbc/pad:pkcs'
  );
  if iv is distinct from vault._synthetic_iv(clear, additional, key_id, context, nonce, root_key) then
    raise exception 'pgsodium_crypto_aead_det_decrypt_by_id: invalid ciphertext';
  end if;
  return clear;
end
$$;

-- pgcrypto's schema differs from one server to another (`extensions` on the platform).
do $$
declare
  home name := (
    select nspname from pg_extension join pg_namespace on pg_namespace.oid = extnamespace where extname = 'pgcrypto'
  );
begin
  execute format(
    'alter function vault._synthetic_iv(bytea, bytea, bigint, bytea, bytea, bytea) set search_path = pg_catalog, %I', home);
  execute format(
    'alter function vault._crypto_aead_det_encrypt(bytea, bytea, bigint, bytea, bytea) set search_path = pg_catalog, %I', home);
  execute format(
    'alter function vault._crypto_aead_det_decrypt(bytea, bytea, bigint, bytea, bytea) set search_path = pg_catalog, %I', home);
end
$$;

create table vault.secrets (
  id uuid primary key default gen_random_uuid(),
  name text,
  description text not null default '',
  secret text not null,
  key_id uuid,
  nonce bytea default vault._crypto_aead_det_noncegen(),
  created_at timestamptz not null default current_timestamp,
  updated_at timestamptz not null default current_timestamp
);
comment on table vault.secrets is 'Table with encrypted `secret` column for storing sensitive information on disk.';
create unique index on vault.secrets (name) where name is not null;

create view vault.decrypted_secrets as
  select
    id, name, description, secret,
    convert_from(vault._crypto_aead_det_decrypt(
      message := decode(secret, 'base64'), additional := convert_to(id::text, 'utf8'), key_id := 0,
      context := 'pgsodium'::bytea, nonce := nonce
    ), 'utf8') as decrypted_secret,
    key_id, nonce, created_at, updated_at
  from vault.secrets;

create function vault.create_secret(
  new_secret text, new_name text default null, new_description text default '', new_key_id uuid default null
)
  returns uuid
  language plpgsql security definer
  set search_path = ''
as $$
declare
  new_id constant uuid := gen_random_uuid();
  new_nonce constant bytea := vault._crypto_aead_det_noncegen();
begin
  insert into vault.secrets (id, secret, name, description, nonce)
  values (
    new_id,
    encode(vault._crypto_aead_det_encrypt(
      convert_to(new_secret, 'utf8'), convert_to(new_id::text, 'utf8'), 0, 'pgsodium'::bytea, new_nonce
    ), 'base64'),
    new_name, new_description, new_nonce
  );
  return new_id;
end
$$;

create function vault.update_secret(
  secret_id uuid, new_secret text default null, new_name text default null, new_description text default null,
  new_key_id uuid default null
)
  returns void
  language sql security definer
  set search_path = ''
as $$
  update vault.secrets set
    secret = case when new_secret is null then secret else encode(vault._crypto_aead_det_encrypt(
      convert_to(new_secret, 'utf8'), convert_to(id::text, 'utf8'), 0, 'pgsodium'::bytea, nonce
    ), 'base64') end,
    name = coalesce(new_name, name),
    description = coalesce(new_description, description),
    updated_at = now()
  where id = secret_id
$$;

revoke all on all tables in schema vault from public;
revoke all on all functions in schema vault from public;

-- What the hosted platform adds once the extension exists.
do $$
declare
  grantee name;
begin
  for grantee in select rolname from pg_roles where rolname in ('postgres', 'service_role') loop
    execute format('grant usage on schema vault to %I', grantee);
    execute format('grant select, delete on vault.secrets, vault.decrypted_secrets to %I', grantee);
    execute format(
      'grant execute on function vault.create_secret, vault.update_secret, vault._crypto_aead_det_decrypt to %I', grantee);
  end loop;
end
$$;

select pg_extension_config_dump('vault.secrets', '');
