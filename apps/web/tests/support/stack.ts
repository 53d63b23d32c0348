import { z } from 'zod';

const schema = z.object({
  WEB_URL: z.url(),
  API_URL: z.url(),
  DB_URL: z.url(),
  MAIL_URL: z.url(),
  PUBLISHABLE_KEY: z.string().min(1),
  SECRET_KEY: z.string().min(1),
});
const json = z.string().transform((text): unknown => JSON.parse(text));

const environment = z
  .object({
    /** The running stacks under test, one for each worker. */
    CASSIUS_TEST_STACKS: json.pipe(z.array(schema).min(1)),
    /** A browser to use in place of Playwright's own. */
    CASSIUS_TEST_CHROMIUM: z.string().optional(),
    CASSIUS_TEST_CHROMIUM_ARGS: json.pipe(z.array(z.string())).default([]),
    /** Playwright's number of this worker; the process that only plans has none. */
    TEST_PARALLEL_INDEX: z.coerce.number().default(0),
  })
  .parse(process.env);

/** How many stories may run at once: the people of the demo data are shared by the stories of one stack. */
export const workers = environment.CASSIUS_TEST_STACKS.length;

/** The stack of this worker. */
export const stack = schema.parse(environment.CASSIUS_TEST_STACKS[environment.TEST_PARALLEL_INDEX]);

export const chromium = {
  args: environment.CASSIUS_TEST_CHROMIUM_ARGS,
  ...(environment.CASSIUS_TEST_CHROMIUM && { executablePath: environment.CASSIUS_TEST_CHROMIUM }),
};
