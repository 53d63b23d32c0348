import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { email, startTestMail, temporaryFile } from './server.ts';

afterEach(() => {
  vi.useRealTimers();
});

describe('an idempotency key', () => {
  test('with the same bytes gets the same answer and sends nothing more', async () => {
    const mail = await startTestMail();
    const first = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    const second = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(second.data).toEqual(first.data);
    expect(await mail.messages()).toHaveLength(1);
  });

  test('with the same batch gets the same ids', async () => {
    const mail = await startTestMail();
    const batch = [email(), email({ to: 'admin@lumiere.test' })];
    const first = await mail.resend.batch.send(batch, { idempotencyKey: 'k' });
    const second = await mail.resend.batch.send(batch, { idempotencyKey: 'k' });
    expect(second.data).toEqual(first.data);
    expect(await mail.messages()).toHaveLength(2);
  });

  test('with other bytes is a conflict', async () => {
    const mail = await startTestMail();
    await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    const { error } = await mail.resend.emails.send(email({ subject: 'Autre' }), { idempotencyKey: 'k' });
    expect(error).toMatchObject({ statusCode: 409, name: 'invalid_idempotent_request' });
    expect(await mail.messages()).toHaveLength(1);
  });

  test('belongs to one endpoint', async () => {
    const mail = await startTestMail();
    await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    const { error } = await mail.resend.batch.send([email()], { idempotencyKey: 'k' });
    expect(error).toBeNull();
    expect(await mail.messages()).toHaveLength(2);
  });

  test('in use by a request that goes on is a conflict too', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'slow', delayMs: 300, count: 1 });
    const first = mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    await vi.waitFor(async () => expect(await (await fetch(`${mail.url}/api/failures`)).json()).toEqual([]));
    const second = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(second.error).toMatchObject({ statusCode: 409, name: 'concurrent_idempotent_requests' });
    expect((await first).error).toBeNull();
    expect(await mail.messages()).toHaveLength(1);
  });

  test('of a request that was refused is free again', async () => {
    const mail = await startTestMail();
    await mail.resend.emails.send(email({ to: 'nobody' }), { idempotencyKey: 'k' });
    const { error } = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(error).toBeNull();
  });

  test.each([
    ['x'.repeat(256), null],
    ['x'.repeat(257), 'invalid_idempotency_key'],
  ])('has at most 256 characters (%#)', async (idempotencyKey, name) => {
    const mail = await startTestMail();
    const { error } = await mail.resend.emails.send(email(), { idempotencyKey });
    expect(error?.name ?? null).toBe(name);
  });

  test('is forgotten after 24 hours, not before', async () => {
    const mail = await startTestMail();
    await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 23.9 * 3_600_000 });
    await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(await mail.messages()).toHaveLength(1);
    vi.setSystemTime(Date.now() + 0.2 * 3_600_000);
    await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(await mail.messages()).toHaveLength(2);
  });

  test('outlives an emptied inbox, so that a retry does not send again', async () => {
    const mail = await startTestMail();
    const first = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    await fetch(`${mail.url}/api/messages`, { method: 'DELETE' });
    const second = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(second.data).toEqual(first.data);
    expect(await mail.messages()).toEqual([]);
  });
});

describe('the data file', () => {
  test('keeps messages and keys over a restart', async () => {
    const dataFile = await temporaryFile('deep/mail.jsonl');
    const before = await startTestMail({ dataFile });
    const first = await before.resend.batch.send([email(), email({ to: 'admin@lumiere.test' })], {
      idempotencyKey: 'k',
    });
    await before.resend.emails.send(email({ subject: 'Dernier' }));
    const messages = await before.messages();
    await before.stop();

    const after = await startTestMail({ dataFile });
    expect(await after.messages()).toEqual(messages);
    const retry = await after.resend.batch.send([email(), email({ to: 'admin@lumiere.test' })], {
      idempotencyKey: 'k',
    });
    expect(retry.data).toEqual(first.data);
    expect(await after.messages()).toHaveLength(3);
  });

  test('may end in the middle of a line, after a kill', async () => {
    const dataFile = await temporaryFile('mail.jsonl');
    const before = await startTestMail({ dataFile });
    await before.resend.emails.send(email());
    await before.stop();
    await appendFile(dataFile, '{"messages":[{"id":"ha');

    const after = await startTestMail({ dataFile });
    await after.resend.emails.send(email({ subject: 'Ensuite' }));
    await after.stop();
    const again = await startTestMail({ dataFile });
    expect((await again.messages()).map(({ subject }) => subject)).toEqual([
      'Ensuite',
      'Nouvelle alerte dans Cassius',
    ]);
  });

  test('forgets what was cleared', async () => {
    const dataFile = await temporaryFile('mail.jsonl');
    const before = await startTestMail({ dataFile });
    await before.resend.emails.send(email({ text: 'secret d’un essai' }));
    await fetch(`${before.url}/api/messages`, { method: 'DELETE' });
    await before.stop();

    const after = await startTestMail({ dataFile });
    expect(await after.messages()).toEqual([]);
    expect(await readFile(dataFile, 'utf8')).not.toContain('secret');
  });

  test('that is something else is named', async () => {
    const dataFile = await temporaryFile('mail.jsonl');
    await writeFile(dataFile, 'hello\n');
    await expect(startTestMail({ dataFile })).rejects.toThrow(`${dataFile}, line 1`);
  });
});
