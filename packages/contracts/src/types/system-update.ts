import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** News about Cassius itself: maintenance, a new version. */
export const systemUpdate = defineType({
  name: 'SYSTEM_UPDATE',
  category: 'system',
  severity: 'INFO',
  priority: 'normal',
  audience: ['owner', 'admin', 'practitioner', 'assistant'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  expiresAfter: { hours: 30 * 24 },
  payload: z.object({ version: z.string().max(40) }).partial(),
  variables: { inApp: ['version'] },
  links: [],
  texts: {
    fr: {
      title: 'Mise à jour de Cassius',
      messages: ['La version {version} de Cassius est disponible.', 'Cassius a été mis à jour.'],
    },
    en: {
      title: 'Cassius update',
      messages: ['Version {version} of Cassius is available.', 'Cassius was updated.'],
    },
  },
  digest: {
    fr: { one: 'mise à jour de Cassius', other: 'mises à jour de Cassius' },
    en: { one: 'Cassius update', other: 'Cassius updates' },
  },
});
