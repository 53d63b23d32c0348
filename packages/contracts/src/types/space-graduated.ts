import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A client’s space went to its next form and is ready. */
export const spaceGraduated = defineType({
  name: 'SPACE_GRADUATED',
  alias: 'graduation',
  category: 'system',
  severity: 'INFO',
  priority: 'normal',
  mandatory: true,
  audience: ['client'],
  tellsActor: true,
  entity: 'space',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: [],
  emailTemplate: 'welcome',
  texts: {
    fr: { title: 'Votre espace est prêt', messages: ['Félicitations\u202f! Votre nouvel espace est prêt.'] },
    en: { title: 'Your space is ready', messages: ['Congratulations! Your new space is ready.'] },
  },
  digest: {
    fr: { one: 'nouvel espace', other: 'nouveaux espaces' },
    en: { one: 'new space', other: 'new spaces' },
  },
  emailTexts: {
    fr: {
      subject: 'Votre espace est prêt dans Cassius',
      title: 'Félicitations\u202f!',
      messages: ['Votre nouvel espace est prêt dans Cassius.'],
      cta: 'Ouvrir mon espace dans Cassius',
    },
    en: {
      subject: 'Your space is ready in Cassius',
      title: 'Congratulations!',
      messages: ['Your new space is ready in Cassius.'],
      cta: 'Open my space in Cassius',
    },
  },
});
