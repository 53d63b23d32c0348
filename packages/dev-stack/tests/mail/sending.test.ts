import { createServer } from 'node:net';
import { Resend } from 'resend';
import { describe, expect, onTestFinished, test } from 'vitest';
import { email, startTestMail } from './server.ts';

describe('one email', () => {
  test('is delivered to the inbox as it was asked for', async () => {
    const mail = await startTestMail();
    const { data, error } = await mail.resend.emails.send(
      email({
        to: ['Paul <praticien@lumiere.test>', 'admin@lumiere.test'],
        cc: 'copie@lumiere.test',
        replyTo: 'contact@cassius.test',
        headers: { 'List-Unsubscribe': '<https://cassius.test/u>' },
        tags: [{ name: 'kind', value: 'alert' }],
      }),
      { idempotencyKey: 'alert/1' },
    );
    expect(error).toBeNull();
    expect(await mail.messages()).toEqual([
      {
        id: data?.id,
        from: 'Cassius <notifications@cassius.test>',
        to: ['Paul <praticien@lumiere.test>', 'admin@lumiere.test'],
        cc: ['copie@lumiere.test'],
        bcc: [],
        replyTo: ['contact@cassius.test'],
        subject: 'Nouvelle alerte dans Cassius',
        html: '<p>Bonjour</p>',
        text: 'Bonjour',
        headers: { 'List-Unsubscribe': '<https://cassius.test/u>' },
        tags: [{ name: 'kind', value: 'alert' }],
        idempotencyKey: 'alert/1',
        createdAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      },
    ]);
  });

  test('can be read again by its id, here and through the Resend client', async () => {
    const mail = await startTestMail();
    const { data } = await mail.resend.emails.send(email());
    const message = await fetch(`${mail.url}/api/messages/${data?.id}`);
    expect(await message.json()).toMatchObject({ id: data?.id, to: ['praticien@lumiere.test'] });
    expect((await mail.resend.emails.get(data?.id ?? '')).data).toMatchObject({
      to: ['praticien@lumiere.test'],
      last_event: 'delivered',
    });
    expect((await fetch(`${mail.url}/api/messages/unknown`)).status).toBe(404);
  });

  test.each([
    [{ to: undefined }, 'missing_required_field', 'Missing `to` field.'],
    [{ from: '' }, 'missing_required_field', 'Missing `from` field.'],
    [{ subject: undefined }, 'missing_required_field', 'Missing `subject` field.'],
    [{ html: undefined, text: undefined }, 'missing_required_field', 'Missing `html` or `text` field.'],
    [{ to: 'praticien' }, 'validation_error', 'Invalid `to` field.'],
    [{ to: ['a@b.test', 'a@b'] }, 'validation_error', 'Invalid `to` field.'],
    [{ to: [] }, 'validation_error', 'Invalid `to` field.'],
    [
      { to: Array.from({ length: 51 }, (_, i) => `p${i}@lumiere.test`) },
      'validation_error',
      'Invalid `to` field.',
    ],
    [{ from: 'Cassius' }, 'validation_error', 'Invalid `from` field.'],
    [{ tags: [{ name: 'é', value: 'x' }] }, 'validation_error', 'Invalid `tags` field.'],
    [{ tags: [{ name: 'kind', value: 'ISQ critique' }] }, 'validation_error', 'Invalid `tags` field.'],
    [{ tags: [{ name: 'kind', value: '' }] }, 'validation_error', 'Invalid `tags` field.'],
    [{ tags: [{ name: 'kind', value: 'x'.repeat(257) }] }, 'validation_error', 'Invalid `tags` field.'],
    [{ tags: [{ name: 'kind' }] }, 'validation_error', 'Invalid `tags` field.'],
    [{ attachments: [{ filename: 'empty.txt' }] }, 'invalid_attachment', 'Attachment must have'],
  ])('%j is refused by name', async (change, name, message) => {
    const mail = await startTestMail();
    const { error } = await mail.resend.emails.send(email(change as never));
    expect(error).toEqual({ statusCode: 422, name, message: expect.stringContaining(message) });
    expect(await mail.messages()).toEqual([]);
  });

  test('a body that is not JSON is refused', async () => {
    const mail = await startTestMail();
    const response = await fetch(`${mail.url}/emails`, {
      method: 'POST',
      headers: { authorization: 'Bearer re_test' },
      body: '{"to":',
    });
    expect(await response.json()).toMatchObject({ statusCode: 400, name: 'validation_error' });
  });
});

