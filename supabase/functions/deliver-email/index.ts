import { emailChannel } from '../_shared/channels/email.ts';
import { drain } from '../_shared/drain.ts';
import { connectEmailOutbox } from '../_shared/email-outbox.ts';
import { readDeliverEmailEnv } from '../_shared/env.ts';
import { keepAlive } from '../_shared/keep-alive.ts';
import { createLog } from '../_shared/log.ts';
import { createPacer } from '../_shared/pacer.ts';
import { singleFlight } from '../_shared/single-flight.ts';
import { createHandler } from './handler.ts';

const env = readDeliverEmailEnv();
const log = createLog('deliver-email');
const channel = emailChannel({
  apiKey: env.RESEND_API_KEY,
  baseUrl: env.RESEND_BASE_URL,
  from: env.EMAIL_FROM,
  webUrl: env.WEB_URL,
  linkKeys: env.LINK_SIGNING_KEYS,
});
// Shared by the runs of this process: one that follows another is no burst.
const pacer = createPacer({ requestsPerSecond: env.EMAIL_REQUESTS_PER_SECOND });

// As are the connections.
const outbox = connectEmailOutbox(env.SUPABASE_DB_URL);

Deno.serve(
  createHandler({
    secretKeys: env.SUPABASE_SECRET_KEYS,
    drain: singleFlight((release) => drain({ outbox, channel, pacer, log, onSpent: release })),
    log,
    keepAlive,
  }),
);
