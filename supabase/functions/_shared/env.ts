import { z } from 'zod';
import { type LinkKeys, parseKeys } from '../../../packages/contracts/src/link-token.ts';

/** 16 bytes or more in base64, as the verifying library decodes it: a shorter one would be no secret. */
const WEBHOOK_SECRET =
  /^whsec_(?=[A-Za-z0-9+/]{22})(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const required = z.string({ error: 'is not set' }).min(1, 'is empty');
const webAddress = required
  .refine((value) => /^https?:\/\//.test(value) && URL.canParse(value), 'is not an http(s) address')
  .transform((value) => value.replace(/\/+$/, ''));

const secretKeys = required.transform((value, context): string[] => {
  const keys = z.record(z.string(), z.string().min(1)).safeParse(parseJson(value));
  if (keys.success && Object.keys(keys.data).length > 0) return Object.values(keys.data);
  context.addIssue('is not a JSON object of names and keys');
  return z.NEVER;
});

const linkKeys = required.transform((value, context): LinkKeys => {
  try {
    return parseKeys(value);
  } catch (error) {
    context.addIssue(error instanceof Error ? error.message : String(error));
    return z.NEVER;
  }
});

const webhookSecrets = required.transform((value, context): string[] => {
  const secrets = value.split(',').map((secret) => secret.trim());
  if (secrets.every((secret) => WEBHOOK_SECRET.test(secret))) return secrets;
  context.addIssue('is not a list of whsec_… secrets, separated by commas');
  return z.NEVER;
});

const databaseUrl = required.regex(/^postgres(ql)?:\/\//, 'is not a postgres:// address');

/**
 * Each function asks for what it needs and for nothing else, so that none holds a secret that is not its own.
 *
 * @param get the value of a variable, or undefined
 * @throws Error that names every variable at fault, and repeats no value
 */
export const readDeliverEmailEnv = reader({
  SUPABASE_DB_URL: databaseUrl,
  SUPABASE_SECRET_KEYS: secretKeys,
  RESEND_API_KEY: required,
  /** Resend itself unless set. */
  RESEND_BASE_URL: webAddress.optional(),
  EMAIL_FROM: required.regex(/@/, 'holds no address'),
  /** What Resend grants a team, unless it has granted ours another rate. */
  EMAIL_REQUESTS_PER_SECOND: required
    .transform(Number)
    .refine((rate) => rate > 0 && rate <= 1000, 'is not a number above 0, at most 1000')
    .default(10),
  WEB_URL: webAddress,
  LINK_SIGNING_KEYS: linkKeys,
});

export const readResendWebhookEnv = reader({
  SUPABASE_DB_URL: databaseUrl,
  /** The newest first; two while one replaces the other. */
  RESEND_WEBHOOK_SECRET: webhookSecrets,
});

/** Reads and checks an environment: the only place that does. */
function reader<Shape extends z.ZodRawShape>(shape: Shape) {
  const schema = z.object(shape);
  return (get: (name: string) => string | undefined = (name) => Deno.env.get(name)) => {
    const result = schema.safeParse(Object.fromEntries(Object.keys(shape).map((name) => [name, get(name)])));
    if (result.success) return result.data;
    const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
    throw new Error(`environment: ${[...new Set(faults)].join('; ')}`);
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the value; the caller names the variable instead.
    return undefined;
  }
}
