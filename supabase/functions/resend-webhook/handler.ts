import { type EmailEvent, readEmailEvent } from '../_shared/channels/resend-event.ts';
import type { Recorded } from '../_shared/email-events.ts';
import { failure } from '../_shared/failure.ts';
import type { Log } from '../_shared/log.ts';
import { readBody } from '../_shared/read-body.ts';
import { type Verdict, verifyWebhook } from './verify.ts';

/** A real one has one or two kilobytes. */
const LARGEST_BODY = 256 * 1024;

export interface HandlerOptions {
  /** Any of them opens the door. */
  secrets: readonly string[];
  record: (messageId: string, event: EmailEvent) => Promise<Recorded>;
  log: Log;
}

/** What Resend tells about an email that it took. Anything but a 2xx makes it tell again later, for hours. */
export function createHandler(options: HandlerOptions): (request: Request) => Promise<Response> {
  const { secrets, record, log } = options;
  return async (request) => {
    if (request.method !== 'POST') {
      return failure(405, 'method_not_allowed', 'Only POST is allowed.', { Allow: 'POST' });
    }
    const body = await readBody(request, LARGEST_BODY);
    if (body === null) return failure(413, 'body_too_large', `The body is over ${LARGEST_BODY} bytes.`);
    let verdict: Verdict;
    let event: EmailEvent | null;
    try {
      verdict = verifyWebhook(body, request.headers, secrets);
      if (!verdict.verified) {
        log.warn('not verified', { reason: verdict.reason });
        return failure(401, 'not_verified', `The webhook is not verified: ${verdict.reason}.`);
      }
      event = readEmailEvent(verdict.payload, verdict.sentAt);
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      log.error('not understood', { reason });
      return failure(400, 'not_understood', 'The webhook is signed, but it is not what Resend documents.');
    }
    if (event === null) return Response.json({ result: 'ignored' });

    const { messageId } = verdict;
    const { type, emailId, outboxId, bounceType, detail } = event;
    try {
      const result = await record(messageId, event);
      log.info(result, {
        messageId,
        type,
        emailId,
        outboxIds: outboxId === null ? [] : [outboxId],
        bounceType,
        detail,
      });
      return Response.json({ result });
    } catch (error) {
      log.error('not recorded', {
        messageId,
        type,
        error: error instanceof Error ? error.message : String(error),
      });
      return failure(500, 'not_recorded', 'The event could not be recorded; send it again.');
    }
  };
}
