import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A document is about to expire. */
export const documentExpiring = defineType({
  name: 'DOCUMENT_EXPIRING',
  alias: 'document.expiring',
  category: 'activity',
  severity: 'WARNING',
  priority: 'high',
  audience: ['owner', 'admin', 'practitioner', 'assistant'],
  tellsActor: true,
  entity: 'document',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ days: z.int().min(0).max(9999) }).partial(),
  variables: { inApp: ['days'] },
  links: ['/patients/{patientId}'],
  texts: {
    fr: {
      title: 'Document bientôt expiré',
      messages: ['Un document expire bientôt. Jours restants\u00a0: {days}.', 'Un document expire bientôt.'],
    },
    en: {
      title: 'Document expiring',
      messages: ['A document expires soon. Days left: {days}.', 'A document expires soon.'],
    },
  },
  digest: {
    fr: { one: 'document bientôt expiré', other: 'documents bientôt expirés' },
    en: { one: 'expiring document', other: 'expiring documents' },
  },
});