describe('a batch', () => {
  test('is answered in the order of its emails', async () => {
    const mail = await startTestMail();
    const emails = Array.from({ length: 100 }, (_, i) => email({ to: `p${i}@lumiere.test` }));
    const { data } = await mail.resend.batch.send(emails, { idempotencyKey: 'batch' });
    const stored = await mail.messages();
    expect(data?.data.map(({ id }) => id)).toEqual(stored.toReversed().map(({ id }) => id));
    expect(stored.at(-1)).toMatchObject({ to: ['p0@lumiere.test'], idempotencyKey: 'batch' });
  });

  test.each([0, 101])('of %i emails is refused', async (length) => {
    const mail = await startTestMail();
    const { error } = await mail.resend.batch.send(Array.from({ length }, () => email()));
    expect(error).toMatchObject({ statusCode: 422, name: 'validation_error' });
    expect(await mail.messages()).toEqual([]);
  });

  test('is refused as a whole when one email is wrong', async () => {
    const mail = await startTestMail();
    const { error } = await mail.resend.batch.send([email(), email({ to: 'nobody' })]);
    expect(error).toMatchObject({ statusCode: 422, name: 'validation_error' });
    expect(await mail.messages()).toEqual([]);
  });

  test('sends the good emails and names the others when asked to be permissive', async () => {
    const mail = await startTestMail();
    const { data } = await mail.resend.batch.send([email({ to: 'nobody' }), email()], {
      batchValidation: 'permissive',
    });
    expect(data).toMatchObject({
      data: [{ id: expect.any(String) }],
      errors: [{ index: 0, message: expect.stringContaining('Invalid `to` field') }],
    });
    expect(await mail.messages()).toHaveLength(1);
  });

  test('carries no attachment', async () => {
    const mail = await startTestMail();
    const { error } = await mail.resend.batch.send([
      email({ attachments: [{ filename: 'a.txt', content: 'YQ==' }] }) as never,
    ]);
    expect(error?.message).toContain('Invalid `attachments` field');
  });
});

describe('the API key', () => {
  test('must be there', async () => {
    const mail = await startTestMail();
    const response = await fetch(`${mail.url}/emails`, { method: 'POST', body: '{}' });
    expect(await response.json()).toEqual({
      statusCode: 401,
      name: 'missing_api_key',
      message: 'Missing API key in the authorization header.',
    });
  });

  test('must be the right one where one is set', async () => {
    const mail = await startTestMail({ apiKey: 're_right' });
    expect((await mail.resend.emails.send(email())).error).toMatchObject({
      statusCode: 403,
      name: 'invalid_api_key',
    });
    const right = new Resend('re_right', { baseUrl: mail.url });
    expect((await right.emails.send(email())).error).toBeNull();
  });
});

test('messages can be asked for by recipient, and cleared', async () => {
  const mail = await startTestMail();
  await mail.resend.emails.send(email({ to: 'Anne <admin@lumiere.test>' }));
  await mail.resend.emails.send(email({ to: 'praticien@lumiere.test' }));
  const found = await fetch(`${mail.url}/api/messages?to=admin@lumiere.test`);
  expect(await found.json()).toMatchObject([{ to: ['Anne <admin@lumiere.test>'] }]);

  expect((await fetch(`${mail.url}/api/messages`, { method: 'DELETE' })).status).toBe(204);
  expect(await mail.messages()).toEqual([]);
});

test('an unknown endpoint is answered as Resend does', async () => {
  const mail = await startTestMail();
  const { error } = await mail.resend.domains.list();
  expect(error).toMatchObject({ statusCode: 404, name: 'not_found' });
});

test('a taken port is named, and nothing hangs', async () => {
  const other = createServer().listen(0, '127.0.0.1');
  onTestFinished(() => void other.close());
  await new Promise((resolve) => other.once('listening', resolve));
  const port = (other.address() as { port: number }).port;
  await expect(startTestMail({ port })).rejects.toThrow(`mail: port ${port} is taken by another program`);
});

test('stopping twice is safe, also while an inbox is open', async () => {
  const mail = await startTestMail();
  const events = await fetch(`${mail.url}/api/events`);
  await Promise.all([mail.stop(), mail.stop()]);
  await expect(events.text()).rejects.toThrow();
});
