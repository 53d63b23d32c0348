import { z } from 'zod';
import { redact } from '../log.ts';

/** The tag that every email carries: it comes back in each webhook. */
export const OUTBOX_TAG = 'outbox_id';

const TYPES = [
  'email.sent',
  'email.delivered',
  'email.delivery_delayed',
  'email.bounced',
  'email.complained',
  'email.failed',
  'email.suppressed',
] as const;
const BOUNCE_TYPES = ['Permanent', 'Transient', 'Undetermined'] as const;

/** What became of an email that Resend took, in the terms of `notify.record_email_event`. */
export interface EmailEvent {
  readonly type: (typeof TYPES)[number];
  /** ISO 8601. */
  readonly createdAt: string;
  /** Resend's id of the email. */
  readonly emailId: string;
  /** Null: no email of ours, or one from before the tag. */
  readonly outboxId: string | null;
  /** Where it went, to be stopped if need be. It is neither kept nor logged. */
  readonly recipient: string | null;
  readonly bounceType: (typeof BOUNCE_TYPES)[number] | null;
  /** The provider's words, without addresses. */
  readonly detail: string | null;
}

const LONGEST_DETAIL = 500;

// Only what is used is asked for, and loosely: a field that Resend adds or words anew must not cost us a bounce.
const text = z.string().catch('');
const cause = z.object({ type: text, subType: text, message: text, reason: text }).partial();
const payload = z.object({
  type: z.string(),
  created_at: text,
  data: z.object({
    email_id: z.string().min(1).max(256),
    to: z.array(z.string()).catch([]),
    tags: z.unknown().optional(),
    bounce: cause
      .extend({ diagnosticCode: z.array(z.string()).catch([]) })
      .optional()
      .catch(undefined),
    failed: cause.optional().catch(undefined),
    suppressed: cause.optional().catch(undefined),
  }),
});

/**
 * Reads the payload of a webhook whose signature was verified.
 *
 * @param receivedAt stands in for a time of the event that cannot be read
 * @returns null for a type that says nothing about delivery
 * @throws Error that names the field
 */
export function readEmailEvent(input: unknown, receivedAt: Date): EmailEvent | null {
  const type = TYPES.find((known) => known === (input as { type?: unknown } | null)?.type);
  if (type === undefined) return null;
  const parsed = payload.safeParse(input);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Error(`${issue?.path.join('.')}: ${issue?.message}`);
  }
  const { created_at: createdAt, data } = parsed.data;
  const { bounce, failed, suppressed } = data;
  const words = [
    ...[bounce?.subType, bounce?.message, ...(bounce?.diagnosticCode ?? [])],
    ...[failed?.reason, suppressed?.type, suppressed?.message],
  ];
  const detail = words.filter((each) => each !== undefined && each !== '').join(': ');
  return {
    type,
    createdAt: (Number.isNaN(Date.parse(createdAt)) ? receivedAt : new Date(createdAt)).toISOString(),
    emailId: data.email_id,
    outboxId: outboxIdOf(data.tags),
    // One email, one recipient: of several it could not be told which one is meant.
    recipient: data.to.length === 1 ? (data.to[0] ?? null) : null,
    bounceType: type === 'email.bounced' ? bounceTypeOf(bounce?.type) : null,
    detail: detail === '' ? null : redact(detail).slice(0, LONGEST_DETAIL),
  };
}

/** A bounce that does not say what it is suppresses nobody. */
const bounceTypeOf = (word: string | undefined) =>
  BOUNCE_TYPES.find((known) => known.toLowerCase() === word?.toLowerCase()) ?? 'Undetermined';

/** Resend documents a list of `{name, value}` and sends an object of names and values. */
function outboxIdOf(tags: unknown): string | null {
  const listed = z.array(z.object({ name: z.unknown(), value: z.unknown() })).safeParse(tags);
  const value = listed.success
    ? listed.data.find((tag) => tag.name === OUTBOX_TAG)?.value
    : (tags as Record<string, unknown> | null | undefined)?.[OUTBOX_TAG];
  return z.guid().safeParse(value).data?.toLowerCase() ?? null;
}
