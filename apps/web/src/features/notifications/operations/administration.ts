import {
  categories,
  frequencies,
  type NotificationType,
  type NotificationTypeDefinition,
  notificationEventSchema,
  notificationTypes,
} from '@cassius/contracts';
import { z } from 'zod';
import { idOf, instant, wholeNumberOr } from '../../http/fields.ts';
import { defineOperation } from '../../http/operation.ts';
import { notificationType } from '../notification-type.ts';

const ADMINS = 'The caller is not an owner or admin of that organisation.';
const LEFT_OUT = 'May be left out by someone who administers a single one.';
const definitions: Record<NotificationType, NotificationTypeDefinition> = notificationTypes;

const outcome = z.object({
  decision: z.string().describe('`send`, `queue`, `digest`, `coalesce` or `skip`.'),
  reason: z.string(),
  rule: z.string(),
  source: z.string().nullable().describe('Table of the row that decided.'),
  sourceId: z
    .string()
    .nullable()
    .describe('Its id; null where the person, the organisation and the type are its key.'),
});

const recipient = z
  .object({
    userId: z.guid(),
    name: z.string().nullable(),
    role: z.string().nullable().describe('Null: they have left since.'),
    preferences: z.object({
      category: z.enum(categories).nullable(),
      inApp: z.boolean().nullable(),
      email: z.boolean().nullable(),
      frequency: z.enum(frequencies).nullable(),
      source: z.string().nullable().describe('The strongest of the rules that set a channel.'),
    }),
    inApp: outcome.nullable(),
    email: outcome.extend({ dueAt: instant.nullable() }).nullable(),
  })
  .meta({
    id: 'Recipient',
    description: 'What is decided for one person, and why. docs/rules.md has every reason.',
  });

const lastEvent = z.object({
  id: z.guid(),
  createdAt: instant,
  deliveries: z.array(outcome.extend({ userId: z.guid(), channel: z.string() })),
});

export const explainNotification = defineOperation({
  id: 'explainNotification',
  method: 'get',
  path: '/api/notifications/debug',
  tag: 'Administration',
  summary: 'Say who would be told of an event, and why the others would not',
  description: 'With `eventId`: who was told of that event. Nothing is written.',
  query: z.object({
    event: notificationType
      .refine((type) => definitions[type].internal !== true, 'is a type that only the engine makes')
      .describe('One that an event may have.'),
    organisationId: idOf('an organisation').optional().describe(LEFT_OUT),
    eventId: idOf('an event').optional().describe('An event of that type, of the past.'),
  }),
  answers: {
    200: {
      description: 'Every member whom the question concerns.',
      body: z.object({
        event: z.string(),
        organisationId: z.guid(),
        eventId: z.guid().optional(),
        recipients: z.array(recipient),
        lastEvent: lastEvent.nullable().describe('The last event of the type; null: there was none.'),
      }),
    },
  },
  forbidden: ADMINS,
  notFound: 'event',
});

const count = z.int().min(0);

export const sendTest = defineOperation({
  id: 'sendTestNotification',
  method: 'post',
  path: '/api/notifications/test',
  tag: 'Administration',
  summary: 'Raise an event by hand',
  description: 'An audit line keeps who did it.',
  body: notificationEventSchema
    .partial({ organisationId: true })
    .meta({ id: 'Event', description: `What \`notify()\` takes. organisationId: ${LEFT_OUT}` }),
  answers: {
    201: {
      description: 'What became of it.',
      body: z
        .object({
          eventId: z.guid(),
          duplicate: z.boolean(),
          recipients: count,
          inApp: count,
          emails: count,
          digests: count,
          skipped: count,
        })
        .meta({ id: 'Outcome' }),
    },
  },
  forbidden: ADMINS,
});

export const readAnalytics = defineOperation({
  id: 'getAnalytics',
  method: 'get',
  path: '/api/notifications/analytics',
  tag: 'Administration',
  summary: 'Count what was sent, seen, read and clicked, by week and type',
  query: z.object({
    organisation_id: idOf('an organisation').optional().describe(LEFT_OUT),
    weeks: wholeNumberOr(12, 1, 52, 'The current one and those before it.'),
  }),
  answers: {
    200: {
      description: 'Rows of `public.notification_analytics()`, totals first.',
      body: z.object({
        rows: z.array(
          z
            .object({
              week: z.iso
                .date()
                .nullable()
                .describe('Its Monday, in the organisation’s time zone; null: all weeks.'),
              type: z.string().nullable().describe('Null: all types.'),
              sent: count,
              seen: count,
              read: count,
              clicked: count,
              median_reaction_seconds: z
                .int()
                .nullable()
                .describe('From creation to the first of read and click; null: nobody reacted.'),
              emails: count.describe('Queued or sent.'),
            })
            .meta({ id: 'AnalyticsRow' }),
        ),
      }),
    },
  },
  forbidden: ADMINS,
});
