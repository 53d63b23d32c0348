import { createServer } from 'node:net';
import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { addresses, place, SLOW_MS, said } from './support.ts';

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
}

describe('before anything is started', { timeout: SLOW_MS }, () => {
  test('a taken port is named, with the variable that sets another one', async () => {
    const here = await place();
    const taken = createServer().listen(here.ports.mail, '127.0.0.1');
    onTestFinished(() => void taken.close());
    const start = here.run('start', '--no-web');
    expect(await start.ended).toBe(1);
    expect(start.stderr()).toBe(
      `Port ${here.ports.mail} (mail) is taken: stop what uses it, or set CASSIUS_MAIL_PORT to another port.\n`,
    );
    expect(start.stdout()).toBe('');
  });

  test.each([
    ['CASSIUS_API_PORT', 'http', 'CASSIUS_API_PORT: "http" is not a port (1 to 65535)\n'],
    ['CASSIUS_DB_PORT', '70000', 'CASSIUS_DB_PORT: "70000" is not a port (1 to 65535)\n'],
  ])('%s=%s is refused by name', async (name, value, message) => {
    const here = await place({ [name]: value });
    const start = here.run('start', '--no-web');
    expect(await start.ended).toBe(1);
    expect(start.stderr()).toBe(message);
  });

  test('an unknown option is answered with the usage', async () => {
    const here = await place();
    const start = here.run('start', '--prod');
    expect(await start.ended).toBe(1);
    expect(start.stderr()).toContain('Usage: npm start [-- --dev | --no-web]');
  });

  test('the status of a stack that is down is one line on standard error', async () => {
    const here = await place();
    const status = here.run('status');
    expect(await status.ended).toBe(1);
    expect(status.stdout()).toBe('');
    expect(status.stderr()).toBe('The stack is down: start it with "npm start".\n');
  });
});

describe('a running stack', { timeout: SLOW_MS }, () => {
  test('tells its steps and accounts, is described by status, is alone on its data folder, and ends with one Ctrl-C', async () => {
    const here = await place();
    const stack = await here.up();
    await said(stack, 'Ctrl-C stops all of it.');
    for (const step of [
      'mail',
      'edge functions',
      'database',
      'data api and auth',
      'realtime',
      'api',
      'pg_cron',
      'pg_net',
    ]) {
      expect(stack.stdout()).toContain(`✓ ${step} (`);
    }
    expect(stack.stdout()).toMatch(/praticien@lumiere\.test +Cabinet Lumière: practitioner/);

    const { API_URL, DB_URL, MAIL_URL, WEB_URL, PUBLISHABLE_KEY, SECRET_KEY, ...others } =
      await addresses(here);
    expect(others).toEqual({});
    expect([API_URL, MAIL_URL, WEB_URL]).toEqual(
      [here.ports.api, here.ports.mail, here.ports.web].map((port) => `http://127.0.0.1:${port}`),
    );
    expect(PUBLISHABLE_KEY).toMatch(/^sb_publishable_/);
    expect(SECRET_KEY).toMatch(/^sb_secret_/);
    expect(
      await query(DB_URL, 'select current_user, rolsuper from pg_roles where rolname = current_user'),
    ).toEqual([{ current_user: 'postgres', rolsuper: false }]);

    const second = here.run('start', '--no-web');
    expect(await second.ended).toBe(1);
    expect(second.stderr()).toContain(
      `The stack already runs on ${here.dataDir} (process ${stack.child.pid}).`,
    );

    stack.child.kill('SIGINT');
    expect(await stack.ended).toBe(0);
    expect(await here.leftovers()).toEqual([]);
    expect(await here.run('status').ended).toBe(1);
  });

  test('keeps its data and keys over a restart, and loses the data to a reset, in place', async () => {
    const here = await place();
    const first = await here.up();
    const before = await addresses(here);
    await query(
      before.DB_URL,
      `update public.organisations set name = 'Cabinet Renommé' where name = 'Cabinet Lumière'`,
    );
    first.child.kill('SIGTERM');
    expect(await first.ended).toBe(0);

    const second = await here.up();
    const after = await addresses(here);
    expect(after).toEqual(before);
    const renamed = `select count(*)::int as count from public.organisations where name = 'Cabinet Renommé'`;
    expect(await query(after.DB_URL, renamed)).toEqual([{ count: 1 }]);

    const reset = here.run('reset');
    expect(await reset.ended).toBe(0);
    expect(await addresses(here)).toEqual(before);
    expect(await query(after.DB_URL, renamed)).toEqual([{ count: 0 }]);
    expect(second.child.exitCode).toBeNull();
  });
});
