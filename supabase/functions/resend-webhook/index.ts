import { connectEmailEvents } from '../_shared/email-events.ts';
import { readResendWebhookEnv } from '../_shared/env.ts';
import { createLog } from '../_shared/log.ts';
import { createHandler } from './handler.ts';

const env = readResendWebhookEnv();
const events = connectEmailEvents(env.SUPABASE_DB_URL);

Deno.serve(
  createHandler({
    secrets: env.RESEND_WEBHOOK_SECRET,
    record: events.record,
    log: createLog('resend-webhook'),
  }),
);
