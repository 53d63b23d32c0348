import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A mandate was given to someone. */
export const mandatCreated = defineType({
  name: 'MANDAT_CREATED',
  alias: 'mandat.created',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  audience: ['owner', 'admin', 'practitioner'],
  tellsActor: false,
  entity: 'mandat',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ title: z.string().max(120) }).partial(),
  variables: { inApp: ['title'] },
  links: [],
  texts: {
    fr: {
      title: 'Nouveau mandat',
      messages: ['Un mandat a été attribué\u00a0: «\u00a0{title}\u00a0».', 'Un mandat a été attribué.'],
    },
    en: { title: 'New mandate', messages: ['A mandate was assigned: {title}.', 'A mandate was assigned.'] },
  },
  digest: {
    fr: { one: 'nouveau mandat', other: 'nouveaux mandats' },
    en: { one: 'new mandate', other: 'new mandates' },
  },
});
