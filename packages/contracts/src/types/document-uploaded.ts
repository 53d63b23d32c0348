import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A document was uploaded. Its file name may hold a person’s, so it is not shown. */
export const documentUploaded = defineType({
  name: 'DOCUMENT_UPLOADED',
  alias: 'document.uploaded',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  audience: ['owner', 'admin', 'practitioner', 'assistant'],
  tellsActor: false,
  entity: 'document',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Document déposé', messages: ['Un nouveau document a été déposé.'] },
    en: { title: 'Document uploaded', messages: ['A new document was uploaded.'] },
  },
  digest: {
    fr: { one: 'document déposé', other: 'documents déposés' },
    en: { one: 'uploaded document', other: 'uploaded documents' },
  },
});
