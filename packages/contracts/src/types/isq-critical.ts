import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An implant stability quotient below 55: the implant may be failing. */
export const isqCritical = defineType({
  name: 'ISQ_CRITICAL',
  category: 'alerts',
  severity: 'CRITICAL',
  priority: 'critical',
  audience: ['owner', 'admin', 'practitioner'],
  tellsActor: true,
  entity: 'implant',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ value: z.int().min(1).max(100), tooth: z.string().max(20) }).partial(),
  variables: { inApp: ['value', 'tooth'] },
  links: ['/implants/{entityId}'],
  texts: {
    fr: {
      title: 'ISQ critique',
      messages: [
        'L’implant {tooth} a un ISQ de {value}, sous le seuil critique de 55.',
        'Un implant a un ISQ de {value}, sous le seuil critique de 55.',
        'Un implant est passé sous le seuil critique d’ISQ de 55.',
      ],
    },
    en: {
      title: 'Critical ISQ',
      messages: [
        'Implant {tooth} has an ISQ of {value}, below the critical threshold of 55.',
        'An implant has an ISQ of {value}, below the critical threshold of 55.',
        'An implant went below the critical ISQ threshold of 55.',
      ],
    },
  },
  digest: {
    fr: { one: 'alerte critique', other: 'alertes critiques' },
    en: { one: 'critical alert', other: 'critical alerts' },
  },
});
