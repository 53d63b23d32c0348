import { describe, expect, test } from 'vitest';
import { email, startTestMail } from './server.ts';

describe('a failure mode', () => {
  test.each([
    [{ mode: 'rate-limit', retryAfter: 7 }, 429, 'rate_limit_exceeded', '7'],
    [{ mode: 'quota' }, 429, 'daily_quota_exceeded', undefined],
    [{ mode: 'quota', period: 'monthly' }, 429, 'monthly_quota_exceeded', undefined],
    [{ mode: 'server-error' }, 500, 'internal_server_error', undefined],
    [{ mode: 'server-error', status: 503 }, 503, 'internal_server_error', undefined],
    [{ mode: 'unauthorized' }, 403, 'invalid_api_key', undefined],
    [{ mode: 'unauthorized', status: 401 }, 401, 'restricted_api_key', undefined],
    [{ mode: 'invalid' }, 422, 'validation_error', undefined],
    [{ mode: 'invalid', status: 400 }, 400, 'validation_error', undefined],
    [{ mode: 'invalid', status: 404 }, 404, 'not_found', undefined],
  ])(
    '%j answers in the shape of Resend, and nothing is sent',
    async (failure, statusCode, name, retryAfter) => {
      const mail = await startTestMail();
      await mail.fail(failure);
      const { data, error, headers } = await mail.resend.emails.send(email());
      expect(data).toBeNull();
      expect(error).toEqual({ statusCode, name, message: expect.any(String) });
      expect(headers?.['retry-after']).toBe(retryAfter);
      expect(await mail.messages()).toEqual([]);
    },
  );

  test('drop-before closes the connection and sends nothing', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'drop-before', count: 1 });
    expect((await mail.resend.emails.send(email())).error).toMatchObject({ statusCode: null });
    expect(await mail.messages()).toEqual([]);
  });

  test('drop-after closes the connection once the email is sent; the retry is answered, not sent', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'drop-after', count: 1 });
    const lost = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(lost.error).toMatchObject({ statusCode: null });
    const [sent] = await mail.messages();

    const retry = await mail.resend.emails.send(email(), { idempotencyKey: 'k' });
    expect(retry.data).toEqual({ id: sent?.id });
    expect(await mail.messages()).toHaveLength(1);
  });

  test('hang never answers, and does not keep the server from stopping', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'hang' });
    const request = fetch(`${mail.url}/emails`, {
      method: 'POST',
      headers: { authorization: 'Bearer re_test' },
      body: JSON.stringify(email()),
      signal: AbortSignal.timeout(200),
    });
    await expect(request).rejects.toThrow(/timeout/i);
    const waiting = mail.resend.emails.send(email());
    await expect.poll(async () => (await fetch(`${mail.url}/api/failures`)).ok).toBe(true);
    await mail.stop();
    expect((await waiting).error).toMatchObject({ statusCode: null });
  });

  test('garbage answers what is not JSON', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'garbage' });
    expect((await mail.resend.emails.send(email())).error).toMatchObject({ statusCode: null });
    await fetch(`${mail.url}/api/failures`, { method: 'DELETE' });
    await mail.fail({ mode: 'garbage', status: 502 });
    expect((await mail.resend.emails.send(email())).error).toMatchObject({ statusCode: 502 });
    expect(await mail.messages()).toEqual([]);
  });

  test('slow answers late', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'slow', delayMs: 150 });
    const started = performance.now();
    expect((await mail.resend.emails.send(email())).error).toBeNull();
    expect(performance.now() - started).toBeGreaterThanOrEqual(140);
  });

  test('throttle allows so many requests a second', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'throttle', perSecond: 3 });
    const sent = await Promise.all(Array.from({ length: 5 }, () => mail.resend.emails.send(email())));
    expect(sent.filter(({ error }) => error === null)).toHaveLength(3);
    const refused = sent.find(({ error }) => error !== null);
    expect(refused).toMatchObject({
      error: { name: 'rate_limit_exceeded' },
      headers: { 'retry-after': '1' },
    });
    await expect
      .poll(async () => (await mail.resend.emails.send(email())).error, { timeout: 3000, interval: 200 })
      .toBeNull();
  });
});

test('a count is used up, and the next failure takes over', async () => {
  const mail = await startTestMail();
  await mail.fail({ mode: 'server-error', count: 2 });
  await mail.fail({ mode: 'rate-limit', count: 1 });
  const names = [];
  for (let i = 0; i < 4; i += 1) names.push((await mail.resend.emails.send(email())).error?.name);
  expect(names).toEqual(['internal_server_error', 'internal_server_error', 'rate_limit_exceeded', undefined]);
});

describe('a failure for one address', () => {
  test('leaves the others alone', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'invalid', matching: 'Poison@lumiere.test' });
    expect((await mail.resend.emails.send(email())).error).toBeNull();
    expect((await mail.resend.emails.send(email({ to: 'P <poison@lumiere.test>' }))).error).toMatchObject({
      statusCode: 422,
    });
  });

  test('refuses the whole batch that holds it, unless the batch is permissive', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'invalid', matching: 'poison@lumiere.test' });
    const batch = [email(), email({ to: 'poison@lumiere.test' })];
    expect((await mail.resend.batch.send(batch)).error).toMatchObject({ statusCode: 422 });
    expect(await mail.messages()).toEqual([]);

    const { data } = await mail.resend.batch.send(batch, { batchValidation: 'permissive' });
    expect(data).toMatchObject({ data: [{}], errors: [{ index: 1 }] });
    expect(await mail.messages()).toHaveLength(1);
  });
});

describe('the failures API', () => {
  test('lists what is left and clears it', async () => {
    const mail = await startTestMail();
    await mail.fail({ mode: 'server-error', count: 2 });
    await mail.resend.emails.send(email());
    const list = async () => (await fetch(`${mail.url}/api/failures`)).json();
    expect(await list()).toEqual([{ mode: 'server-error', status: 500, count: 1 }]);
    await fetch(`${mail.url}/api/failures`, { method: 'DELETE' });
    expect(await list()).toEqual([]);
  });

  test.each([
    ['not json', ''],
    [{ mode: 'explode' }, 'mode'],
    [{ mode: 'server-error', status: 404 }, 'status'],
    [{ mode: 'hang', count: 0 }, 'count'],
    [{ mode: 'slow' }, 'delayMs'],
    [{ mode: 'hang', matching: 'nobody' }, 'matching'],
    [{ mode: 'hang', retryAfter: 3 }, ''],
  ])('refuses %j and names the field', async (failure, field) => {
    const mail = await startTestMail();
    const response = await fetch(`${mail.url}/api/failures`, {
      method: 'POST',
      body: typeof failure === 'string' ? failure : JSON.stringify(failure),
    });
    expect(response.status).toBe(400);
    const { error } = await response.json();
    expect(error).toMatchObject({ code: 'invalid_field', message: expect.any(String) });
    expect(error.field ?? '').toBe(field);
  });
});
