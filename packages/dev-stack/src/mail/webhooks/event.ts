import type { Message } from '../store.ts';

/** Types of https://resend.com/docs/webhooks/event-types that concern one email we have sent. */
export const EVENT_TYPES = [
  'email.sent',
  'email.delivered',
  'email.delivery_delayed',
  'email.bounced',
  'email.complained',
  'email.suppressed',
  'email.failed',
  'email.opened',
  'email.clicked',
] as const;

export type EventType = (typeof EVENT_TYPES)[number];

/** The body of a webhook. */
export interface WebhookEvent {
  type: EventType;
  /** ISO 8601: when it happened. */
  created_at: string;
  data: Record<string, unknown>;
}

/** What some types say besides which email they are about; the words are Resend's. */
const details: Partial<Record<EventType, Record<string, unknown>>> = {
  'email.bounced': {
    bounce: {
      type: 'Permanent',
      subType: 'General',
      message: "The recipient's email server permanently rejected the email.",
    },
  },
  'email.suppressed': {
    suppressed: {
      type: 'OnAccountSuppressionList',
      message:
        'Resend has suppressed sending to this address because it is on the account-level suppression list.',
    },
  },
  'email.failed': { failed: { reason: 'reached_daily_quota' } },
  'email.clicked': {
    click: {
      ipAddress: '127.0.0.1',
      link: 'https://cassius.test/',
      timestamp: '2026-11-01T09:00:00.000Z',
      userAgent: 'Mozilla/5.0',
    },
  },
};

/**
 * What Resend tells of an email.
 * @param change fields of `data` that are to be different
 */
export function eventOf(
  message: Message,
  type: EventType,
  change: Record<string, unknown> = {},
  createdAt = new Date().toISOString(),
): WebhookEvent {
  const { id, from, to, subject, tags } = message;
  return {
    type,
    created_at: createdAt,
    data: {
      created_at: message.createdAt,
      email_id: id,
      message_id: `<${id}@resend.test>`,
      ...{ from, to, subject },
      // A list in the request, an object here.
      ...(tags.length > 0 ? { tags: Object.fromEntries(tags.map(({ name, value }) => [name, value])) } : {}),
      ...details[type],
      ...change,
    },
  };
}
