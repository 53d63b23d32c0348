import type { Batch, Outcome, Queued } from '../channel.ts';
import { redact } from '../log.ts';

/** What Resend's client gives back. It never throws, and passes on whatever JSON came, so nothing here is sure. */
interface Answer {
  readonly data: unknown;
  readonly error: unknown;
  readonly headers: Readonly<Record<string, string>> | null;
}

/** Long enough not to knock for nothing, short enough to resume soon after somebody has mended it. */
const REFUSED_PAUSE_SECONDS = 300;
const QUOTA_PAUSE_SECONDS = 3600;
/** Resend counts requests by the second, and names the pause; this is for an answer that does not. */
const RATE_PAUSE_SECONDS = 1;
/** A pause asked for is respected up to here, so that no header can stop the queue for a day. */
const LONGEST_PAUSE_SECONDS = 3600;

/**
 * Resend's answer to a batch, in the terms of the drain loop. Whatever leaves in doubt if the emails went out is
 * retried under the same idempotency key, which is safe.
 */
export function outcomeOf<Message extends Queued>(
  answer: Answer,
  batch: Batch<Message>,
  signal: AbortSignal,
): Outcome {
  if (answer.error === null && answer.data !== null) return accepted(answer.data, batch);
  const { status, name, message } = readError(answer.error);
  const error = redact(`${status ?? 'no answer'} ${name}: ${message}`);
  if (status === null) {
    return { kind: 'unavailable', error: signal.aborted ? 'no answer in time' : error };
  }
  if (status === 401 || status === 403) {
    return { kind: 'blocked', error, pauseSeconds: REFUSED_PAUSE_SECONDS };
  }
  if (name === 'daily_quota_exceeded' || name === 'monthly_quota_exceeded') {
    return { kind: 'blocked', error, pauseSeconds: QUOTA_PAUSE_SECONDS };
  }
  if (status === 429) {
    return { kind: 'throttled', error, retryAfterSeconds: RATE_PAUSE_SECONDS, ...retryAfter(answer.headers) };
  }
  if (status === 408 || status >= 500 || status < 400) {
    return { kind: 'unavailable', error, ...retryAfter(answer.headers) };
  }
  if (name === 'concurrent_idempotent_requests')
    return { kind: 'busy', error, ...retryAfter(answer.headers) };
  if (name === 'invalid_idempotent_request') return { kind: 'conflict', error };
  return { kind: 'invalid', error };
}

/** Results come in the order of the emails. */
function accepted<Message extends Queued>(data: unknown, batch: Batch<Message>): Outcome {
  const results: unknown = (data as { data?: unknown }).data;
  const ids = Array.isArray(results) ? results.map((result) => (result as { id?: unknown } | null)?.id) : [];
  const receipts = batch.messages.flatMap((message, index) => {
    const providerMessageId = ids[index];
    return typeof providerMessageId === 'string' && providerMessageId !== ''
      ? [{ id: message.id, providerMessageId }]
      : [];
  });
  if (ids.length === batch.messages.length && receipts.length === ids.length)
    return { kind: 'sent', receipts };
  return { kind: 'unavailable', error: 'the answer to an accepted batch does not name its emails' };
}

function readError(error: unknown): { status: number | null; name: string; message: string } {
  const { statusCode, name, message } = (typeof error === 'object' && error !== null ? error : {}) as Record<
    string,
    unknown
  >;
  return {
    status: typeof statusCode === 'number' ? statusCode : null,
    name: typeof name === 'string' ? name : 'unknown_error',
    message: typeof message === 'string' ? message.slice(0, 500) : 'no message',
  };
}

/** The header counts seconds or names a date (RFC 9110); anything else is ignored. */
function retryAfter(headers: Answer['headers']): { retryAfterSeconds?: number } {
  const value = headers?.['retry-after']?.trim();
  if (value === undefined || value === '') return {};
  const seconds = /^\d+(\.\d+)?$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1000;
  if (!Number.isFinite(seconds) || seconds <= 0) return {};
  return { retryAfterSeconds: Math.min(seconds, LONGEST_PAUSE_SECONDS) };
}
