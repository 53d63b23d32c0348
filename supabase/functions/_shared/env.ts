import { z } from 'zod';
import { type LinkKeys, parseKeys } from '../../../packages/contracts/src/link-token.ts';

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

const schema = z.object({
  SUPABASE_DB_URL: required.regex(/^postgres(ql)?:\/\//, 'is not a postgres:// address'),
  SUPABASE_SECRET_KEYS: secretKeys,
  RESEND_API_KEY: required,
  /** Resend itself unless set. */
  RESEND_BASE_URL: webAddress.optional(),
  EMAIL_FROM: required.regex(/@/, 'holds no address'),
  WEB_URL: webAddress,
  LINK_SIGNING_KEYS: linkKeys,
});

export type Env = z.output<typeof schema>;

/**
 * Reads and checks the environment: the only place that does.
 *
 * @param get the value of a variable, or undefined
 * @throws Error that names every variable at fault, and repeats no value
 */
export function readEnv(get: (name: string) => string | undefined = (name) => Deno.env.get(name)): Env {
  const result = schema.safeParse(
    Object.fromEntries(Object.keys(schema.shape).map((name) => [name, get(name)])),
  );
  if (result.success) return result.data;
  const faults = result.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`);
  throw new Error(`environment: ${[...new Set(faults)].join('; ')}`);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message would quote the value; the caller names the variable instead.
    return undefined;
  }
}
