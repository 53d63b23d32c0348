// The mail server of the local stack in this process, reached over a network that fails as it is told.
import { silent } from '../../../packages/dev-stack/src/log.ts';
import { resendErrors } from '../../../packages/dev-stack/src/mail/errors.ts';
import { createFailures, type Failure } from '../../../packages/dev-stack/src/mail/failures.ts';
import { resendRoutes } from '../../../packages/dev-stack/src/mail/resend.ts';
import { type Message, openMailStore } from '../../../packages/dev-stack/src/mail/store.ts';
import { createWebhooks } from '../../../packages/dev-stack/src/mail/webhooks.ts';

/** What one call of the provider meets. The words after "stored" are those of the answer, not of what became of it. */
export const FAULTS = [
  ...[
    '429 rate limit',
    '429 daily quota',
    '429 monthly quota',
    '401',
    '403',
    '409 concurrent',
    '400',
    '404',
    '422',
  ],
  ...['500', '503', '408', 'garbage 200', 'garbage 500', 'dropped before', 'hangs before'],
  ...['stored, dropped', 'stored, hangs', 'stored, garbage', 'stored, names nobody', 'stored, 502'],
] as const;
export type Fault = (typeof FAULTS)[number];

/** What the caller gets to see. */
export type Seen = Response | 'dropped' | 'silence';

export interface Provider {
  /** Takes a request off the wire. */
  receive(path: string, init: RequestInit, fault: Fault | null): Promise<Seen>;
  /** How many copies of each email it keeps, by outbox id. */
  copies(): Map<string, number>;
  messages(): readonly Message[];
  /** Ids of emails that it refused while they were alone in their batch. */
  readonly refusedAlone: Set<string>;
  /** By idempotency key, without those that were told to slow down or to come back when a person has acted. */
  readonly countedCalls: ReadonlyMap<string, number>;
  /** Answers that our code must never provoke. */
  readonly complaints: string[];
}

const garbage = (status: number) => new Response('<html>upstream connect error</html>', { status });

/** The dev-stack's own failure for a fault that is an answer. */
const asked: Partial<Record<Fault, Failure>> = {
  '429 rate limit': { mode: 'rate-limit', retryAfter: 7 },
  '429 daily quota': { mode: 'quota', period: 'daily' },
  '429 monthly quota': { mode: 'quota', period: 'monthly' },
  '401': { mode: 'unauthorized', status: 401 },
  '403': { mode: 'unauthorized', status: 403 },
  '400': { mode: 'invalid', status: 400 },
  '404': { mode: 'invalid', status: 404 },
  '422': { mode: 'invalid', status: 422 },
  '500': { mode: 'server-error', status: 500 },
  '503': { mode: 'server-error', status: 503 },
  'garbage 200': { mode: 'garbage', status: 200 },
  'garbage 500': { mode: 'garbage', status: 500 },
};

const NOT_COUNTED = new Set<Fault>(['429 rate limit', '429 daily quota', '429 monthly quota', '401', '403']);

/** @param poison addresses that it refuses whatever happens */
export async function createProvider(poison: readonly string[]): Promise<Provider> {
  const store = await openMailStore();
  const failures = createFailures();
  const webhooks = createWebhooks(undefined, silent);
  const app = resendRoutes({
    store,
    failures,
    webhooks,
    log: silent,
    stopping: new AbortController().signal,
  });
  const refusedAlone = new Set<string>();
  const complaints: string[] = [];
  const countedCalls = new Map<string, number>();
  /** What was refused stays refused, by whichever road it comes again. */
  const refusedKeys = new Map<string, Fault>();

  async function take(path: string, init: RequestInit, failure?: Failure): Promise<Response> {
    failures.clear();
    for (const matching of poison) failures.add({ mode: 'invalid', status: 422, matching });
    if (failure) failures.add(failure);
    const response = await app.request(path, init);
    const ids = idsOf(init);
    if ([400, 404, 422].includes(response.status) && ids.length === 1) refusedAlone.add(ids[0] ?? '');
    if (response.status === 409)
      complaints.push(`${response.status} for ${ids.length} emails: ${await response.clone().text()}`);
    return response;
  }

  return {
    async receive(path, init, fault) {
      const key = new Headers(init.headers).get('idempotency-key') ?? '';
      if (!fault || !NOT_COUNTED.has(fault)) countedCalls.set(key, (countedCalls.get(key) ?? 0) + 1);
      const refused = refusedKeys.get(key);
      if (refused) return take(path, init, asked[refused]);
      const isRefusal = fault === '400' || fault === '404' || fault === '422';
      // No provider refuses the content of what it has taken: its idempotency store answers first.
      if (fault === null || (isRefusal && store.answer(path, key) !== null)) return take(path, init);
      if (isRefusal) refusedKeys.set(key, fault);
      if (fault === 'dropped before') return 'dropped';
      if (fault === 'hangs before') return 'silence';
      if (fault === '408') return new Response('', { status: 408 });
      if (fault === '409 concurrent') return resendErrors.inProgress().toResponse();
      if (!fault.startsWith('stored')) return take(path, init, asked[fault]);
      const answer = await take(path, init);
      if (fault === 'stored, dropped') return 'dropped';
      if (fault === 'stored, hangs') return 'silence';
      // Only what was taken is followed by a wrong answer: a refusal stays one.
      if (!answer.ok) return answer;
      if (fault === 'stored, garbage') return garbage(200);
      if (fault === 'stored, 502') return garbage(502);
      return Response.json({ data: [] });
    },
    copies() {
      const copies = new Map<string, number>();
      for (const message of store.messages()) {
        const id = idOf(message);
        copies.set(id, (copies.get(id) ?? 0) + 1);
      }
      return copies;
    },
    messages: () => store.messages(),
    ...{ refusedAlone, countedCalls, complaints },
  };
}

/** The outbox id that an email is tagged with. */
export const idOf = ({ tags }: { tags: { name: string; value: string }[] }): string =>
  tags.find(({ name }) => name === 'outbox_id')?.value ?? '';

const idsOf = (init: RequestInit): string[] => JSON.parse(String(init.body)).map(idOf);
