import type pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { startTestDatabase, type TestDatabase } from './database.ts';

let database: TestDatabase;
let postgres: pg.Client;

beforeAll(async () => {
  database = await startTestDatabase();
  postgres = await database.connect();
  await postgres.query('create extension supabase_vault');
  return () => database.stop();
});

const create = async (secret: string, name: string): Promise<string> =>
  (await postgres.query('select vault.create_secret($1, $2) as id', [secret, name])).rows[0].id;
const reveal = async (id: string) =>
  (await postgres.query('select * from vault.decrypted_secrets where id = $1', [id])).rows[0];

test('a secret is read back through the view, and only there', async () => {
  const id = await create('sésame, ouvre-toi', 'door');
  expect(await reveal(id)).toMatchObject({
    name: 'door',
    description: '',
    decrypted_secret: 'sésame, ouvre-toi',
  });

  const [stored] = await database.admin(
    'select secret, secrets::text as row from vault.secrets where id = $1',
    [id],
  );
  expect(stored?.row).not.toContain('sésame');
  expect(Buffer.from(stored?.secret, 'base64').toString('latin1')).not.toContain('ouvre-toi');
});

test('the same secret twice does not look the same', async () => {
  const rows = await database.admin('select secret from vault.secrets where id = any($1)', [
    [await create('same', 'one'), await create('same', 'two')],
  ]);
  expect(new Set(rows.map((row) => row.secret)).size).toBe(2);
});

test('update_secret changes what is given and keeps the rest', async () => {
  const { rows } = await postgres.query("select vault.create_secret('old', 'named', 'what for', null) as id");
  await postgres.query("select vault.update_secret($1, new_secret := 'new')", [rows[0].id]);
  expect(await reveal(rows[0].id)).toMatchObject({
    decrypted_secret: 'new',
    name: 'named',
    description: 'what for',
  });
  await postgres.query("select vault.update_secret($1, new_name := 'renamed', new_description := 'else')", [
    rows[0].id,
  ]);
  expect(await reveal(rows[0].id)).toMatchObject({
    decrypted_secret: 'new',
    name: 'renamed',
    description: 'else',
  });
});

test('a name is given once', async () => {
  await create('a', 'unique');
  await expect(create('b', 'unique')).rejects.toThrow('duplicate key');
});

test('an empty secret and a long one survive', async () => {
  for (const secret of ['', 'x'.repeat(100_000)]) {
    expect((await reveal(await create(secret, `length ${secret.length}`))).decrypted_secret).toBe(secret);
  }
});

test('a secret that was tampered with, or moved to another row, is refused', async () => {
  const id = await create('intact', 'tampered');
  const other = await create('other', 'other');
  await database.admin(
    'update vault.secrets set (secret, nonce) = (select secret, nonce from vault.secrets where id = $2) where id = $1',
    [id, other],
  );
  await expect(reveal(id)).rejects.toThrow('invalid ciphertext');
  await database.admin('delete from vault.secrets where id = $1', [id]);
});

test('postgres reads and deletes, and writes only through the functions', async () => {
  const id = await create('gone', 'gone');
  await expect(postgres.query("insert into vault.secrets (secret) values ('clear')")).rejects.toThrow(
    'permission denied',
  );
  await expect(postgres.query("update vault.secrets set secret = 'clear'")).rejects.toThrow(
    'permission denied',
  );
  await expect(postgres.query('select vault._root_key()')).rejects.toThrow('permission denied');
  await postgres.query('delete from vault.secrets where id = $1', [id]);
  expect(await reveal(id)).toBeUndefined();
});

test('service_role may read, anybody else may not', async () => {
  const id = await create('shared', 'shared');
  await database.admin('grant service_role, anon to postgres');
  await postgres.query('set role service_role');
  expect((await reveal(id)).decrypted_secret).toBe('shared');
  await postgres.query('set role anon');
  await expect(reveal(id)).rejects.toThrow('permission denied for schema vault');
  await postgres.query('reset role');
});

test('secrets are still readable after a restart', async () => {
  const id = await create('kept', 'kept');
  await database.restart();
  postgres = await database.connect();
  expect((await reveal(id)).decrypted_secret).toBe('kept');
});
