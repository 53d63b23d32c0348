import { z } from 'zod';
import { defineType } from '../define-type.ts';

/** Nothing has happened in a patient’s file for a while: time to call them back. */
export const patientInactive = defineType({
  name: 'PATIENT_INACTIVE',
  category: 'reminders',
  severity: 'INFO',
  priority: 'low',
  audience: ['practitioner', 'assistant'],
  tellsActor: true,
  entity: null,
  defaults: { inApp: true, email: true, push: false, sms: false, frequency: 'IMMEDIATE' },
  throttle: { seconds: 7 * 24 * 3600 },
  payload: z.object({ days: z.int().min(2).max(9999) }).partial(),
  variables: { inApp: ['days'], email: ['days'] },
  links: ['/patients/{patientId}'],
  texts: {
    fr: {
      title: 'Dossier sans activité',
      messages: [
        'Un dossier est sans activité depuis {days}\u00a0jours.',
        'Un dossier est sans activité depuis longtemps.',
      ],
    },
    en: {
      title: 'File without activity',
      messages: [
        'A file has had no activity for {days} days.',
        'A file has had no activity for a long time.',
      ],
    },
  },
  digest: {
    fr: { one: 'dossier sans activité', other: 'dossiers sans activité' },
    en: { one: 'file without activity', other: 'files without activity' },
  },
  emailTexts: {
    fr: {
      subject: 'Un dossier sans activité dans Cassius',
      title: 'Un dossier est sans activité',
      messages: [
        'Un dossier est sans activité depuis {days}\u00a0jours.',
        'Un dossier est sans activité depuis longtemps.',
      ],
      cta: 'Voir le dossier dans Cassius',
    },
    en: {
      subject: 'A file without activity in Cassius',
      title: 'A file has had no activity',
      messages: [
        'A file has had no activity for {days} days.',
        'A file has had no activity for a long time.',
      ],
      cta: 'View the file in Cassius',
    },
  },
});
