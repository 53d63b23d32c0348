import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silent } from '../../../packages/dev-stack/src/log.ts';
import { type Mail, startMail } from '../../../packages/dev-stack/src/mail/index.ts';
import type { Message } from '../../../packages/dev-stack/src/mail/store.ts';
import { type Database, startDatabase } from './database.ts';
import { createPractices, type Email } from './practices.ts';
import { idOf } from './provider.ts';
import { drainHere, startProcess } from './workers.ts';

let database: Database;
let mail: Mail;

beforeEach(async () => {
  [database, mail] = await Promise.all([startDatabase(), startMail({ port: 0, log: silent })]);
});
afterEach(async () => {
  await Promise.all([database?.stop(), mail?.stop()]);
});

/** Newest first. */
async function arrived(): Promise<string[]> {
  const response = await fetch(`${mail.url}/api/messages`);
  return ((await response.json()) as Message[]).map(idOf);
}

// Thousands of emails are queued first, by one core.
describe('many workers on one queue', { timeout: 120_000 }, () => {
  it('three processes and this one send 2,000 emails of 20 tenants once each', async () => {
    const emails = await createPractices(database, { tenants: 20, people: 10, emails: 10 });
    const options = { databaseUrl: database.url, providerUrl: mail.url };
    const processes = [1, 2, 3].map(() => startProcess(options, '', { waits: true }));
    expect(await Promise.all(processes.map(({ said }) => said))).toEqual(Array(3).fill('ready'));
    const here = drainHere(options);
    const there = processes.map((each) => each.goOn());
    const summaries = await Promise.all([here, ...there]);
    expect((await arrived()).sort()).toEqual(emails.map(({ id }) => id).sort());
    const { rows } = await database.facts.query(
      'select status, max(attempts) as attempts, count(*)::int as emails from public.email_outbox group by status',
    );
    expect(rows).toEqual([{ status: 'SENT', attempts: 1, emails: 2000 }]);
    // Each of them took its part, or it would show nothing.
    expect(summaries.filter(({ sent }) => sent > 0).length).toBeGreaterThan(1);
  });

  it('puts the only email of a small tenant in the first batch, behind 5,000 older ones of a large tenant', async () => {
    await createPractices(database, { tenants: 1, people: 50, emails: 100 });
    const small = await addLatecomer();
    await drainHere({ databaseUrl: database.url, providerUrl: mail.url }, { batchBudget: 1, lanes: 1 });
    const first = await arrived();
    expect(first).toHaveLength(100);
    expect(first).toContain(small.id);
  });
});

/** A practice whose email is queued after everybody else's. */
async function addLatecomer(): Promise<Pick<Email, 'id'>> {
  await database.facts.query(`
    insert into public.organisations (id, name, locale) values ('00000009-0000-4000-8000-000000000001', 'Petit cabinet inventé', 'fr');
    insert into auth.users (id, instance_id, aud, role, email, email_confirmed_at)
    values ('00000009-0000-4000-8000-000000000002', '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated',
      'seule@petit-cabinet.test', notify.clock());
    insert into public.organisation_members (organisation_id, user_id, role)
    values ('00000009-0000-4000-8000-000000000001', '00000009-0000-4000-8000-000000000002', 'admin');
    update tests.clock set at = at + interval '1 minute'`);
  await database.owner.query(`select public.notify('{
    "type": "INVOICE_ISSUED", "organisationId": "00000009-0000-4000-8000-000000000001",
    "entityId": "00000009-0000-4000-8000-000000000003"}')`);
  const { rows } = await database.facts.query(
    `select id from public.email_outbox where organisation_id = '00000009-0000-4000-8000-000000000001'`,
  );
  return rows[0];
}
