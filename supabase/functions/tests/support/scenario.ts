import { parseKeys } from '../../../../packages/contracts/src/link-token.ts';
import { type EmailOptions, emailChannel, type QueuedEmail } from '../../_shared/channels/email.ts';
import { type DrainOptions, type DrainSummary, drain } from '../../_shared/drain.ts';
import { createLog } from '../../_shared/log.ts';
import { createPacer, type Sleep } from '../../_shared/pacer.ts';
import { FakeResend } from './fake-resend.ts';
import { MemoryOutbox } from './memory-outbox.ts';

export const linkKeys = parseKeys(`k1:${'A'.repeat(43)}`);
export const webUrl = 'https://app.cassius.test';

/** An alert for an invented person; `number` makes its id and its address. */
export function alertEmail(number: number, over: Partial<QueuedEmail> = {}): QueuedEmail {
  return {
    id: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    recipient: `personne${number}@lumiere.test`,
    subject: 'Nouvelle alerte dans Cassius',
    template: 'alert',
    locale: 'fr',
    payload: {
      category: 'alerts',
      severity: 'CRITICAL',
      organisation: 'Cabinet Lumière',
      title: 'Une alerte vous attend',
      message: 'Une nouvelle alerte demande votre attention.',
      cta: "Voir l'alerte dans Cassius",
    },
    createdAt: new Date(Date.UTC(2030, 0, 15, 8, 0, 0, 250)),
    ...over,
  };
}

/** An outbox, a provider, and the drain loop between them. */
export function scenario(over: Partial<EmailOptions> = {}) {
  const resend = new FakeResend();
  const outbox = new MemoryOutbox();
  const lines: string[] = [];
  const options = {
    apiKey: 're_test',
    baseUrl: resend.url,
    from: 'Cassius <notifications@cassius.test>',
    webUrl,
    linkKeys,
    ...over,
  };
  const now = () => outbox.now;
  /** Pauses of the runs, in milliseconds; the clock jumps over them. */
  const slept: number[] = [];
  const sleep: Sleep = (milliseconds, signal) => {
    if (signal?.aborted) return Promise.resolve();
    slept.push(milliseconds);
    outbox.now += milliseconds;
    return Promise.resolve();
  };
  /** One lane, unless told: whose request comes first is then sure. */
  const run = (changed: Partial<EmailOptions> = {}, limits: Partial<DrainOptions<QueuedEmail>> = {}) =>
    drain({
      outbox,
      channel: emailChannel({ ...options, ...changed }),
      pacer: createPacer({ requestsPerSecond: Number.POSITIVE_INFINITY, now, sleep }),
      log: createLog('deliver-email', (line) => lines.push(line)),
      lanes: 1,
      now,
      sleep,
      ...limits,
    });
  /** The messages and the other fields of the log. */
  const logged = (): Record<string, unknown>[] => lines.map((line) => JSON.parse(line));
  return {
    ...{ resend, outbox, lines, logged, slept, now, sleep, run },
    [Symbol.asyncDispose]: () => resend[Symbol.asyncDispose](),
  };
}

/** What a run says of itself: nothing happened, but for this. */
export const ran = (over: Partial<DrainSummary>): DrainSummary => ({
  ...{ sent: 0, failed: 0, retried: 0, batches: 0, throttled: 0, woken: false },
  ...over,
});

/** Numbers from 1 to `count`. */
export const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** One item of a list, from the end when negative; a test that meets a shorter list fails here. */
export function nth<Item>(list: readonly Item[], index: number): Item {
  const item = list.at(index);
  if (item === undefined) throw new Error(`the list has ${list.length} items, none at ${index}`);
  return item;
}
