import { z } from 'zod';

const schema = z.object({
  WEB_URL: z.url(),
  API_URL: z.url(),
  DB_URL: z.url(),
  MAIL_URL: z.url(),
  PUBLISHABLE_KEY: z.string().min(1),
  SECRET_KEY: z.string().min(1),
  /** A browser to use in place of Playwright's own. */
  CHROMIUM: z.string().optional(),
  CHROMIUM_ARGS: z
    .string()
    .default('[]')
    .transform((text) => z.array(z.string()).parse(JSON.parse(text))),
});

const PREFIX = 'CASSIUS_TEST_';

/** The running stack under test, from `CASSIUS_TEST_*`. */
export const stack = schema.parse(
  Object.fromEntries(
    Object.entries(process.env)
      .filter(([name]) => name.startsWith(PREFIX))
      .map(([name, value]) => [name.slice(PREFIX.length), value]),
  ),
);
