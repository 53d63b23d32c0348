// @ts-types="./node-crypto.d.ts"
import { createHmac } from 'node:crypto';
import { Resend } from 'resend';
import {
  type LinkKeys,
  type Mac,
  OPEN_LINK,
  OPEN_LINK_DAYS,
  signLink,
  UNSUBSCRIBE_LINK,
  UNSUBSCRIBE_LINK_DAYS,
} from '../../../../packages/contracts/src/link-token.ts';
import type { Batch, Call, Channel, Queued } from '../channel.ts';
import { renderEmail } from '../render-email.ts';
import { OUTBOX_TAG } from './resend-event.ts';
import { outcomeOf } from './resend-outcome.ts';

/** What the outbox says about one email. */
export interface QueuedEmail extends Queued {
  readonly recipient: string;
  readonly subject: string;
  readonly template: string;
  readonly locale: string;
  readonly payload: unknown;
  readonly createdAt: Date;
}

export interface EmailOptions {
  apiKey: string;
  /** Resend itself unless given. */
  baseUrl?: string | undefined;
  /** `Name <address>`: neutral, the same for every email. */
  from: string;
  webUrl: string;
  linkKeys: LinkKeys;
  /** Milliseconds that Resend may take; 20,000 unless given. */
  timeoutMs?: number;
}

/** Email through Resend. What is sent follows from the row and these options alone, so that a retry has the same bytes. */
export function emailChannel(options: EmailOptions): Channel<QueuedEmail> {
  const { apiKey, baseUrl, timeoutMs = 20_000 } = options;
  const resend = new Resend(apiKey, baseUrl === undefined ? {} : { baseUrl });

  return {
    name: 'email',
    batchSize: 100,
    timeoutMs,
    async compose(batch: Batch<QueuedEmail>): Promise<Call> {
      const emails = await Promise.all(batch.messages.map((message) => write(message, options)));
      return async (signal) => {
        const response = await resend.batch.send(emails, { idempotencyKey: batch.id, signal });
        return outcomeOf(response, batch, signal);
      };
    },
  };
}

async function write(message: QueuedEmail, options: EmailOptions) {
  const { from, webUrl } = options;
  const openToken = await linkToken(message, options, OPEN_LINK, OPEN_LINK_DAYS);
  const unsubscribeToken = await linkToken(message, options, UNSUBSCRIBE_LINK, UNSUBSCRIBE_LINK_DAYS);
  const unsubscribeUrl = `${webUrl}/u/${unsubscribeToken}`;
  const { html, text } = renderEmail({
    template: message.template,
    locale: message.locale,
    payload: message.payload,
    openUrl: `${webUrl}/l/${openToken}`,
    preferencesUrl: `${webUrl}/preferences`,
    unsubscribeUrl,
  });
  return {
    from,
    to: message.recipient,
    subject: message.subject,
    html,
    text,
    headers: {
      // Subjects are neutral, hence alike: without an id of its own, Gmail would fold distinct alerts into one thread.
      'X-Entity-Ref-ID': message.id,
      // RFC 3834: no out-of-office replies to a machine.
      'Auto-Submitted': 'auto-generated',
      // RFC 8058: the mailbox shows its own button, and posts to this address when it is pressed.
      'List-Unsubscribe': `<${unsubscribeUrl}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
    },
    // A webhook may come before the acknowledgement, when nobody knows the provider's id yet.
    tags: [{ name: OUTBOX_TAG, value: message.id }],
  };
}

/** Two links an email: WebCrypto goes through a thread of its own for each, which takes three times as long. */
const mac: Mac = (secret, text) => createHmac('sha256', new Uint8Array(secret)).update(text).digest();

/** All times come from the row: a retry has the same bytes. */
function linkToken(
  { id, createdAt }: QueuedEmail,
  { linkKeys }: EmailOptions,
  purpose: string,
  days: number,
): Promise<string> {
  const expiresAt = Math.floor(createdAt.getTime() / 1000) + days * 86_400;
  return signLink({ keys: linkKeys, purpose, id, expiresAt, mac });
}
