import { z } from 'zod';
import { changeOf, later } from '../../http/fields.ts';
import { defineOperation } from '../../http/operation.ts';
import { notificationRow } from '../notification-row.ts';

const params = z.object({ id: z.guid('must be a UUID') });
const changed = { 200: { description: 'As it is now.', body: z.object({ notification: notificationRow }) } };

/** What its owner may change about a notification. */
export const changes = {
  isRead: z.boolean('must be true or false').optional(),
  archived: z.boolean('must be true or false').optional(),
  snoozedUntil: later
    .nullable()
    .optional()
    .describe('Hidden until then, and unread; null brings it back at once.'),
};

/** A snooze puts off what is still to be read. */
export const isNoContradiction = ({
  isRead,
  snoozedUntil,
}: {
  isRead?: boolean;
  snoozedUntil?: string | null;
}) => !(isRead && snoozedUntil);

export const CONTRADICTION = {
  path: ['snoozedUntil'],
  message: 'cannot go together with isRead: what is snoozed is unread',
};

/** What the four that change one in a single way have in common. */
const onOne = <const Id extends string, const Verb extends string>(id: Id, verb: Verb, summary: string) =>
  defineOperation({
    id,
    method: 'post',
    path: `/api/notifications/{id}/${verb}`,
    tag: 'Inbox',
    summary,
    description: 'Can be repeated.',
    params,
    answers: changed,
    notFound: 'notification',
  });

export const readOne = onOne('markNotificationRead', 'read', 'Mark one read');
export const acknowledgeOne = onOne(
  'acknowledgeNotification',
  'ack',
  'The same as `read`, by the name of document 001',
);
export const unreadOne = onOne('markNotificationUnread', 'unread', 'Mark one unread');
export const clickOne = onOne(
  'clickNotification',
  'click',
  'Mark one read, and record that its link was followed',
);

export const changeOne = defineOperation({
  id: 'changeNotification',
  method: 'patch',
  path: '/api/notifications/{id}',
  tag: 'Inbox',
  summary: 'Mark, archive or snooze one, or take that back',
  params,
  body: changeOf(changes).refine(isNoContradiction, CONTRADICTION),
  answers: changed,
  notFound: 'notification',
});

export const archiveOne = defineOperation({
  id: 'archiveNotification',
  method: 'delete',
  path: '/api/notifications/{id}',
  tag: 'Inbox',
  summary: 'Archive one',
  description: 'It leaves the inbox; the row stays. Can be repeated.',
  params,
  answers: { 204: { description: 'It is archived.' } },
  notFound: 'notification',
});
