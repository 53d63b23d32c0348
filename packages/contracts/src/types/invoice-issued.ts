import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** An invoice is ready. */
export const invoiceIssued = defineType({
  name: 'INVOICE_ISSUED',
  category: 'activity',
  severity: 'INFO',
  priority: 'normal',
  /** Whoever pays it is named by the event. */
  audience: ['owner', 'admin'],
  tellsActor: false,
  entity: 'invoice',
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  payload: z.object({}),
  links: [],
  texts: {
    fr: { title: 'Nouvelle facture', messages: ['Une facture est disponible.'] },
    en: { title: 'New invoice', messages: ['An invoice is available.'] },
  },
  digest: {
    fr: { one: 'nouvelle facture', other: 'nouvelles factures' },
    en: { one: 'new invoice', other: 'new invoices' },
  },
  emailTexts: {
    fr: {
      subject: 'Nouvelle facture dans Cassius',
      title: 'Une facture est disponible',
      messages: ['Une facture est à consulter dans Cassius.'],
      cta: 'Voir la facture dans Cassius',
    },
    en: {
      subject: 'New invoice in Cassius',
      title: 'An invoice is available',
      messages: ['An invoice can be read in Cassius.'],
      cta: 'View the invoice in Cassius',
    },
  },
});
