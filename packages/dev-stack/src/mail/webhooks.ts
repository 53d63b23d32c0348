import { randomUUID } from 'node:crypto';
import type { Log } from '../log.ts';
import type { Service } from '../service.ts';
import type { Message } from './store.ts';
import { type EventType, eventOf, type WebhookEvent } from './webhooks/event.ts';
import { outcomeOf } from './webhooks/outcome.ts';
import { signatureHeaders } from './webhooks/signature.ts';

/** Where webhooks go. */
export interface WebhookEndpoint {
  url: string;
  /** `whsec_…`: signs them. */
  secret: string;
  /** Pauses before the second attempt, the third, …, in milliseconds. */
  retryAfterMs?: readonly number[];
}

export interface WebhookSettings {
  /** Whether accepting an email sends its webhooks. */
  automatic: boolean;
  /** Domains that have Resend's test addresses, besides resend.dev. */
  domains: string[];
}

/** One webhook, and how it went. */
export interface SentWebhook {
  /** The header `svix-id`. */
  id: string;
  event: WebhookEvent;
  /** `pending` while more attempts may follow, `accepted` after a 2xx, `failed` when there were enough. */
  state: 'pending' | 'accepted' | 'failed';
  /** Status null: no answer. */
  attempts: { at: string; status: number | null; answer: string }[];
}

export interface Webhooks extends Service {
  readonly settings: WebhookSettings;
  configure(change: Partial<WebhookSettings>): void;
  /** Tells of emails that were accepted, when that is automatic. Returns at once. */
  accepted(messages: readonly Message[]): void;
  /** What becomes of an email in the end. */
  lastEvent(message: Message): EventType;
  /**
   * Sends an event and waits for the first answer.
   * @param id `svix-id`; a new one unless given
   * @returns null when there is nowhere to send it
   */
  send(event: WebhookEvent, id?: string): Promise<SentWebhook | null>;
  /** Newest first. */
  list(): readonly SentWebhook[];
  /** Forgets what was sent, what waits and what would be tried again. */
  clear(): void;
}

/** Resend's own go on for a day (5 s, 5 min, 30 min, …); somebody who develops is not going to wait. */
const RETRY_AFTER_MS = [1000, 5000, 30_000, 120_000];
/** How long an endpoint may take to answer, in milliseconds; Resend's limit. */
const ANSWER_LIMIT_MS = 15_000;
/** Emails that are told of at a time: a batch of a hundred must not flood the functions. */
const AT_A_TIME = 4;
/** More than anyone reads. */
const KEPT = 10_000;

/** Tells an endpoint what became of emails. Without one nothing is sent. */
export function createWebhooks(endpoint: WebhookEndpoint | undefined, log: Log): Webhooks {
  const retryAfterMs = endpoint?.retryAfterMs ?? RETRY_AFTER_MS;
  const settings: WebhookSettings = { automatic: true, domains: [] };
  let sent: SentWebhook[] = [];
  // Requests in the order in which they were accepted, and how far the first of them is told.
  let waiting: (readonly Message[])[] = [];
  let position = 0;
  let busy = 0;
  let clearings = 0;
  const retries = new Set<NodeJS.Timeout>();
  const underWay = new Set<AbortController>();
  let stopped = false;
  // A wrong secret is told at the start, not when the first email is sent.
  if (endpoint) signatureHeaders(endpoint.secret, 'check', '', 0);

  const post = async ({ url, secret }: WebhookEndpoint, webhook: SentWebhook): Promise<void> => {
    const body = JSON.stringify(webhook.event);
    const at = Date.now();
    const abort = new AbortController();
    const limit = setTimeout(
      () => abort.abort(new Error(`no answer in ${ANSWER_LIMIT_MS / 1000} s`)),
      ANSWER_LIMIT_MS,
    );
    underWay.add(abort);
    let status: number | null = null;
    let answer: string;
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'user-agent': 'Svix-Webhooks/1.0',
          ...signatureHeaders(secret, webhook.id, body, at),
        },
        body,
        redirect: 'manual',
        signal: abort.signal,
      });
      answer = (await response.text()).slice(0, 500);
      status = response.status;
    } catch (error) {
      const { message, cause } = error as Error;
      answer = cause instanceof Error ? `${message}: ${cause.message}` : message;
    } finally {
      clearTimeout(limit);
      underWay.delete(abort);
    }
    webhook.attempts.push({ at: new Date(at).toISOString(), status, answer });
    if (status !== null && status >= 200 && status < 300) webhook.state = 'accepted';
  };

  const attempt = async (to: WebhookEndpoint, webhook: SentWebhook, retried = 0): Promise<void> => {
    const since = clearings;
    await post(to, webhook);
    if (stopped || clearings !== since || webhook.state === 'accepted') return;
    const about = { type: webhook.event.type, id: webhook.id, status: webhook.attempts.at(-1)?.status };
    const pause = retryAfterMs[retried];
    if (pause === undefined) {
      webhook.state = 'failed';
      log.error('webhook given up', about);
      return;
    }
    const timer = setTimeout(() => {
      retries.delete(timer);
      void attempt(to, webhook, retried + 1);
    }, pause);
    // The server keeps the process alive, what it would still have to say does not.
    timer.unref();
    retries.add(timer);
    log.warn('webhook not accepted', { ...about, retry_in_ms: pause });
  };

  const send: Webhooks['send'] = async (event, id = `msg_${randomUUID().replaceAll('-', '')}`) => {
    if (!endpoint || stopped) return null;
    const webhook: SentWebhook = { id, event, state: 'pending', attempts: [] };
    sent.push(webhook);
    if (sent.length > 2 * KEPT) sent = sent.slice(-KEPT);
    await attempt(endpoint, webhook);
    return webhook;
  };

  const outcome = (message: Message) => outcomeOf(message.to, settings.domains);

  const take = (): Message | undefined => {
    const message = waiting[0]?.[position];
    position += 1;
    if (position >= (waiting[0]?.length ?? 0)) {
      waiting.shift();
      position = 0;
    }
    return message;
  };
  /** Each email's events one after the other, until no email waits. */
  const work = async () => {
    busy += 1;
    for (let message = take(); message; message = take()) {
      const since = clearings;
      for (const type of outcome(message)) {
        if (clearings === since) await send(eventOf(message, type));
      }
    }
    busy -= 1;
  };

  return {
    name: 'webhooks',
    settings,
    configure: (change) => void Object.assign(settings, change),
    accepted(messages) {
      if (!endpoint || !settings.automatic || stopped || messages.length === 0) return;
      waiting.push(messages);
      // After the answer to the sender: usually it is told first, as it is by Resend.
      setImmediate(() => {
        while (busy < AT_A_TIME && waiting.length > 0) void work();
      });
    },
    lastEvent: (message) => outcome(message).at(-1) ?? 'email.delivered',
    send,
    list: () => sent.toReversed().slice(0, KEPT),
    clear() {
      clearings += 1;
      sent = [];
      waiting = [];
      position = 0;
      for (const timer of retries) clearTimeout(timer);
      retries.clear();
    },
    async stop() {
      stopped = true;
      waiting = [];
      for (const timer of retries) clearTimeout(timer);
      for (const abort of underWay) abort.abort(new Error('stopped'));
    },
  };
}
