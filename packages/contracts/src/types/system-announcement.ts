import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An important message to a whole organisation, or to all of them. */
export const systemAnnouncement = defineType({
  name: 'SYSTEM_ANNOUNCEMENT',
  alias: 'system.announcement',
  category: 'system',
  severity: 'INFO',
  priority: 'critical',
  mandatory: true,
  audience: ['owner', 'admin', 'practitioner', 'assistant', 'operator', 'client'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  expiresAfter: { hours: 30 * 24 },
  payload: z.object({ message: z.string().max(500) }).partial(),
  variables: { inApp: ['message'] },
  links: [],
  texts: {
    fr: { title: 'Annonce importante', messages: ['{message}', 'Une annonce importante vous concerne.'] },
    en: {
      title: 'Important announcement',
      messages: ['{message}', 'An important announcement concerns you.'],
    },
  },
  digest: {
    fr: { one: 'annonce importante', other: 'annonces importantes' },
    en: { one: 'important announcement', other: 'important announcements' },
  },
});
