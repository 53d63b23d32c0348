import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addressesOf, functionEnvironment, webEnvironment, webhookEndpoint } from '../src/environment.ts';
import { loadSecrets } from '../src/secrets.ts';

let dataDir: string;
const file = () => join(dataDir, 'secrets.json');

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'cassius-secrets-'));
});

afterEach(() => rm(dataDir, { recursive: true, force: true }));

test('secrets are made once, for their owner only', async () => {
  const secrets = await loadSecrets(dataDir);
  expect(secrets.resendWebhookSecret).toMatch(/^whsec_[A-Za-z0-9+/]{32}$/);
  expect(await loadSecrets(dataDir)).toEqual(secrets);
  expect((await stat(file())).mode & 0o777).toBe(0o600);
});

test('a data folder of an earlier version is given what it lacks, once, and keeps the rest', async () => {
  const { resendWebhookSecret, ...before } = await loadSecrets(dataDir);
  await writeFile(file(), JSON.stringify(before));
  const after = await loadSecrets(dataDir);
  expect(after).toEqual({ ...before, resendWebhookSecret: expect.stringMatching(/^whsec_/) });
  expect(after.resendWebhookSecret).not.toBe(resendWebhookSecret);
  expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(after);
  expect(await loadSecrets(dataDir)).toEqual(after);
});

test.each(['{"jwtSecret": "sh', '[]', 'null', '{"resendKey": "x"}'])(
  'a file that says %s is refused, with its name',
  async (text) => {
    await writeFile(file(), text);
    await expect(loadSecrets(dataDir)).rejects.toThrow(/secrets\.json: [\s\S]*npm run reset/);
    expect(await readFile(file(), 'utf8')).toBe(text);
  },
);

test('secrets are not made anew beside a database that was made with others', async () => {
  await mkdir(join(dataDir, 'postgres'));
  await writeFile(join(dataDir, 'postgres', 'PG_VERSION'), '17');
  await expect(loadSecrets(dataDir)).rejects.toThrow('secrets.json is missing');
});

test('who sends webhooks and who receives them have one secret; the web server has the secret key', async () => {
  const secrets = await loadSecrets(dataDir);
  const addresses = addressesOf({ api: 1, db: 2, mail: 3, web: 4 }, secrets);
  const { url, secret } = webhookEndpoint(addresses, secrets);
  expect(url).toBe('http://127.0.0.1:1/functions/v1/resend-webhook');
  expect(functionEnvironment(addresses, secrets).RESEND_WEBHOOK_SECRET).toBe(secret);
  expect(webEnvironment(addresses, secrets).SUPABASE_SECRET_KEY).toBe(secrets.secretKey);
});
