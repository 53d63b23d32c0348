import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { extensionNames, installExtensions } from '../../src/extensions/install.ts';
import { startTestDatabase, type TestDatabase } from './database.ts';

describe('installing extension files', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'install-'));
    return () => rm(folder, { recursive: true, force: true });
  });

  test('writes a control file and a script for each extension, and leaves no draft behind', async () => {
    await installExtensions(folder);
    expect((await readdir(folder)).sort()).toEqual([
      'pg_cron--1.6.sql',
      'pg_cron.control',
      'pg_net--0.20.0.sql',
      'pg_net.control',
      'pgtap--1.3.5.sql',
      'pgtap.control',
      'supabase_vault--0.3.1.sql',
      'supabase_vault.control',
    ]);
  });

  test('leaves unchanged files untouched and mends changed ones', async () => {
    await installExtensions(folder);
    const before = await stat(join(folder, 'pg_net.control'), { bigint: true });
    await writeFile(join(folder, 'pg_cron.control'), 'half');

    expect(await installExtensions(folder)).toEqual(['pg_cron.control']);
    expect((await stat(join(folder, 'pg_net.control'), { bigint: true })).mtimeNs).toBe(before.mtimeNs);
  });

  test('installs only what is asked for, so that a true pg_cron stays in place', async () => {
    await installExtensions(folder, ['pg_net', 'supabase_vault']);
    expect((await readdir(folder)).filter((name) => /cron|pgtap/.test(name))).toEqual([]);
  });

  test('names the file when the folder is missing', async () => {
    await expect(installExtensions(join(folder, 'nowhere'))).rejects.toThrow(
      /pg_cron--1.6.sql cannot be installed/,
    );
  });
});

describe('create extension', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await startTestDatabase();
    return () => database.stop();
  });

  test.each([
    'create extension if not exists pg_cron',
    'create extension if not exists pg_cron with schema pg_catalog',
    'create extension if not exists pg_net',
    'create extension if not exists pg_net with schema extensions',
    'create extension if not exists supabase_vault',
    'create extension if not exists supabase_vault with schema vault',
    'create extension if not exists pgtap with schema extensions',
  ])('role postgres, no superuser, runs: %s', async (statement) => {
    const migration = await database.connect();
    await migration.query('drop schema if exists vault cascade').catch(() => {}); // owned by the superuser
    await migration.query(statement);
    await migration.query(statement);
    const { rows } = await migration.query('select extname from pg_extension where extname = any($1)', [
      extensionNames,
    ]);
    expect(rows).toHaveLength(1);
    await migration.query(`drop extension ${rows[0].extname}`);
  });

  test('pgTAP runs a test', async () => {
    const migration = await database.connect();
    await migration.query('create extension pgtap with schema extensions');
    await migration.query('set search_path = extensions, pg_catalog; select plan(1)');
    const { rows } = await migration.query("select is(1, 1, 'same') as line");
    expect(rows[0].line).toBe('ok 1 - same');
  });
});
