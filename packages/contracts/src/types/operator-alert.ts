import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Something asks for an operator: a client gone quiet, a problem that was reported. */
export const operatorAlert = defineType({
  name: 'OPERATOR_ALERT',
  alias: 'alert',
  category: 'alerts',
  severity: 'WARNING',
  priority: 'high',
  audience: ['operator'],
  tellsActor: true,
  entity: 'space',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ days: z.int().min(2).max(9999) }).partial(),
  variables: { inApp: ['days'], email: ['days'] },
  links: [],
  texts: {
    fr: {
      title: 'Alerte',
      messages: [
        'Un espace est sans activité depuis {days}\u00a0jours.',
        'Une situation demande votre attention.',
      ],
    },
    en: {
      title: 'Alert',
      messages: ['A space has had no activity for {days} days.', 'Something needs your attention.'],
    },
  },
  digest: {
    fr: { one: 'alerte', other: 'alertes' },
    en: { one: 'alert', other: 'alerts' },
  },
  emailTexts: {
    fr: {
      subject: 'Nouvelle alerte dans Cassius',
      title: 'Une alerte vous attend',
      messages: [
        'Un espace est sans activité depuis {days}\u00a0jours.',
        'Une situation demande votre attention dans Cassius.',
      ],
      cta: 'Voir l’alerte dans Cassius',
    },
    en: {
      subject: 'New alert in Cassius',
      title: 'An alert is waiting for you',
      messages: [
        'A space has had no activity for {days} days.',
        'Something needs your attention in Cassius.',
      ],
      cta: 'View the alert in Cassius',
    },
  },
});
