import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { addressesOf } from '../../src/environment.ts';
import { silent } from '../../src/log.ts';
import { repositoryRoot } from '../../src/paths.ts';
import { freePorts } from '../../src/ports.ts';
import { startDatabase } from '../../src/postgres/database.ts';
import { loadSecrets } from '../../src/secrets.ts';
import type { Service } from '../../src/service.ts';
import { place, type Running, SLOW_MS } from './support.ts';

const LUMIERE = '00000000-0000-4000-8000-000000000001';
/** Ids that a test can tell apart: the nth email. */
const id = (n: number) => `5d0b7c1e-0000-4000-8000-${String(n).padStart(12, '0')}`;

let dataDir: string;
let server: Service;
let url: string;
let client: pg.Client;

// A database as the stack makes it, and no worker that would take the emails away.
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cassius-repair-'));
  const secrets = await loadSecrets(dataDir);
  const ports = await freePorts();
  const addresses = addressesOf(ports, secrets);
  server = await startDatabase({
    dataDir,
    root: repositoryRoot,
    ports,
    secrets,
    addresses,
    logOf: () => silent,
  });
  url = addresses.DB_URL;
  client = new pg.Client({ connectionString: url });
  await client.connect();
}, SLOW_MS);

afterAll(async () => {
  await client?.end();
  await server?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

beforeEach(async () => {
  await client.query('delete from public.email_outbox');
  await client.query('delete from notify.email_batches');
  await client.query('delete from notify.circuits');
});

/** Emails 1 to n of a praticien of Cabinet Lumière, as they wait in the queue. */
async function queued(n: number): Promise<void> {
  await client.query(
    `insert into public.email_outbox
       (id, organisation_id, user_id, type, subject, template, categories, locale, payload)
     select
       ('5d0b7c1e-0000-4000-8000-' || lpad(number::text, 12, '0'))::uuid, $1,
       (select id from auth.users where email = 'praticien@lumiere.test'),
       'DIGEST', 'Votre résumé', 'digest_daily', '{alerts}', 'fr', '{}'
     from generate_series(1, $2) as number`,
    [LUMIERE, n],
  );
}

const failed = (n: number, failure: string, words: string) =>
  client.query(
    `update public.email_outbox set status = 'FAILED', failure = $2, error_message = $3 where id = $1`,
    [id(n), failure, words],
  );

const pause = (reason: string) =>
  client.query(
    `insert into notify.circuits (channel, open_until, reason) values ('email', now() + interval '5 minutes', $1)`,
    [reason],
  );

/** Number → status and failure of each email. */
async function statuses(): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(
    `select concat_ws(' ', status, failure) as text from public.email_outbox order by id`,
  );
  return rows.map(({ text }) => text);
}

async function repair(...args: string[]): Promise<Running & { code: number | string }> {
  const here = await place();
  const running = here.run('repair', '--db-url', url, ...args);
  const code = await running.ended;
  return { ...running, code };
}

const json = async (...args: string[]) => JSON.parse((await repair('--json', ...args)).stdout());

describe('the queue', { timeout: SLOW_MS }, () => {
  test('that is empty says so', async () => {
    const { code, stdout, stderr } = await repair();
    expect([code, stderr()]).toEqual([0, '']);
    expect(stdout()).toMatch(/pending +0 \(0 due\)/);
    expect(stdout()).toMatch(/paused +no/);
    expect(stdout()).not.toContain('--retry');
  });

  test('tells what waits, what pauses, what failed and why, and no address', async () => {
    await queued(8);
    await client.query(
      `update public.email_outbox set send_after = now() - interval '3 hours' where id = $1`,
      [id(1)],
    );
    await client.query(
      `update public.email_outbox set send_after = now() + interval '1 hour' where id = $1`,
      [id(2)],
    );
    await failed(3, 'refused', 'Invalid `to` field: Paul <paul@lumiere.test>\u001b[2J\nsecond line');
    await failed(4, 'refused', 'Invalid `to` field');
    await failed(5, 'gave_up', 'gave up after 23 hours of retries; ask a person');
    await failed(6, 'already_read', 'not sent: already read in the application');
    await pause('API key of ops@cassius.test is invalid');
    await client.query(`
      insert into notify.email_batches (leased_until) values
        (now() + interval '1 minute'), (now() - interval '1 minute'), (null), (null)
    `);

    const { code, stdout } = await repair();
    expect(code).toBe(0);
    const text = stdout();
    expect(text).toMatch(/pending +4 \(3 due, the oldest for 3 h\)/);
    expect(text).toMatch(/paused +until \d{4}-.*Z \(5 min\): API key of <address> is invalid/);
    expect(text).toMatch(/leases held +1, and 1 that ran out/);
    expect(text).toMatch(/batches waiting +2/);
    expect(text).toMatch(/refused +2\n +gave_up +1\n/);
    expect(text).toMatch(/already_read +1\n/);
    expect(text).toMatch(
      new RegExp(
        `${id(3)} +Cabinet Lumière +refused +\\d+ s +Invalid .to. field: Paul <<address>> \\[2J second line\n`,
      ),
    );
    expect(text).not.toContain('@');
    expect(text).not.toContain('\u001b');
    expect(text).not.toContain(id(6));
  });

  test('is the same as JSON', async () => {
    await queued(2);
    await failed(1, 'outcome_unknown', 'gave up: outcome unknown');
    expect(await json()).toMatchObject({
      pending: 1,
      due: 1,
      pausedUntil: null,
      leases: 0,
      failures: [{ failure: 'outcome_unknown', count: 1 }],
      failed: [{ id: id(1), organisation: 'Cabinet Lumière', failure: 'outcome_unknown' }],
    });
  });

  test('lists the newest twenty failures of many', async () => {
    await queued(30);
    for (let n = 1; n <= 30; n += 1) await failed(n, 'refused', `Refus ${n}`);
    const text = (await repair()).stdout();
    expect(text).toContain('Failed, the newest 20 of 30');
    expect(text).toContain('Refus 11');
    expect(text).not.toContain(id(10));
  });
});

describe('what failed is tried again', { timeout: SLOW_MS }, () => {
  test('by id, several at a time; one that did not fail is told by the exit code', async () => {
    await queued(4);
    await failed(1, 'refused', 'Refus');
    await failed(2, 'gave_up', 'Abandon');
    await failed(3, 'refused', 'Refus');
    const { code, stdout } = await repair('--retry', id(1), id(2).toUpperCase(), id(1));
    expect([code, stdout()]).toEqual([0, '2 emails queued again.\n']);
    expect(await statuses()).toEqual(['PENDING', 'PENDING', 'FAILED refused', 'PENDING']);

    const again = await repair('--retry', id(3), '--retry', id(4));
    expect([again.code, again.stdout()]).toEqual([1, '1 email queued again, 1 not: unknown, not failed.\n']);
  });

  test('all of it, or all of one kind; what was not wanted or is old stays', async () => {
    await queued(5);
    await failed(1, 'refused', 'Refus');
    await failed(2, 'outcome_unknown', 'Inconnu');
    await failed(3, 'muted', 'not sent: muted meanwhile');
    await failed(4, 'cancelled', 'not sent: cancelled');
    await failed(5, 'refused', 'Refus');
    await client.query(
      `update public.email_outbox set settled_at = now() - interval '8 days' where id = $1`,
      [id(5)],
    );
    expect((await repair('--retry', 'refused')).stdout()).toBe('1 email queued again.\n');
    expect(await json('--retry', 'all')).toMatchObject({ retried: { asked: 1, changed: 1 } });
    const rest = ['FAILED muted', 'FAILED cancelled', 'FAILED refused'];
    expect(await statuses()).toEqual(['PENDING', 'PENDING', ...rest]);
    const none = await repair('--retry', 'all');
    expect([none.code, none.stdout()]).toEqual([0, '0 emails queued again.\n']);
  });

  test('also when it is more than the database takes in one call', async () => {
    await queued(1500);
    await client.query(
      `update public.email_outbox set status = 'FAILED', failure = 'gave_up', error_message = 'Abandon'`,
    );
    expect((await repair('--retry', 'all')).stdout()).toBe('1500 emails queued again.\n');
  });
});

describe('what waits is cancelled', { timeout: SLOW_MS }, () => {
  test('by id, or all of it but what is on its way', async () => {
    await queued(4);
    expect((await repair('--cancel', id(1))).stdout()).toBe('1 email cancelled.\n');
    // One that a worker holds.
    await client.query('select notify.claim_emails(1)');
    const { code, stdout } = await repair('--cancel', 'all-pending');
    expect([code, stdout()]).toEqual([0, '2 emails cancelled, 1 not: unknown, on their way, or settled.\n']);
    expect((await statuses()).sort()).toEqual([...Array(3).fill('FAILED cancelled'), 'PENDING']);
  });
});

test('a pause is ended, and nothing else', { timeout: SLOW_MS }, async () => {
  await pause('quota');
  const ended = await repair('--unpause');
  expect([ended.code, ended.stdout()]).toEqual([0, 'The pause is over.\n']);
  expect((await client.query('select from notify.circuits')).rowCount).toBe(0);
  expect(await json('--unpause')).toEqual({ retried: null, cancelled: null, unpaused: false });
});

describe('what cannot be done is one clear message', { timeout: SLOW_MS }, () => {
  test.each([
    [
      ['--retry', 'everything'],
      '"everything" is neither an email\'s id nor all, refused, gave_up, outcome_unknown.',
    ],
    [['--retry', 'all', id(1)], '"all" is neither'],
    [['--cancel', 'all'], '"all" is neither an email\'s id nor all-pending.'],
    [['--retry', 'all', '--cancel', 'all-pending'], '--retry and --cancel do not go together.'],
    [[id(1)], `What is to be done with ${id(1)}?`],
    [['--retry'], 'Usage: npm run repair'],
  ])('%j', async (args, message) => {
    await queued(1);
    const { code, stdout, stderr } = await repair(...args);
    expect([code, stdout()]).toEqual([1, '']);
    expect(stderr()).toContain(message);
    expect(await statuses()).toEqual(['PENDING']);
  });

  test('a stack that is down', async () => {
    const here = await place();
    const running = here.run('repair');
    expect(await running.ended).toBe(1);
    expect(running.stderr()).toBe('The stack is down: start it with "npm start".\n');
  });

  test('a database that does not answer', async () => {
    const here = await place();
    const running = here.run('repair', '--db-url', `postgresql://127.0.0.1:${here.ports.db}/postgres`);
    expect(await running.ended).toBe(1);
    expect(running.stderr()).toMatch(/^The database does not answer: .*ECONNREFUSED.*\n$/);
  });
});
