import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A mandate has passed its date. */
export const mandatOverdue = defineType({
  name: 'MANDAT_OVERDUE',
  alias: 'mandat.overdue',
  category: 'activity',
  severity: 'WARNING',
  priority: 'high',
  audience: ['owner', 'admin', 'practitioner'],
  tellsActor: true,
  entity: 'mandat',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ title: z.string().max(120) }).partial(),
  variables: { inApp: ['title'] },
  links: [],
  texts: {
    fr: {
      title: 'Mandat en retard',
      messages: ['Le mandat «\u00a0{title}\u00a0» est en retard.', 'Un mandat est en retard.'],
    },
    en: { title: 'Overdue mandate', messages: ['The mandate {title} is overdue.', 'A mandate is overdue.'] },
  },
  digest: {
    fr: { one: 'mandat en retard', other: 'mandats en retard' },
    en: { one: 'overdue mandate', other: 'overdue mandates' },
  },
});
