import { z } from 'zod';
import { type ResendError, resendErrors } from './errors.ts';

/** An email as it was asked for, with lists where Resend takes one address or several. */
export interface Email {
  from: string;
  to: string[];
  cc: string[];
  bcc: string[];
  replyTo: string[];
  subject: string;
  html: string | null;
  text: string | null;
  headers: Record<string, string>;
  tags: { name: string; value: string }[];
}

const addressRule =
  'The email address needs to follow the `email@example.com` or `Name <email@example.com>` format.';
const recipientsPerEmail = 50;

const mailbox = /^[^\s@<>,"]+@[^\s@<>,".]+(\.[^\s@<>,".]+)+$/;

/** The bare address of `email@example.com` or `Name <email@example.com>`, in lower case; null when neither. */
export function addressOf(text: string): string | null {
  const bare = (/^[^<>]*<([^<>]+)>$/.exec(text)?.[1] ?? text).trim();
  return mailbox.test(bare) ? bare.toLowerCase() : null;
}

const address = z.string().refine((text) => addressOf(text) !== null);
const addresses = z
  .union([address.transform((one) => [one]), z.array(address).min(1).max(recipientsPerEmail)])
  .optional();
const tagPart = z.string().regex(/^[A-Za-z0-9_-]{1,256}$/);

const body = z.object({
  from: address,
  to: z.union([address.transform((one) => [one]), z.array(address).min(1).max(recipientsPerEmail)]),
  cc: addresses,
  bcc: addresses,
  reply_to: addresses,
  subject: z.string().min(1),
  html: z.string().nullish(),
  text: z.string().nullish(),
  headers: z.record(z.string(), z.string()).nullish(),
  tags: z.array(z.object({ name: tagPart, value: tagPart })).nullish(),
  attachments: z
    .array(
      z
        .looseObject({ content: z.unknown().optional(), path: z.unknown().optional() })
        .refine((it) => it.content || it.path),
    )
    .nullish(),
});

const rules: Record<string, string> = {
  from: addressRule,
  to: `${addressRule} At most ${recipientsPerEmail} recipients.`,
  cc: addressRule,
  bcc: addressRule,
  reply_to: addressRule,
  tags: 'Tags should only contain ASCII letters, numbers, underscores, or dashes.',
};

/** Reads one email of a request, or tells what is wrong with it as Resend does. */
export function parseEmail(input: unknown): Email | ResendError {
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    return resendErrors.invalidField('body', 'It must be an object.');
  }
  const given = input as Record<string, unknown>;
  for (const field of ['from', 'to', 'subject']) {
    if (given[field] === undefined || given[field] === null || given[field] === '') {
      return resendErrors.missingField(field);
    }
  }
  if (!given.html && !given.text) return resendErrors.missingField('html` or `text');

  const parsed = body.safeParse(input);
  if (!parsed.success) {
    const field = String(parsed.error.issues[0]?.path[0]);
    if (field === 'attachments') return resendErrors.invalidAttachment();
    return resendErrors.invalidField(field, rules[field] ?? 'It has the wrong type.');
  }
  const email = parsed.data;
  return {
    from: email.from,
    to: email.to,
    cc: email.cc ?? [],
    bcc: email.bcc ?? [],
    replyTo: email.reply_to ?? [],
    subject: email.subject,
    html: email.html ?? null,
    text: email.text ?? null,
    headers: email.headers ?? {},
    tags: email.tags ?? [],
  };
}
