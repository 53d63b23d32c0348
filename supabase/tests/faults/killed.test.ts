import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { silent } from '../../../packages/dev-stack/src/log.ts';
import { type Mail, startMail } from '../../../packages/dev-stack/src/mail/index.ts';
import type { Message } from '../../../packages/dev-stack/src/mail/store.ts';
import { type Database, startDatabase } from './database.ts';
import { openRoad, type Road } from './network.ts';
import { createPractices, type Email, keepPractices, requeue, START } from './practices.ts';
import { idOf } from './provider.ts';
import { drainHere, startFunction, startProcess } from './workers.ts';

/** More than one batch, so that the worker is in the middle of its work. */
const SIZE = { tenants: 3, people: 5, emails: 10 };
/** More than a lease, and more than any pause of the provider's trouble. */
const LATER = 400_000;

let database: Database;
let emails: Email[];

beforeAll(async () => {
  database = await startDatabase();
  emails = await createPractices(database, SIZE);
  await keepPractices(database);
});
afterAll(() => database?.stop());

interface Scene {
  mail: Mail;
  road: Road;
  /** What the provider keeps, by outbox id. */
  arrived(): Promise<string[]>;
  fail(failure: object): Promise<void>;
}

async function scene(): Promise<Scene> {
  await requeue(database, emails);
  const mail = await startMail({ port: 0, log: silent });
  const road = await openRoad(mail.url);
  onTestFinished(async () => {
    await road.stop();
    await mail.stop();
  });
  return {
    ...{ mail, road },
    async arrived() {
      const response = await fetch(`${mail.url}/api/messages`);
      return ((await response.json()) as Message[]).map(idOf);
    },
    async fail(failure) {
      const response = await fetch(`${mail.url}/api/failures`, {
        method: 'POST',
        body: JSON.stringify(failure),
      });
      if (!response.ok) throw new Error(await response.text());
    },
  };
}

/** A second worker, when the lease of the first has run out, as often as cron wakes one. */
async function finish(mail: Mail): Promise<void> {
  for (let round = 1; round <= 20; round += 1) {
    await database.setClock(START + round * LATER);
    await drainHere({ databaseUrl: database.url, providerUrl: mail.url });
    const { rows } = await database.facts.query(`select 1 from public.email_outbox where status = 'PENDING'`);
    if (rows.length === 0) return;
  }
  throw new Error('emails still wait after twenty runs');
}

async function expectEachOnce({ arrived }: Scene): Promise<void> {
  expect((await arrived()).sort()).toEqual(emails.map(({ id }) => id).sort());
  const { rows } = await database.facts.query('select distinct status, failure from public.email_outbox');
  expect(rows).toEqual([{ status: 'SENT', failure: null }]);
}

const STEPS: [step: string, failure?: object][] = [
  ...['claim', 'compose', 'beginSending', 'call', 'ack'].flatMap((name): [string][] => [
    [`before ${name}`],
    [`after ${name}`],
  ]),
  ...['before retry', 'after retry'].map((step): [string, object] => [
    step,
    { mode: 'drop-after', count: 1 },
  ]),
  ...['before reject', 'after reject'].map((step): [string, object] => [step, { mode: 'invalid', count: 1 }]),
  ...['before openCircuit', 'after openCircuit'].map((step): [string, object] => [
    step,
    { mode: 'unauthorized', count: 1 },
  ]),
];

describe('a worker in a process of its own, killed with SIGKILL', () => {
  it.each(STEPS)('%s: another one finishes, and each email arrives once', async (step, failure) => {
    const stage = await scene();
    if (failure) await stage.fail(failure);
    const worker = startProcess({ databaseUrl: database.url, providerUrl: stage.mail.url }, step);
    expect(await worker.said).toBe(`stopped ${step}`);
    await worker.kill();
    await finish(stage.mail);
    await expectEachOnce(stage);
  });

  it('while its request is on the wire, which arrives after another worker has sent the same', async () => {
    const stage = await scene();
    const held = stage.road.hold('request');
    const worker = startProcess({ databaseUrl: database.url, providerUrl: stage.road.url });
    const release = await held;
    await worker.kill();
    await finish(stage.mail);
    await release();
    await expectEachOnce(stage);
  });

  it('while the answer of the provider is on the wire', async () => {
    const stage = await scene();
    const held = stage.road.hold('answer');
    const worker = startProcess({ databaseUrl: database.url, providerUrl: stage.road.url });
    const release = await held;
    await worker.kill();
    await release();
    await finish(stage.mail);
    await expectEachOnce(stage);
  });
});

describe('the Edge Function in Deno, killed with SIGKILL', () => {
  it.each(['request', 'answer'] as const)(
    'while its %s is on the wire: each email arrives once',
    async (what) => {
      const stage = await scene();
      const held = stage.road.hold(what);
      const worker = await startFunction({ databaseUrl: database.url, providerUrl: stage.road.url });
      const answered = worker.wake();
      const release = await held;
      await worker.kill();
      expect(await answered).toBeNull();
      await finish(stage.mail);
      await release();
      await expectEachOnce(stage);
    },
  );
});
