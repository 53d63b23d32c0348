import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A colleague added an image to a patient’s file. Images come in series, so their emails are gathered. */
export const imagingAdded = defineType({
  name: 'IMAGING_ADDED',
  category: 'activity',
  severity: 'INFO',
  priority: 'low',
  audience: ['practitioner', 'assistant'],
  tellsActor: false,
  entity: 'image',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'DAILY' },
  payload: z.object({}),
  links: ['/patients/{patientId}'],
  texts: {
    fr: { title: 'Nouvelle image', messages: ['Une image a été ajoutée à un dossier.'] },
    en: { title: 'New image', messages: ['An image was added to a file.'] },
  },
  digest: {
    fr: { one: 'nouvelle image', other: 'nouvelles images' },
    en: { one: 'new image', other: 'new images' },
  },
});
