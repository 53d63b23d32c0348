import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A request was accepted or refused. */
export const validationDecided = defineType({
  name: 'VALIDATION_DECIDED',
  alias: 'validation',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  audience: ['client'],
  tellsActor: false,
  entity: 'validation',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({ decision: z.enum(['accepted', 'refused']) }).partial(),
  links: [],
  texts: {
    fr: { title: 'Décision sur votre demande', messages: ['Une décision a été prise sur votre demande.'] },
    en: { title: 'Decision on your request', messages: ['A decision was made on your request.'] },
  },
  digest: {
    fr: { one: 'décision sur une demande', other: 'décisions sur des demandes' },
    en: { one: 'decision on a request', other: 'decisions on requests' },
  },
  emailTexts: {
    fr: {
      subject: 'Une décision vous attend dans Cassius',
      title: 'Votre demande a reçu une réponse',
      messages: ['Une décision a été prise sur votre demande. Elle est à consulter dans Cassius.'],
      cta: 'Voir la décision dans Cassius',
    },
    en: {
      subject: 'A decision is waiting for you in Cassius',
      title: 'Your request has an answer',
      messages: ['A decision was made on your request. It can be read in Cassius.'],
      cta: 'View the decision in Cassius',
    },
  },
});
