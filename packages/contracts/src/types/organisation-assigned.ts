import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An organisation that the practice works with was given to a colleague. */
export const organisationAssigned = defineType({
  name: 'ORGANISATION_ASSIGNED',
  alias: 'organisation.assigned',
  category: 'activity',
  severity: 'INFO',
  priority: 'high',
  audience: ['owner', 'admin'],
  tellsActor: false,
  entity: 'organisation',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ name: z.string().max(120) }).partial(),
  variables: { inApp: ['name'] },
  links: [],
  texts: {
    fr: {
      title: 'Organisation assignée',
      messages: ['L’organisation {name} a été assignée.', 'Une organisation a été assignée.'],
    },
    en: {
      title: 'Organisation assigned',
      messages: ['The organisation {name} was assigned.', 'An organisation was assigned.'],
    },
  },
  digest: {
    fr: { one: 'organisation assignée', other: 'organisations assignées' },
    en: { one: 'assigned organisation', other: 'assigned organisations' },
  },
});
