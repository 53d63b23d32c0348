import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A colleague added a document to a patient's file. */
export const documentAdded = defineType({
  name: 'DOCUMENT_ADDED',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  audience: ['practitioner', 'assistant'],
  tellsActor: false,
  entity: 'document',
  defaults: { inApp: true, email: false, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Nouveau document', messages: ['Un document a été ajouté à un dossier.'] },
    en: { title: 'New document', messages: ['A document was added to a file.'] },
  },
  digest: {
    fr: { one: 'nouveau document', other: 'nouveaux documents' },
    en: { one: 'new document', other: 'new documents' },
  },
});
