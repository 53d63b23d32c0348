import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** A payment did not go through. */
export const paymentFailed = defineType({
  name: 'PAYMENT_FAILED',
  alias: 'payment',
  category: 'alerts',
  severity: 'WARNING',
  priority: 'high',
  audience: ['operator', 'client'],
  tellsActor: true,
  entity: 'payment',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: [],
  texts: {
    fr: { title: 'Échec de paiement', messages: ['Un paiement n’a pas abouti.'] },
    en: { title: 'Payment failed', messages: ['A payment did not go through.'] },
  },
  digest: {
    fr: { one: 'échec de paiement', other: 'échecs de paiement' },
    en: { one: 'failed payment', other: 'failed payments' },
  },
  emailTexts: {
    fr: {
      subject: 'Échec de paiement dans Cassius',
      title: 'Un paiement n’a pas abouti',
      messages: ['Un paiement n’a pas abouti. La marche à suivre est dans Cassius.'],
      cta: 'Voir le paiement dans Cassius',
    },
    en: {
      subject: 'Payment failed in Cassius',
      title: 'A payment did not go through',
      messages: ['A payment did not go through. Cassius says what to do next.'],
      cta: 'View the payment in Cassius',
    },
  },
});
