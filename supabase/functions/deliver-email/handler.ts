import { hasSecretKey } from '../_shared/auth.ts';
import type { DrainSummary } from '../_shared/drain.ts';
import { failure } from '../_shared/failure.ts';
import type { Log } from '../_shared/log.ts';
import { type Sleep, sleepFor } from '../_shared/pacer.ts';

export interface HandlerOptions {
  /** Any of them opens the door. */
  secretKeys: readonly string[];
  /** Sends what is due. */
  drain: () => Promise<DrainSummary>;
  log: Log;
  /** Lets a run end although its request is answered. */
  keepAlive: (work: Promise<unknown>) => void;
  sleep?: Sleep;
}

/**
 * How long after a run that claimed something the queue is looked at again, in milliseconds. Who commits while a batch is
 * under way wakes nobody (`notify.email_worker_is_at_work`), and may commit just after the run has looked for the last time:
 * most do at once, a long transaction later.
 */
const LOOK_AGAIN_MS = [100, 1000];

/** RFC 7240: the caller does not wait for what it asks for. */
const RESPOND_ASYNC = /(^|,)\s*respond-async\s*(?=[,;]|$)/i;

/**
 * A wake-up call from the database: it carries nothing, what to send is in the outbox. Who prefers not to wait is answered
 * at once; the others are told what was done.
 */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { secretKeys, log, keepAlive, sleep = sleepFor } = options;
  let looks = 0;
  let owesLook = false;
  const drain = async (): Promise<DrainSummary | null> => {
    try {
      const summary = await options.drain();
      owesLook ||= summary.batches > 0;
      // Who has made the next run leaves the look to it.
      if (owesLook && !summary.woken) {
        owesLook = false;
        keepAlive(lookAgain());
      }
      return summary;
    } catch (error) {
      log.error('drain failed', { error: error instanceof Error ? error.message : String(error) });
      return null;
    }
  };
  const lookAgain = async () => {
    looks += 1;
    const mine = looks;
    let slept = 0;
    for (const moment of LOOK_AGAIN_MS) {
      // Where runs follow each other, the looks after the last one are enough.
      if (mine === looks) await sleep(moment - slept);
      if (mine === looks) await drain();
      slept = moment;
    }
  };
  return async (request) => {
    if (request.method !== 'POST') {
      return failure(405, 'method_not_allowed', 'Only POST is allowed.', { Allow: 'POST' });
    }
    if (!(await hasSecretKey(request, secretKeys))) {
      return failure(401, 'unauthorized', 'The apikey header must hold a secret key.');
    }
    const drained = drain();
    if (RESPOND_ASYNC.test(request.headers.get('prefer') ?? '')) {
      keepAlive(drained);
      return new Response(null, { status: 202, headers: { 'Preference-Applied': 'respond-async' } });
    }
    const summary = await drained;
    return summary === null
      ? failure(500, 'drain_failed', 'The outbox could not be drained; what is due stays due.')
      : Response.json(summary);
  };
}
