import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** What everyone should know of the service. */
export const systemNotice = defineType({
  name: 'SYSTEM_NOTICE',
  alias: 'system',
  category: 'system',
  severity: 'INFO',
  priority: 'normal',
  mandatory: true,
  audience: ['owner', 'admin', 'practitioner', 'assistant', 'operator', 'client'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  expiresAfter: { hours: 30 * 24 },
  payload: z.object({ message: z.string().max(500) }).partial(),
  variables: { inApp: ['message'] },
  links: [],
  texts: {
    fr: {
      title: 'Information de Cassius',
      messages: ['{message}', 'Une information sur le service vous concerne.'],
    },
    en: { title: 'News from Cassius', messages: ['{message}', 'There is news about the service for you.'] },
  },
  digest: {
    fr: { one: 'information sur le service', other: 'informations sur le service' },
    en: { one: 'service notice', other: 'service notices' },
  },
});
