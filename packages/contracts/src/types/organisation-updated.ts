import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** What is known of an organisation that the practice works with was changed. */
export const organisationUpdated = defineType({
  name: 'ORGANISATION_UPDATED',
  alias: 'organisation.updated',
  category: 'activity',
  severity: 'INFO',
  priority: 'low',
  audience: ['owner', 'admin'],
  tellsActor: false,
  entity: 'organisation',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ name: z.string().max(120) }).partial(),
  variables: { inApp: ['name'] },
  links: [],
  texts: {
    fr: {
      title: 'Organisation modifiée',
      messages: ['L’organisation {name} a été modifiée.', 'Une organisation a été modifiée.'],
    },
    en: {
      title: 'Organisation updated',
      messages: ['The organisation {name} was updated.', 'An organisation was updated.'],
    },
  },
  digest: {
    fr: { one: 'organisation modifiée', other: 'organisations modifiées' },
    en: { one: 'updated organisation', other: 'updated organisations' },
  },
});
