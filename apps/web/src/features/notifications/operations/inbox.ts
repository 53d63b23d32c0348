import { categories } from '@cassius/contracts';
import { z } from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { listQuery, unreadQuery } from '../list-query.ts';
import { notificationRow } from '../notification-row.ts';

const count = z.int().min(0);

const page = z
  .object({
    notifications: z.array(notificationRow),
    nextCursor: z.string().nullable().describe('Gives the next page; null: there is none.'),
    unread: count.describe(
      'Everything unread in the inbox, whatever the filters; `organisation_id` alone narrows it.',
    ),
  })
  .meta({ id: 'NotificationPage' });

export const listNotifications = defineOperation({
  id: 'listNotifications',
  method: 'get',
  path: '/api/notifications',
  tag: 'Inbox',
  summary: 'List the caller’s notifications',
  description:
    'Neither a cursor nor `until` is moved by what arrives meanwhile. In a list that has the unread first, what is read while one pages keeps its place.',
  query: listQuery,
  answers: { 200: { description: 'One page.', body: page } },
});

export const listUnread = defineOperation({
  id: 'listUnreadNotifications',
  method: 'get',
  path: '/api/notifications/unread',
  tag: 'Inbox',
  summary: 'Count the unread ones, and list the newest',
  query: unreadQuery,
  answers: {
    200: {
      description: 'Exact counts, and rows newest first.',
      body: z
        .object({
          count,
          counts: z
            .array(
              z.object({ organisationId: z.guid(), category: z.enum(categories), count: z.int().min(1) }),
            )
            .describe('By organisation and category; one that has nothing unread is left out.'),
          notifications: z.array(notificationRow),
        })
        .meta({ id: 'Unread' }),
    },
  },
});
