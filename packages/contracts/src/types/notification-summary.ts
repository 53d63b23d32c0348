import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Stands for the notifications that the rate limit gathered. The engine makes it and counts in it. */
export const notificationSummary = defineType({
  name: 'NOTIFICATION_SUMMARY',
  category: 'activity',
  severity: 'INFO',
  priority: 'low',
  internal: true,
  audience: [],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ count: z.int().min(1) }).partial(),
  variables: { inApp: ['count'] },
  links: ['/notifications'],
  texts: {
    fr: {
      title: 'Notifications regroupées',
      messages: ['Notifications regroupées\u00a0: {count}.', 'Des notifications ont été regroupées.'],
    },
    en: {
      title: 'Notifications gathered',
      messages: ['Notifications gathered: {count}.', 'Some notifications were gathered.'],
    },
  },
  digest: {
    fr: { one: 'regroupement de notifications', other: 'regroupements de notifications' },
    en: { one: 'notification summary', other: 'notification summaries' },
  },
  emailTexts: {
    fr: {
      subject: 'Plusieurs notifications vous attendent dans Cassius',
      title: 'Plusieurs notifications vous attendent',
      messages: [
        'De nombreuses notifications sont arrivées en peu de temps. Elles sont regroupées dans Cassius.',
      ],
      cta: 'Voir mes notifications dans Cassius',
    },
    en: {
      subject: 'Several notifications are waiting for you in Cassius',
      title: 'Several notifications are waiting for you',
      messages: ['Many notifications came in a short time. They are gathered in Cassius.'],
      cta: 'View my notifications in Cassius',
    },
  },
});
