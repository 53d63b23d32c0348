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
}

/** A wake-up call from the database: it carries nothing, what to send is in the outbox. */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { secretKeys, drain, log } = options;
  return async (request) => {
    if (request.method !== 'POST') {
      return failure(405, 'method_not_allowed', 'Only POST is allowed.', { Allow: 'POST' });
    }
    if (!(await hasSecretKey(request, secretKeys))) {
      return failure(401, 'unauthorized', 'The apikey header must hold a secret key.');
    }
    try {
      return Response.json(await drain());
    } catch (error) {
      log.error('drain failed', { error: error instanceof Error ? error.message : String(error) });
      return failure(500, 'drain_failed', 'The outbox could not be drained; what is due stays due.');
    }
  };
}
