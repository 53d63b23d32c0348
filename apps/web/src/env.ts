import { parseKeys } from '@cassius/contracts';
import { z } from 'zod';

const schema = z.object({
  SUPABASE_URL: z.url(),
  SUPABASE_PUBLISHABLE_KEY: z.string().min(1),
  /** Opens every row: for what is done without a session, on the strength of a signed link. Never leaves the server. */
  SUPABASE_SECRET_KEY: z.string().min(1),
  /** Public origin of this application: links in emails start with it. */
  WEB_URL: z.url(),
  /** `kid:key[,kid:key]`; the first signs, all verify. */
  LINK_SIGNING_KEYS: z.string().transform((text, context) => {
    try {
      return parseKeys(text);
    } catch (error) {
      // Says which entry is wrong, never its secret.
      context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : 'unreadable' });
      return z.NEVER;
    }
  }),
  /** `1` on a demonstration stack: the sign-in page then lists the demo accounts. */
  DEMO: z.enum(['0', '1']).default('0'),
  NODE_ENV: z.enum(['development', 'production', 'test']).default('production'),
});

export type Env = z.infer<typeof schema>;

/**
 * Checks the variables that the application needs.
 * @param source variables by name, such as `process.env`
 * @throws Error whose message names every variable that is missing or malformed
 */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const result = schema.safeParse(source);
  if (result.success) return result.data;
  const problems = result.error.issues.map((issue) => {
    const name = issue.path.join('.');
    return source[name] === undefined ? `${name} is not set` : `${name} is not valid (${issue.message})`;
  });
  throw new Error(`apps/web cannot run: ${problems.join('; ')}.`);
}

let current: Env | undefined;

/**
 * The configuration, read when first needed and not when built: one build serves any stack.
 * @throws Error naming the variable at fault
 */
export function env(): Env {
  current ??= parseEnv(process.env);
  return current;
}
