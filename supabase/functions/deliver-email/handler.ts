import { hasSecretKey } from '../_shared/auth.ts';
import type { DrainSummary } from '../_shared/drain.ts';
import { failure } from '../_shared/failure.ts';
import type { Log } from '../_shared/log.ts';

export interface HandlerOptions {
  /** Any of them opens the door. */
  secretKeys: readonly string[];
  /** Sends what is due. */
  drain: () => Promise<DrainSummary>;
  log: Log;
  /** Lets a run end although its request is answered. */
  keepAlive: (work: Promise<unknown>) => void;
}

/** RFC 7240: the caller does not wait for what it asks for. */
const RESPOND_ASYNC = /(^|,)\s*respond-async\s*(?=[,;]|$)/i;

/**
 * A wake-up call from the database: it carries nothing, what to send is in the outbox. Who prefers not to wait is answered
 * at once; the others are told what was done.
 */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { secretKeys, log, keepAlive } = options;
  const drain = async () => {
    try {
      return await options.drain();
    } catch (error) {
      log.error('drain failed', { error: error instanceof Error ? error.message : String(error) });
      return null;
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
