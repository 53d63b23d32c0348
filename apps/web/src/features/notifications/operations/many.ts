import { categories } from '@cassius/contracts';
import { z } from 'zod';
import { changeOf, idOf, ids, oneOf } from '../../http/fields.ts';
import { defineOperation } from '../../http/operation.ts';
import { CONTRADICTION, changes, isNoContradiction } from './one.ts';

const updated = z.int().min(0);

export const changeMany = defineOperation({
  id: 'changeNotifications',
  method: 'patch',
  path: '/api/notifications',
  tag: 'Inbox',
  summary: 'Mark, archive or snooze several, or take that back',
  body: changeOf(changes, { ids }).refine(isNoContradiction, CONTRADICTION),
  answers: {
    200: {
      description: 'How many of them are the caller’s, and are now as asked.',
      body: z.object({ updated }),
    },
  },
});

export const readMany = defineOperation({
  id: 'markNotificationsRead',
  method: 'post',
  path: '/api/notifications/read',
  tag: 'Inbox',
  summary: 'Mark several read',
  description: 'Can be repeated.',
  body: z.strictObject({ ids }),
  answers: { 200: { description: 'How many were unread until now.', body: z.object({ updated }) } },
});

export const readAll = defineOperation({
  id: 'markAllNotificationsRead',
  method: 'post',
  path: '/api/notifications/read-all',
  tag: 'Inbox',
  summary: 'Mark read everything that counts as unread',
  description: 'To undo it, set `isRead` of the `ids` to false.',
  body: z.strictObject({
    organisationId: idOf('an organisation').optional().describe('Every one of the caller’s without it.'),
    category: oneOf(categories).optional().describe('Every one without it.'),
  }),
  answers: {
    200: {
      description: 'What changed.',
      body: z.object({
        updated,
        ids: z.array(z.guid()).max(1000).describe('The newest 1,000 of them, newest first.'),
      }),
    },
  },
});

export const markSeen = defineOperation({
  id: 'markNotificationsSeen',
  method: 'post',
  path: '/api/notifications/seen',
  tag: 'Inbox',
  summary: 'Record that several were shown',
  description: 'The first time counts. It does not mark them read.',
  body: z.strictObject({ ids }),
  answers: { 204: { description: 'It is recorded.' } },
});
