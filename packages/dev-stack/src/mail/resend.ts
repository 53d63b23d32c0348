import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { type Context, Hono } from 'hono';
import type { Log } from '../log.ts';
import { addressOf, type Email, parseEmail } from './email.ts';
import { ResendError, resendErrors } from './errors.ts';
import { errorOf, type Failure, type Failures } from './failures.ts';
import type { MailStore, Message } from './store.ts';
import type { Webhooks } from './webhooks.ts';

export interface ResendOptions {
  store: MailStore;
  failures: Failures;
  webhooks: Webhooks;
  /** The only API key that is good; any key is when it is not given. */
  apiKey?: string;
  log: Log;
  /** Aborted when the server stops. */
  stopping: AbortSignal;
}

type MailContext = Context<{ Bindings: HttpBindings }>;

const emailsPerBatch = 100;

/** The part of Resend's API that sends: `POST /emails` and `POST /emails/batch`. */
export function resendRoutes(options: ResendOptions): Hono<{ Bindings: HttpBindings }> {
  const { store, failures, webhooks, log, stopping } = options;
  const inFlight = new Set<string>();
  const app = new Hono<{ Bindings: HttpBindings }>();

  app.post('/emails', (c) => answer(c, parseOne));
  app.post('/emails/batch', (c) => answer(c, parseBatch));
  app.get('/emails/:id', (c) => {
    authenticate(c, options.apiKey);
    const message = store.message(c.req.param('id'));
    return message
      ? c.json(asResend(message, webhooks.lastEvent(message)))
      : resendErrors.notFound().toResponse();
  });
  app.onError((error) => {
    if (error instanceof ResendError) return error.toResponse();
    if (!stopping.aborted) log.error('request failed', { error });
    return resendErrors.server(500).toResponse();
  });

  async function answer(c: MailContext, parse: Parse): Promise<Response> {
    authenticate(c, options.apiKey);
    const bytes = Buffer.from(await c.req.arrayBuffer());
    const input = parseJson(bytes);
    const failure = failures.next(recipientsOf(input));
    if (failure) log.info('showing a failure', { mode: failure.mode });

    if (failure?.mode === 'drop-before') return drop(c);
    if (failure?.mode === 'hang') {
      await once(c.env.incoming.socket, 'close');
      return RESPONSE_ALREADY_SENT;
    }
    if (failure?.mode === 'garbage') {
      return c.html('<html><body>upstream connect error</body></html>', failure.status as 200);
    }
    const permissive = c.req.header('x-batch-validation') === 'permissive';
    const request = { input, permissive: permissive && Array.isArray(input), refused: null as string | null };
    const error = failure && errorOf(failure);
    if (error && failure.mode === 'invalid' && failure.matching && request.permissive) {
      request.refused = failure.matching;
    } else if (error) {
      throw error;
    }

    const response = await acceptOnce(c, bytes, failure, () => parse(request));
    return failure?.mode === 'drop-after' ? drop(c) : response;
  }

  /** Resend's idempotency: same key and bytes, same answer and nothing sent; other bytes, or too early: 409. */
  async function acceptOnce(
    c: MailContext,
    bytes: Buffer,
    failure: Failure | null,
    parse: () => Parsed,
  ): Promise<Response> {
    const key = c.req.header('idempotency-key') ?? null;
    if (key !== null && (key.length < 1 || key.length > 256)) throw resendErrors.invalidIdempotencyKey();
    const endpoint = c.req.path;
    const digest = createHash('sha256').update(bytes).digest('base64');
    const name = key === null ? null : `${endpoint} ${key}`;
    if (name !== null && inFlight.has(name)) throw resendErrors.inProgress();

    if (name !== null) inFlight.add(name);
    try {
      if (failure?.mode === 'slow') await delay(failure.delayMs, undefined, { signal: stopping });
      const before = key === null ? null : store.answer(endpoint, key);
      if (before && before.digest !== digest) throw resendErrors.otherPayload();
      if (before) {
        log.info('answered again', { idempotencyKey: key });
        return Response.json(before.body);
      }

      const { emails, answerWith } = parse();
      const createdAt = new Date().toISOString();
      const messages = emails.map(
        (email): Message => ({ id: randomUUID(), ...email, idempotencyKey: key, createdAt }),
      );
      const body = answerWith(messages.map(({ id }) => ({ id })));
      await store.add(messages, key === null ? null : { endpoint, key, digest, body, at: Date.now() });
      webhooks.accepted(messages);
      for (const { to, subject } of messages) log.info('email', { to: to.join(', '), subject });
      return Response.json(body);
    } finally {
      if (name !== null) inFlight.delete(name);
    }
  }

  return app;
}

interface ParsedRequest {
  input: unknown;
  permissive: boolean;
  /** Emails to this address are refused one by one. */
  refused: string | null;
}
interface Parsed {
  emails: Email[];
  answerWith(ids: { id: string }[]): unknown;
}
type Parse = (request: ParsedRequest) => Parsed;

const parseOne: Parse = ({ input }) => {
  const email = parseEmail(input);
  if (email instanceof ResendError) throw email;
  return { emails: [email], answerWith: ([first]) => first };
};

const parseBatch: Parse = ({ input, permissive, refused }) => {
  if (!Array.isArray(input) || input.length < 1 || input.length > emailsPerBatch) {
    throw resendErrors.invalidField('emails', `A batch is an array of 1 to ${emailsPerBatch} emails.`);
  }
  const emails: Email[] = [];
  const errors: { index: number; message: string }[] = [];
  for (const [index, one] of input.entries()) {
    const email = parseBatchEmail(one, refused);
    if (!(email instanceof ResendError)) emails.push(email);
    else if (permissive) errors.push({ index, message: email.message });
    else throw email;
  }
  return { emails, answerWith: (data) => (permissive ? { data, errors } : { data }) };
};

function parseBatchEmail(input: unknown, refused: string | null): Email | ResendError {
  const email = parseEmail(input);
  if (email instanceof ResendError) return email;
  if (refused && recipientsOf(input).has(refused)) return resendErrors.refused(422);
  const { attachments, scheduled_at } = input as { attachments?: unknown[]; scheduled_at?: unknown };
  if (attachments?.length)
    return resendErrors.invalidField('attachments', 'A batch cannot carry attachments.');
  if (scheduled_at) return resendErrors.invalidField('scheduled_at', 'A batch cannot be scheduled.');
  return email;
}

function authenticate(c: MailContext, apiKey: string | undefined): void {
  const key = /^Bearer\s+(\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1];
  if (!key) throw resendErrors.missingApiKey();
  if (apiKey !== undefined && key !== apiKey) throw resendErrors.invalidApiKey();
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    throw resendErrors.invalidJson();
  }
}

/** Bare addresses of everyone a request writes to, as far as it can be read. */
function recipientsOf(input: unknown): ReadonlySet<string> {
  const emails = Array.isArray(input) ? input : [input];
  const given = emails.flatMap((email) => [email?.to, email?.cc, email?.bcc].flat());
  return new Set(given.map((text) => (typeof text === 'string' && addressOf(text)) || ''));
}

/** Closes the connection under the client's feet. */
function drop(c: MailContext): Response {
  c.env.incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

/** @param event type of what was last told of it */
function asResend(message: Message, event: string): Record<string, unknown> {
  const { id, from, to, cc, bcc, replyTo, subject, html, text, tags, createdAt } = message;
  return {
    object: 'email',
    ...{ id, from, to, cc, bcc, subject, html, text, tags },
    reply_to: replyTo,
    created_at: createdAt,
    last_event: event.slice('email.'.length),
  };
}
