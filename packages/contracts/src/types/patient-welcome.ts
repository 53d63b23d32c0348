import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A patient has an account of their own. */
export const patientWelcome = defineType({
  name: 'PATIENT_WELCOME',
  category: 'messages',
  severity: 'INFO',
  priority: 'normal',
  /** With `patientId`, that patient’s own account alone may see it. */
  audience: ['client'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: [],
  emailTemplate: 'welcome',
  texts: {
    fr: { title: 'Bienvenue dans Cassius', messages: ['Votre espace est ouvert.'] },
    en: { title: 'Welcome to Cassius', messages: ['Your space is open.'] },
  },
  digest: {
    fr: { one: 'message de bienvenue', other: 'messages de bienvenue' },
    en: { one: 'welcome message', other: 'welcome messages' },
  },
  emailTexts: {
    fr: {
      subject: 'Bienvenue dans Cassius',
      title: 'Votre espace est ouvert',
      messages: ['Votre espace personnel est ouvert dans Cassius.'],
      cta: 'Ouvrir mon espace dans Cassius',
    },
    en: {
      subject: 'Welcome to Cassius',
      title: 'Your space is open',
      messages: ['Your personal space is open in Cassius.'],
      cta: 'Open my space in Cassius',
    },
  },
});
