import { priorities } from '@cassius/contracts';
import { z } from 'zod';
import { decodeCursor } from './cursor.ts';
import { notificationType } from './notification-type.ts';

const wholeNumber = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d{1,9}$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`);

const cursor = z.string().transform((text, context) => {
  const value = text.length > 400 ? null : decodeCursor(text);
  if (value === null) {
    context.addIssue({ code: 'custom', message: 'must be the nextCursor of the page before' });
    return z.NEVER;
  }
  return value;
});

const organisation = z.guid('must be the id of an organisation').optional();

/** Query string of `GET /api/notifications`. */
export const listQuery = z
  .object({
    limit: wholeNumber(1, 100).default(20),
    offset: wholeNumber(0, 100_000_000).optional(),
    cursor: cursor.optional(),
    type: notificationType.optional(),
    priority: z.enum(priorities, `must be one of ${priorities.join(', ')}`).optional(),
    is_read: z
      .enum(['true', 'false'], 'must be true or false')
      .transform((text) => text === 'true')
      .optional(),
    q: z.string().trim().max(200, 'must have at most 200 characters').optional(),
    organisation_id: organisation,
  })
  .refine((query) => query.offset === undefined || query.cursor === undefined, {
    path: ['cursor'],
    message: 'cannot go together with offset',
  });

export type ListQuery = z.infer<typeof listQuery>;

/** Query string of `GET /api/notifications/unread`; a limit of 0 asks for the count alone. */
export const unreadQuery = z.object({
  limit: wholeNumber(0, 100).default(20),
  organisation_id: organisation,
});
