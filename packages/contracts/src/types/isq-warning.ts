import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An implant stability quotient from 55 to 59: to be watched. */
export const isqWarning = defineType({
  name: 'ISQ_WARNING',
  category: 'alerts',
  severity: 'WARNING',
  priority: 'high',
  audience: ['owner', 'admin', 'practitioner'],
  tellsActor: true,
  entity: 'implant',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ value: z.int().min(1).max(100), tooth: z.string().max(20) }).partial(),
  variables: { inApp: ['value', 'tooth'] },
  links: ['/implants/{entityId}'],
  texts: {
    fr: {
      title: 'ISQ à surveiller',
      messages: [
        'L’implant {tooth} a un ISQ de {value}, entre 55 et 59.',
        'Un implant a un ISQ de {value}, entre 55 et 59.',
        'Un implant a un ISQ à surveiller, entre 55 et 59.',
      ],
    },
    en: {
      title: 'ISQ to watch',
      messages: [
        'Implant {tooth} has an ISQ of {value}, between 55 and 59.',
        'An implant has an ISQ of {value}, between 55 and 59.',
        'An implant has an ISQ to watch, between 55 and 59.',
      ],
    },
  },
  digest: {
    fr: { one: 'alerte à surveiller', other: 'alertes à surveiller' },
    en: { one: 'alert to watch', other: 'alerts to watch' },
  },
});
