import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from './json.ts';
import { UsageError } from './ports.ts';

const schema = z.object({
  /** HS256 key of the access tokens. */
  jwtSecret: z.string().min(32),
  publishableKey: z.string().startsWith('sb_publishable_'),
  secretKey: z.string().startsWith('sb_secret_'),
  /** The named secret key with which the database calls functions. */
  automationsKey: z.string().startsWith('sb_secret_'),
  /** `k1:<base64url>`: signs the links in emails. */
  linkSigningKeys: z.string().min(1),
  resendKey: z.string().startsWith('re_'),
  /** `whsec_<base64>`: signs the webhooks of the mail server. */
  resendWebhookSecret: z.string().startsWith('whsec_'),
  passwords: z.object({
    supabase_admin: z.string().min(1),
    postgres: z.string().min(1),
    authenticator: z.string().min(1),
  }),
});

export type Secrets = z.infer<typeof schema>;

const random = (bytes: number) => randomBytes(bytes).toString('base64url');
const webhookSecret = () => `whsec_${randomBytes(24).toString('base64')}`;

function generate(): Secrets {
  return {
    jwtSecret: random(48),
    publishableKey: `sb_publishable_${random(24)}`,
    secretKey: `sb_secret_${random(24)}`,
    automationsKey: `sb_secret_${random(24)}`,
    linkSigningKeys: `k1:${random(32)}`,
    resendKey: `re_${random(24)}`,
    resendWebhookSecret: webhookSecret(),
    passwords: { supabase_admin: random(18), postgres: random(18), authenticator: random(18) },
  };
}

/**
 * The secrets of a data folder: random, made once, readable by their owner only.
 * @param dataDir data folder of the stack; made when missing
 * @throws UsageError when the file is unreadable, or missing beside a database that was made with it
 */
export async function loadSecrets(dataDir: string): Promise<Secrets> {
  const file = join(dataDir, 'secrets.json');
  if (existsSync(file)) {
    const kept = parseJson(await readFile(file, 'utf8'));
    const added = missingFrom(kept);
    const parsed = schema.safeParse(added ? { ...(kept as object), ...added } : kept);
    if (!parsed.success) {
      throw new UsageError(`${file}: ${z.prettifyError(parsed.error)}\nRun "npm run reset" to start anew.`);
    }
    if (added) await save(file, parsed.data);
    return parsed.data;
  }
  if (existsSync(join(dataDir, 'postgres', 'PG_VERSION'))) {
    throw new UsageError(
      `${file} is missing, and the database has its passwords. Run "npm run reset" to start anew.`,
    );
  }
  const secrets = generate();
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  await save(file, secrets);
  return secrets;
}

/** What later versions added to the secrets: a data folder made before lacks it, and keeps its others. */
const missingFrom = (kept: unknown): Partial<Secrets> | null =>
  typeof kept === 'object' && kept !== null && !('resendWebhookSecret' in kept)
    ? { resendWebhookSecret: webhookSecret() }
    : null;

/** Whole or not at all. */
async function save(file: string, secrets: Secrets): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(secrets, null, 2)}\n`, { mode: 0o600 });
  await rename(`${file}.new`, file);
}
