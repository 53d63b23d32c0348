import { categories, priorities } from '@cassius/contracts';
import { z } from 'zod';
import { flag, idOf, oneOf, wholeNumber, wholeNumberOr } from '../http/fields.ts';
import { decodeCursor } from './cursor.ts';
import { notificationType } from './notification-type.ts';

/** A cursor that `message` says where to get. */
const cursor = (message: string) =>
  z.string().transform((text, context) => {
    const value = text.length > 400 ? null : decodeCursor(text);
    if (value === null) {
      context.addIssue({ code: 'custom', message });
      return z.NEVER;
    }
    return value;
  });

/** The engine's channels, and what document 001 calls them. */
const CHANNELS = ['in_app', 'email', 'push', 'sms', 'web', 'mobile_push'] as const;
const SORTS = ['unread_first', 'recent'] as const;
const VIEWS = ['inbox', 'snoozed', 'archived'] as const;

const organisationId = idOf('an organisation')
  .optional()
  .describe('One organisation; every one of the caller’s without it.');

const filters = z.object({
  limit: wholeNumberOr(20, 1, 100, 'Rows a page.'),
  offset: wholeNumber(0, 100_000_000).optional().describe('Rows to skip; not together with a cursor.'),
  cursor: cursor('must be the nextCursor of the page before')
    .optional()
    .describe('`nextCursor` of the page before, with the same filters and sort.'),
  until: cursor('must be a nextCursor')
    .optional()
    .describe('A cursor: only rows down to and including the one that it was made of. With `sort=recent`.'),
  type: notificationType.optional(),
  category: oneOf(categories).optional(),
  priority: oneOf(priorities).optional(),
  is_read: flag.optional(),
  q: z
    .string()
    .trim()
    .max(200, 'must have at most 200 characters')
    .optional()
    .describe('Words, or their beginnings, in the title or the message, whatever their case and accents.'),
  channel: oneOf(CHANNELS)
    .optional()
    .describe(
      'Only those that also went to the caller on this channel; `web` is `in_app`, `mobile_push` is `push`.',
    ),
  team_id: idOf('a team').optional().describe('Only those whose event named this team.'),
  organisation_id: organisationId,
  view: oneOf(VIEWS)
    .default('inbox')
    .describe('What is to be dealt with, what comes back later, or what was put away.'),
  sort: oneOf(SORTS).default('unread_first').describe('Newest first in both.'),
});

/** Whether the read ones come after the unread. With one of the two alone, the sorts are the same. */
export const hasUnreadFirst = (query: Pick<z.output<typeof filters>, 'sort' | 'is_read'>) =>
  query.sort === 'unread_first' && query.is_read === undefined;

/** Query string of `GET /api/notifications`. */
export const listQuery = filters
  .refine((query) => query.offset === undefined || query.cursor === undefined, {
    path: ['cursor'],
    message: 'cannot go together with offset',
  })
  .refine((query) => !query.cursor || hasUnreadFirst(query) === (query.cursor.unreadFirst !== undefined), {
    path: ['cursor'],
    message: 'is of a list with another sort',
  })
  .refine((query) => !query.until || !(hasUnreadFirst(query) || query.until.unreadFirst), {
    path: ['until'],
    message: 'goes with sort=recent, and is the cursor of such a list',
  });

export type ListQuery = z.output<typeof listQuery>;

/** Query string of `GET /api/notifications/unread`; a limit of 0 asks for the counts alone. */
export const unreadQuery = z.object({
  limit: wholeNumberOr(20, 0, 100, 'Rows; 0 asks for the counts alone.'),
  organisation_id: organisationId,
});
