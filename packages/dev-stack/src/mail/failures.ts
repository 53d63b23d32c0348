import { z } from 'zod';
import { addressOf } from './email.ts';
import { type ResendError, resendErrors } from './errors.ts';

const count = z.int().positive().optional();
/** Address of a recipient; only requests with an email to them are concerned. */
const matching = z
  .string()
  .refine((text) => addressOf(text) !== null, 'must be an email address')
  .transform((text) => addressOf(text) ?? text)
  .optional();
const common = { count, matching };

/** The body of `POST /api/failures`. */
export const failureSchema = z.discriminatedUnion('mode', [
  z.strictObject({ mode: z.literal('rate-limit'), retryAfter: z.int().positive().default(1), ...common }),
  z.strictObject({ mode: z.literal('throttle'), perSecond: z.int().positive().default(10), ...common }),
  z.strictObject({
    mode: z.literal('quota'),
    period: z.enum(['daily', 'monthly']).default('daily'),
    ...common,
  }),
  z.strictObject({
    mode: z.literal('server-error'),
    status: z.int().min(500).max(599).default(500),
    ...common,
  }),
  z.strictObject({ mode: z.literal('unauthorized'), status: z.literal([401, 403]).default(403), ...common }),
  z.strictObject({ mode: z.literal('invalid'), status: z.literal([400, 404, 422]).default(422), ...common }),
  z.strictObject({ mode: z.literal('garbage'), status: z.int().min(200).max(599).default(200), ...common }),
  z.strictObject({ mode: z.literal('slow'), delayMs: z.int().positive().max(600_000), ...common }),
  z.strictObject({ mode: z.literal('drop-before'), ...common }),
  z.strictObject({ mode: z.literal('drop-after'), ...common }),
  z.strictObject({ mode: z.literal('hang'), ...common }),
]);

export type Failure = z.infer<typeof failureSchema>;

/** The failures the server was told to show, each until its count is used up. */
export interface Failures {
  list(): Failure[];
  add(failure: Failure): void;
  clear(): void;
  /**
   * The failure that a request meets: the oldest that concerns it.
   * @param recipients bare addresses of everyone the request writes to
   */
  next(recipients: ReadonlySet<string>): Failure | null;
}

export function createFailures(): Failures {
  let failures: { failure: Failure; remaining: number; recent: number[] }[] = [];

  return {
    list: () =>
      failures.map(({ failure, remaining }) =>
        Number.isFinite(remaining) ? { ...failure, count: remaining } : failure,
      ),
    add(failure) {
      failures.push({ failure, remaining: failure.count ?? Number.POSITIVE_INFINITY, recent: [] });
    },
    clear() {
      failures = [];
    },
    next(recipients) {
      for (const entry of failures) {
        const { failure } = entry;
        if (failure.matching && !recipients.has(failure.matching)) continue;
        if (failure.mode === 'throttle' && !exceeds(entry.recent, failure.perSecond)) continue;
        entry.remaining -= 1;
        failures = failures.filter(({ remaining }) => remaining > 0);
        return failure;
      }
      return null;
    },
  };
}

/** Counts a request in, unless the last second already holds as many as allowed. */
function exceeds(recent: number[], perSecond: number): boolean {
  const now = performance.now();
  while (recent[0] !== undefined && recent[0] <= now - 1000) recent.shift();
  if (recent.length >= perSecond) return true;
  recent.push(now);
  return false;
}

/** The error that a failure answers with; null for those that are not an answer. */
export function errorOf(failure: Failure): ResendError | null {
  switch (failure.mode) {
    case 'rate-limit':
      return resendErrors.rateLimit(failure.retryAfter);
    case 'throttle':
      return resendErrors.rateLimit(1);
    case 'quota':
      return resendErrors.quota(failure.period);
    case 'server-error':
      return resendErrors.server(failure.status);
    case 'unauthorized':
      return failure.status === 401 ? resendErrors.restrictedApiKey() : resendErrors.invalidApiKey();
    case 'invalid':
      return resendErrors.refused(failure.status);
    default:
      return null;
  }
}
