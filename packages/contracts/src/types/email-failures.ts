import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Too large a share of an organisation's emails could not be sent: raised once a window by notify.watch_email_failures(). */
export const emailFailures = defineType({
  name: 'EMAIL_FAILURES',
  category: 'system',
  severity: 'WARNING',
  priority: 'high',
  mandatory: true,
  audience: ['operator', 'owner', 'admin'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  expiresAfter: { hours: 7 * 24 },
  payload: z.object({ failed: z.int().min(0).max(9999), total: z.int().min(0).max(9999) }).partial(),
  variables: { inApp: ['failed', 'total'], email: ['failed', 'total'] },
  links: ['/admin/emails'],
  emailTemplate: 'failure',
  texts: {
    fr: {
      title: 'Des e-mails ne partent pas',
      messages: [
        'E-mails en échec\u00a0: {failed} sur {total} dans le dernier quart d’heure.',
        'Une part inhabituelle des e-mails est en échec.',
      ],
    },
    en: {
      title: 'Emails are not leaving',
      messages: [
        'Failed emails: {failed} of {total} in the last quarter of an hour.',
        'An unusual share of emails has failed.',
      ],
    },
  },
  digest: {
    fr: { one: 'alerte d’envoi d’e-mails', other: 'alertes d’envoi d’e-mails' },
    en: { one: 'email delivery alert', other: 'email delivery alerts' },
  },
  emailTexts: {
    fr: {
      subject: 'Envoi des e-mails de Cassius\u00a0: à vérifier',
      title: 'Des e-mails ne partent pas',
      messages: [
        'E-mails en échec\u00a0: {failed} sur {total} dans le dernier quart d’heure.',
        'Une part inhabituelle des e-mails est en échec.',
      ],
      cta: 'Voir la file d’envoi dans Cassius',
    },
    en: {
      subject: 'Cassius email delivery: please check',
      title: 'Emails are not leaving',
      messages: [
        'Failed emails: {failed} of {total} in the last quarter of an hour.',
        'An unusual share of emails has failed.',
      ],
      cta: 'View the queue in Cassius',
    },
  },
});
